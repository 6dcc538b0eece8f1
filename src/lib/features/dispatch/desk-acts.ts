/**
 * What the desk can do with a report as it stands: read from the lifecycle table and the person's
 * permissions, so that a new edge appears here by itself. Pure.
 */
import { can, type Actor } from '$lib/domain/people/actor';
import type { Intent } from '$lib/domain/report/command';
import { edgeOf } from '$lib/domain/report/lifecycle';
import type { Report } from '$lib/domain/report/report';

/** In the order in which buttons and menus show them. */
export const deskActs = [
	'assign',
	'reassign',
	'unassign',
	'refer',
	'setPriority',
	'setCategory',
	'setDue',
	'split',
	'askReporter',
	'answerReporter',
	'answerReferral',
	'close'
] as const;
export type DeskAct = (typeof deskActs)[number];

/** Decisions about late work: they have a place of their own, the review. */
export const claimActs = ['acceptClaim', 'settleClaim'] as const;

/** The acts that this person may do on a report in its present status. */
export function actsFor(report: Pick<Report, 'status'>, actor: Actor): DeskAct[] {
	return deskActs.filter((act) => {
		const permission = edgeOf(act, report.status)?.permission;
		return permission !== undefined && permission !== null && can(actor, permission);
	});
}

/** Assign or reassign, as the report's status asks; assign where neither is possible, to be refused. */
export function assignIntent(report: Pick<Report, 'id' | 'status'>, assigneeId: string): Intent {
	const isAssigned = edgeOf('reassign', report.status) !== undefined;
	return {
		type: isAssigned ? 'reassign' : 'assign',
		reportId: report.id,
		args: { assigneeId }
	};
}

/** Whether a report can be given to somebody as it stands. */
export function isAssignable({ status }: Pick<Report, 'status'>): boolean {
	return (edgeOf('assign', status) ?? edgeOf('reassign', status)) !== undefined;
}

/** Whether all of these that can be given to somebody have an inspector already. */
export function isReassignment(reports: readonly Pick<Report, 'status'>[]): boolean {
	const possible = reports.filter(isAssignable);
	return (
		possible.length > 0 && possible.every(({ status }) => edgeOf('reassign', status) !== undefined)
	);
}
