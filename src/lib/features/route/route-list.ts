/**
 * Today's route as it is shown: the stops in the kept order, those that came later put where they
 * lengthen the way least, and how far it is from one to the next. Pure.
 *
 * 1. What is on hold is no stop; what left is left out; the rest keeps its order.
 * 2. Stops that the kept order does not know are marked new until the order is kept again.
 */
import { insertStop, lengthMetres, orderStops, type Stop } from '$lib/domain/dispatch/order';
import { distanceMetres } from '$lib/domain/geo/distance';
import type { GeoPoint } from '$lib/domain/geo/point';
import { statusTable } from '$lib/domain/report/lifecycle';
import type { Job } from '../field/jobs';

export interface RouteStop {
	job: Job;
	/** 1 for the next one. */
	place: number;
	isNew: boolean;
	/** From the stop before, or from the own position; null for the first one without a position. */
	legMetres: number | null;
}

/** The jobs that a route leads through. */
export function stopsOf(jobs: readonly Job[]): Job[] {
	return jobs.filter(({ report }) => statusTable[report.status].clock !== 'paused');
}

/** Report ids in the best order from here; without a position from the stop that is due first. */
export function suggestedOrder(jobs: readonly Job[], from: GeoPoint | null, now: number): string[] {
	const stops = jobs.map(stopOf);
	const first = stops.toSorted((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity)).at(0);
	const start = from ?? first;
	return start === undefined ? [] : orderStops(start, stops, now).map(({ id }) => id);
}

/** The stops in the order of `ids`; those it does not name where they fit best. */
export function routeOf(
	jobs: readonly Job[],
	ids: readonly string[],
	from: GeoPoint | null
): RouteStop[] {
	const byId = new Map(jobs.map((job) => [job.report.id, job]));
	const known = ids.flatMap((id) => byId.get(id) ?? []);
	const kept = new Set(known.map(({ report }) => report.id));
	const isNew = (job: Job) => !kept.has(job.report.id);
	const all = jobs
		.filter(isNew)
		.map(stopOf)
		.reduce<readonly Stop[]>((order, stop) => insertStop(from, order, stop), known.map(stopOf));
	const ordered = all.flatMap(({ id }) => byId.get(id) ?? []);
	return ordered.map((job, index) => {
		const before = ordered[index - 1]?.report ?? from;
		const legMetres = before && distanceMetres(before, job.report);
		return { job, place: index + 1, isNew: isNew(job), legMetres };
	});
}

/** Length of the way that is left, metres. */
export function remainingMetres(stops: readonly RouteStop[], from: GeoPoint | null): number {
	return lengthMetres(
		from,
		stops.map(({ job }) => job.report)
	);
}

/** `ids` with one moved to another place; the same where it would leave the list. */
export function movedTo(ids: readonly string[], id: string, place: number): readonly string[] {
	const from = ids.indexOf(id);
	if (from < 0 || place < 0 || place >= ids.length || place === from) return ids;
	return ids.toSpliced(from, 1).toSpliced(place, 0, id);
}

function stopOf({ report, due }: Job): Stop {
	const { id, lat, lon } = report;
	return { id, lat, lon, dueAt: due === null || due.isPaused ? null : due.at };
}
