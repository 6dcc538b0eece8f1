/**
 * Reports of one and the same matter: one stays, the others are closed as duplicates of it. Pure.
 * What lies with an inspector is not closed under his hands: the rules refuse it by name.
 */
import type { Intent } from '$lib/domain/report/command';
import type { Report } from '$lib/domain/report/report';
import { statusTable } from '$lib/domain/report/lifecycle';

/** Which one stays unless the person says otherwise: whoever works on it goes on; else the oldest. */
export function mostAdvanced(reports: readonly Report[]): Report | undefined {
	return reports.toSorted(
		(one, other) =>
			Number(statusTable[one.status].isUnassigned) -
				Number(statusTable[other.status].isUnassigned) ||
			one.receivedAt - other.receivedAt ||
			(one.number < other.number ? -1 : 1)
	)[0];
}

/** What closes the others as duplicates of the one that stays. */
export function mergeIntents(reports: readonly Report[], stayingId: string): Intent[] {
	return reports
		.filter(({ id }) => id !== stayingId)
		.map(({ id }) => ({
			type: 'close',
			reportId: id,
			args: { outcome: 'duplicate', text: null, duplicateOf: stayingId }
		}));
}

/** The reports that were closed as duplicates of this one, oldest first. */
export function duplicatesOf(id: string, reports: readonly Report[]): Report[] {
	return reports
		.filter(({ duplicateOf }) => duplicateOf === id)
		.toSorted((one, other) => one.receivedAt - other.receivedAt);
}
