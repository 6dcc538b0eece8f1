/**
 * A proposal of who takes which reports, between what is proposed and what a person makes of it. Pure.
 *
 * 1. A line that a person has changed stays as he left it, whatever is proposed anew.
 * 2. Work that has been begun is told apart: its move takes it from under somebody's hands.
 */
import { spread, type SpreadMethod, type SpreadWork } from '$lib/domain/dispatch/spread';
import type { Candidate } from '$lib/domain/dispatch/suggest';
import type { Person } from '$lib/domain/people/actor';
import { edgeOf, statusTable } from '$lib/domain/report/lifecycle';
import type { Report } from '$lib/domain/report/report';
import { isOverdue } from '../report/due';
import { finishedBy } from './candidates';
import type { DeskRow } from './desk-rows';
import { reachOf } from './load';

export interface Line {
	report: Report;
	/** Null: it stays as it is. */
	personId: string | null;
	hasBegun: boolean;
	/** Who may take it. */
	personIds: readonly string[];
}

export interface Asked {
	rows: readonly DeskRow[];
	people: readonly Person[];
	/** What they carry, by person. */
	candidates: readonly Candidate[];
	/** All reports of this device: who has finished what. */
	known: readonly Report[];
	isToday: (at: number) => boolean;
	now: number;
}

/** Whether somebody has begun to work on it. */
export function hasBegun({ status, assignment }: Pick<Report, 'status' | 'assignment'>): boolean {
	return statusTable[status].isStarted || (assignment?.startedAt ?? null) !== null;
}

/** The open work of a person that can be given to somebody else. */
export function movable(rows: readonly DeskRow[], personId: string): DeskRow[] {
	return rows.filter(
		({ report, assigneeId }) =>
			assigneeId === personId &&
			statusTable[report.status].isFieldWork &&
			edgeOf('reassign', report.status) !== undefined
	);
}

/** The lines of a proposal, what is due first first; `changed` holds what a person chose by report. */
export function proposalOf(
	{ rows, people, candidates, known, isToday, now }: Asked,
	method: SpreadMethod,
	changed: ReadonlyMap<string, string | null>
): Line[] {
	const categoryIds = new Set(rows.map(({ report }) => report.categoryId));
	const finished = new Map(
		[...categoryIds].map((id) => [id, finishedBy(known, new Set([id]))] as const)
	);
	const work = rows.map((row) =>
		workOf(row, people, finished.get(row.report.categoryId) ?? new Map(), isToday)
	);
	const byId = new Map(rows.map(({ report }) => [report.id, report]));
	const ableById = new Map(work.map(({ reportId, personIds }) => [reportId, personIds]));
	return spread(work, candidates, method, now).flatMap(({ reportId, personId }) => {
		const report = byId.get(reportId);
		if (report === undefined) return [];
		const own = changed.get(reportId);
		return [
			{
				report,
				personId: own === undefined ? personId : own,
				hasBegun: hasBegun(report),
				personIds: ableById.get(reportId) ?? []
			}
		];
	});
}

function workOf(
	{ report, due }: DeskRow,
	people: readonly Person[],
	finished: ReadonlyMap<string, number>,
	isToday: (at: number) => boolean
): SpreadWork {
	return {
		...{ reportId: report.id, lat: report.lat, lon: report.lon },
		dueAt: due?.at ?? null,
		isPressing: due !== null && (isOverdue(due) || isToday(due.at)),
		personIds: people
			.filter((person) => reachOf(person, [report]).possible > 0)
			.map(({ id }) => id),
		finishedBy: finished
	};
}

/** How many lines each person gets. */
export function countsOf(lines: readonly Line[]): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const { personId } of lines) {
		if (personId !== null) counts.set(personId, (counts.get(personId) ?? 0) + 1);
	}
	return counts;
}
