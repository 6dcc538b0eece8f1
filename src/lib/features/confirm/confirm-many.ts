/**
 * Which of many reports can be confirmed at once. The rules decide about each one: what waits for
 * photos is left out and named, never overridden. Pure.
 */
import type { ActRefusal, Device } from '$lib/client/device';
import type { Intent } from '$lib/domain/report/command';
import type { Report } from '$lib/domain/report/report';

export interface SortedOut {
	ready: readonly Report[];
	left: readonly { report: Report; refusal: ActRefusal }[];
}

export const confirmIntent = (
	{ id }: Pick<Report, 'id'>,
	overrideReason: string | null = null
): Intent => ({ type: 'confirm', reportId: id, args: { outcome: null, overrideReason } });

/** Those that can be confirmed now, and the others with the reason of each. */
export function sortOut(reports: readonly Report[], check: Device['check']): SortedOut {
	const judged = reports.map((report) => ({ report, answer: check(confirmIntent(report)) }));
	return {
		ready: judged.flatMap(({ report, answer }) => (answer.ok ? [report] : [])),
		left: judged.flatMap(({ report, answer }) => (answer.ok ? [] : [{ report, refusal: answer }]))
	};
}
