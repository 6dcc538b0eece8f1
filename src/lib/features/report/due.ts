/**
 * When a report is due, as screens show it: the bucket for the mark, the moment for the words.
 * Closed and third-party work has no due mark; a stopped clock says so instead of running late.
 */
import { dueBucket, resolveMinutes, type DueBucket } from '$lib/domain/report/deadline';
import type { Policy } from '$lib/domain/report/decision';
import { statusTable } from '$lib/domain/report/lifecycle';
import type { Report } from '$lib/domain/report/report';

export interface Due {
	/** Milliseconds since the epoch. */
	at: number;
	bucket: DueBucket;
	isPaused: boolean;
}

/** How a report stands to its target at `now` (ms); null where no clock of ours is shown. */
export function dueOf(report: Report, policy: Policy | undefined, now: number): Due | null {
	const { clock } = statusTable[report.status];
	if (policy === undefined || report.dueAt === null) return null;
	if (clock === 'stopped' || clock === 'third_party') return null;
	const target = resolveMinutes(report, policy.category(report.categoryId), policy.clock);
	return {
		at: report.dueAt,
		bucket: dueBucket(report, target, policy.clock, now),
		isPaused: report.pausedAt !== null
	};
}

/** Past its target: overdue or severe. */
export function isOverdue(due: Due | null): boolean {
	return due !== null && (due.bucket === 'overdue' || due.bucket === 'severe');
}
