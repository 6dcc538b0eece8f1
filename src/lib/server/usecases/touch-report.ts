/** What a change of a report means for the feeds: where it is put, where it leaves, and why. Pure. */
import { statusTable } from '$lib/domain/report/lifecycle';
import type { Report } from '$lib/domain/report/report';
import { scopesOf, userScope } from '$lib/domain/report/scope';
import type { LeaveReason } from '$lib/protocol/sync';
import type { Touch } from '../repositories/feed';

/** Touches of one report between two states; `before` is null for a new report. `now` in ms. */
export function touchesOf(before: Report | null, after: Report, now: number): Touch[] {
	const kept = scopesOf(after, now);
	// Asked as of its closing: a report that aged out of the feeds still stands in their rows.
	const had = before === null ? [] : scopesOf(before, before.endedAt ?? now);
	const left = before === null ? [] : had.filter((scope) => !kept.includes(scope));
	const row = { kind: 'report', entity: after.id } as const;
	return [
		...kept.map((scope): Touch => ({ ...row, scope, op: 'put', reason: null })),
		...left.map((scope): Touch => ({
			...row,
			scope,
			op: 'leave',
			reason: reasonOf(scope, before, after)
		}))
	];
}

/** In words to the person who had it. */
function reasonOf(scope: string, before: Report | null, after: Report): LeaveReason {
	if (!scope.startsWith(userScope(''))) return 'moved';
	if (after.finish !== null && after.finish !== before?.finish) return 'done_by_previous';
	if (after.assignment !== null) return 'reassigned';
	return statusTable[after.status].isOpen ? 'unassigned' : 'closed';
}
