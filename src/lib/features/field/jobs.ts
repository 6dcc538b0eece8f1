/**
 * An inspector's jobs: what lies with him now, with what orders and filters ask computed once.
 *
 * 1. A job is field work assigned to the person; nothing else enters the list.
 * 2. Filters ask traits of the lifecycle table, never a status name.
 * 3. Due times are worked out apart from distances: the place changes far more often than the hour.
 * Not here: order (job-order), search (report/search-text), finished work (job-fate).
 */
import type { Policy } from '$lib/domain/report/decision';
import { bearingDegrees, compassPoint, type CompassPoint } from '$lib/domain/geo/bearing';
import { distanceMetres } from '$lib/domain/geo/distance';
import type { GeoPoint } from '$lib/domain/geo/point';
import { isJobOf } from '$lib/domain/report/job';
import { statusTable } from '$lib/domain/report/lifecycle';
import type { Report } from '$lib/domain/report/report';
import { dueOf, isOverdue, type Due } from '../report/due';

export interface Job {
	report: Report;
	due: Due | null;
	/** Null while the own position is unknown. */
	distanceMetres: number | null;
	/** Worked out when it is asked for: few of the jobs are in sight. */
	readonly direction: CompassPoint | null;
}

/** The person's jobs among all reports of the device, in no order, seen from nowhere yet; `now` in ms. */
export function jobsOf(
	reports: readonly Report[],
	personId: string,
	{ policy, now }: { policy: Policy | undefined; now: number }
): Job[] {
	return reports
		.filter((report) => isJobOf(report, personId))
		.map((report) => ({
			report,
			due: dueOf(report, policy, now),
			distanceMetres: null,
			direction: null
		}));
}

/** The same jobs, seen from a place. */
export function seenFrom(jobs: readonly Job[], place: GeoPoint | null): readonly Job[] {
	if (place === null) return jobs;
	return jobs.map(({ report, due }) => ({
		report,
		due,
		distanceMetres: distanceMetres(place, report),
		get direction() {
			return compassPoint(bearingDegrees(place, report));
		}
	}));
}

export const jobFilters = [
	'all',
	'to_do',
	'in_progress',
	'on_hold',
	'returned',
	'overdue'
] as const;
export type JobFilter = (typeof jobFilters)[number];

const passes: Readonly<Record<JobFilter, (job: Job) => boolean>> = {
	all: () => true,
	to_do: ({ report }) => !statusTable[report.status].isStarted && !isHeld(report),
	in_progress: ({ report }) => statusTable[report.status].isStarted,
	on_hold: ({ report }) => isHeld(report),
	returned: ({ report }) => isRework(report),
	overdue: ({ due }) => isOverdue(due)
};

const isHeld = (report: Report) => statusTable[report.status].clock === 'paused';

/** Sent back and not finished since: rework, whatever step it has reached again. */
export function isRework(report: Report): boolean {
	const { returned, finish } = report;
	return (
		statusTable[report.status].isFieldWork && returned !== null && returned.at >= (finish?.at ?? 0)
	);
}

/** The jobs that a filter lets through. */
export function filterJobs(jobs: readonly Job[], filter: JobFilter): Job[] {
	return jobs.filter(passes[filter]);
}

/** How many jobs each filter would show. */
export function countJobs(jobs: readonly Job[]): Record<JobFilter, number> {
	const count = (filter: JobFilter) => jobs.filter(passes[filter]).length;
	return {
		all: jobs.length,
		to_do: count('to_do'),
		in_progress: count('in_progress'),
		on_hold: count('on_hold'),
		returned: count('returned'),
		overdue: count('overdue')
	};
}
