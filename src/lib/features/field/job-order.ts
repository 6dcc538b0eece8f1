/**
 * The order of the job list. Every order ends with the due time and then the number, so that a list
 * never shuffles between two renderings.
 */
import { priorities } from '$lib/domain/report/priority';
import type { Job } from './jobs';

/** `route` is put in order by features/route; until that is loaded it stands as `nearest`. */
export const jobOrders = ['nearest', 'route', 'due', 'priority'] as const;
export type JobOrder = (typeof jobOrders)[number];

type Compare = (a: Job, b: Job) => number;

const byDistance: Compare = (a, b) =>
	(a.distanceMetres ?? Infinity) < (b.distanceMetres ?? Infinity)
		? -1
		: Number((a.distanceMetres ?? Infinity) > (b.distanceMetres ?? Infinity));
const byDue: Compare = (a, b) =>
	(a.due?.at ?? Number.MAX_SAFE_INTEGER) - (b.due?.at ?? Number.MAX_SAFE_INTEGER);
const byPriority: Compare = (a, b) =>
	priorities.indexOf(b.report.priority) - priorities.indexOf(a.report.priority);
const byNumber: Compare = (a, b) => (a.report.number < b.report.number ? -1 : 1);

const chains: Readonly<Record<JobOrder, readonly Compare[]>> = {
	nearest: [byDistance, byDue, byNumber],
	route: [byDistance, byDue, byNumber],
	due: [byDue, byPriority, byNumber],
	priority: [byPriority, byDue, byNumber]
};

/** A sorted copy; jobs without a distance or a due time come last. */
export function orderJobs(jobs: readonly Job[], order: JobOrder): Job[] {
	const chain = chains[order];
	return [...jobs].sort((a, b) => {
		for (const compare of chain) {
			const difference = compare(a, b);
			if (difference !== 0) return difference;
		}
		return 0;
	});
}
