/** What a person registered himself and has not got to work on: still open, or ended today. */
import { statusTable } from '$lib/domain/report/lifecycle';
import type { Report } from '$lib/domain/report/report';
import { isRegisteredBy } from '$lib/domain/report/scope';
import { isJobOf } from '$lib/domain/report/job';

/** The newest first; `isToday` looks at the moment (ms) at which one ended. */
export function registeredBy(
	reports: readonly Report[],
	personId: string,
	isToday: (at: number) => boolean
): Report[] {
	return reports
		.filter((report) => isRegisteredBy(report, personId) && !isJobOf(report, personId))
		.filter(({ status, endedAt }) => statusTable[status].isOpen || isToday(endedAt ?? 0))
		.toSorted((one, other) => other.receivedAt - one.receivedAt);
}
