/**
 * The vocabulary of deciding: what the rules look up, who acts when, and the small builders that
 * both halves (field work, office acts) share. The rules themselves stand in those halves.
 */
import type { Category, Profile, ReasonLists } from '../city/profile';
import type { GeoPoint } from '../geo/point';
import type { Actor, Person } from '../people/actor';
import type { WorkingClock } from '../time/working-calendar';
import type { Command } from './command';
import { clocksOnEntering } from './deadline';
import type { EventKind, ReportEvent } from './event';
import type { Edge, Status } from './lifecycle';
import type { Refusal, RefusalDetail } from './refusal';
import type { Assignment, Report, ReportPatch } from './report';

/** What the rules look up of the city. */
export interface Policy {
	category(id: string): Category;
	reasons: ReasonLists;
	clock: WorkingClock;
	person(id: string): Person | undefined;
	/** Path of the area that a point lies in; null outside the city. */
	areaOf(point: GeoPoint): string | null;
	/** Rules for new reports; none on a device, where the server's answer is awaited. */
	routing: Profile['routing'];
}

/** Who, when and from where. */
export interface Circumstance {
	actor: Actor;
	/** When it was done: the device's clock, corrected by the last known skew. */
	at: number;
	/** When it is judged: the server's clock; on a device the same as `at`. */
	receivedAt: number;
	/** Epochs of this report that were assigned to the actor. */
	heldEpochs: readonly number[];
	deviceName: string | null;
	policy: Policy;
}

export interface Refused {
	outcome: 'rejected';
	reason: Refusal;
	detail?: RefusalDetail;
}

export type Decision =
	{ outcome: 'applied' | 'merged' | 'claim'; events: readonly ReportEvent[] } | Refused;

export const refuse = (reason: Refusal, detail?: RefusalDetail): Refused => ({
	outcome: 'rejected',
	reason,
	...(detail === undefined ? {} : { detail })
});

export const apply = (...events: ReportEvent[]): Decision => ({ outcome: 'applied', events });

/** Did somebody else act on the report since the state this command was based on. */
export function othersActedSince(report: Report, rev: number, actorId: string): boolean {
	if (report.acts === null) return false;
	const { acts } = report;
	return (acts.actorId === actorId ? acts.othersRev : acts.lastRev) > rev;
}

/** An event of this command, ready to be filled with what it changes. */
export function eventOf(
	kind: EventKind,
	command: Command,
	circumstance: Circumstance,
	part: Partial<ReportEvent> = {}
): ReportEvent {
	return {
		kind,
		actorId: circumstance.actor.id,
		commandId: command.id,
		at: circumstance.at,
		receivedAt: circumstance.receivedAt,
		epoch: command.base.assignEpoch,
		isLate: false,
		isUndoable: false,
		change: {},
		...part
	};
}

/** Status, what it came from, and clocks, as an edge leads on. */
export function statusChange(
	report: Report,
	edge: Edge,
	{ at, policy }: Pick<Circumstance, 'at' | 'policy'>,
	stopsClock = true
): ReportPatch {
	if (edge.to === 'same') return {};
	const to: Status = edge.to === 'before' ? (report.statusBefore ?? 'received') : edge.to;
	return {
		status: to,
		statusBefore: edge.remembers ? report.status : null,
		...clocksOnEntering(
			report,
			to,
			at,
			policy.category(report.categoryId),
			policy.clock,
			stopsClock
		)
	};
}

/** Refuses a reason that the list does not hold, or one whose text is missing. */
export function reasonProblem(
	list: ReasonLists[keyof ReasonLists],
	args: { reason: string; text: string | null }
): Decision | null {
	const reason = list.find((candidate) => candidate.code === args.reason);
	if (reason === undefined) return refuse('reason_unknown');
	if (reason.needsText && (args.text ?? '').trim() === '') return refuse('text_missing');
	return null;
}

/** A new assignment under the next epoch; the times of the old one stay in the history. */
export function newAssignment(
	report: Report,
	assigneeId: string,
	{ actor, at }: { actor: { id: string | null }; at: number }
): ReportPatch {
	const epoch = report.assignEpoch + 1;
	const assignment: Assignment = {
		assigneeId,
		epoch,
		assignedAt: at,
		assignedById: actor.id,
		seenAt: null,
		setOffAt: null,
		arrivedAt: null,
		startedAt: null
	};
	return { assignment, assignEpoch: epoch };
}

export function withoutAssignee(report: Report): ReportPatch {
	return { assignment: null, assignEpoch: report.assignEpoch + 1, hold: null };
}

export function reasonGiven(
	args: { reason: string; text: string | null },
	{ actor, at }: Circumstance
) {
	return { code: args.reason, text: args.text, at, actorId: actor.id };
}
