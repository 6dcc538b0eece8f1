/**
 * The supervisor's desk as rows: every open report within reach, with what its row shows computed
 * once.
 *
 * 1. What is open and within reach is a row; reports without a team are the duty queue's.
 * 2. Filters ask traits of the lifecycle table, never a status name; counts are those of the chips
 *    over the same rows that the other criteria let through.
 * Not here: criteria, order (sort), the words of a search (report/search-text).
 */
import { reaches, type Actor } from '$lib/domain/people/actor';
import type { Policy } from '$lib/domain/report/decision';
import { statusTable } from '$lib/domain/report/lifecycle';
import { openQuestions } from '$lib/domain/report/message';
import type { Report } from '$lib/domain/report/report';
import { isRework } from '../field/jobs';
import { dueOf, isOverdue, type Due } from '../report/due';
import { openClaims } from './claims';

export interface DeskRow {
	report: Report;
	due: Due | null;
	assigneeId: string | null;
	claimCount: number;
	/** The inspector has asked and nobody has answered. */
	hasQuestion: boolean;
}

/** Every open report within the actor's reach, in no order; `now` in ms. */
export function deskRows(
	reports: readonly Report[],
	actor: Actor,
	policy: Policy | undefined,
	now: number
): DeskRow[] {
	return reports.flatMap(rowReader(actor, policy, now));
}

/**
 * Reads the row of a report, none for what is closed or out of reach. A report that stands as it did
 * gives the same row again: after a change only what changed is worked out.
 */
export function rowReader(
	actor: Actor,
	policy: Policy | undefined,
	now: number
): (report: Report) => readonly DeskRow[] {
	const known = new WeakMap<Report, readonly DeskRow[]>();
	const read = (report: Report): readonly DeskRow[] =>
		statusTable[report.status].isOpen && reaches(actor, report) ? [rowOf(report, policy, now)] : [];
	return (report) => {
		const rows = known.get(report) ?? read(report);
		known.set(report, rows);
		return rows;
	};
}

function rowOf(report: Report, policy: Policy | undefined, now: number): DeskRow {
	return {
		report,
		due: dueOf(report, policy, now),
		assigneeId: report.assignment?.assigneeId ?? null,
		claimCount: openClaims(report).length,
		hasQuestion: openQuestions(report).length > 0
	};
}

export const deskFilters = [
	'all',
	'unassigned',
	'overdue',
	'on_hold',
	'done',
	'returned',
	'questions'
] as const;
export type DeskFilter = (typeof deskFilters)[number];

const passes: Readonly<Record<DeskFilter, (row: DeskRow) => boolean>> = {
	all: () => true,
	unassigned: ({ report }) => statusTable[report.status].isUnassigned,
	overdue: ({ due }) => isOverdue(due),
	on_hold: ({ report }) => isHeld(report),
	done: ({ report }) => statusTable[report.status].awaitsConfirmation,
	returned: ({ report }) => isRework(report),
	questions: ({ hasQuestion }) => hasQuestion
};

function isHeld({ status }: Report): boolean {
	const { clock, isFieldWork } = statusTable[status];
	return isFieldWork && clock === 'paused';
}

/** The rows that a chip lets through. */
export function filterRows(rows: readonly DeskRow[], filter: DeskFilter): DeskRow[] {
	return rows.filter(passes[filter]);
}

/** How many rows each chip would show. */
export function countRows(rows: readonly DeskRow[]): Record<DeskFilter, number> {
	const counts = {
		all: 0,
		unassigned: 0,
		overdue: 0,
		on_hold: 0,
		done: 0,
		returned: 0,
		questions: 0
	};
	for (const row of rows) {
		for (const filter of deskFilters) if (passes[filter](row)) counts[filter] += 1;
	}
	return counts;
}
