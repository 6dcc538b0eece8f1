/**
 * The report that an address names, by number in any spelling or by id, and what became of one that
 * is not here: it left while it was the person's, it is not loaded yet, or it is unknown here.
 */
import type { Departure, ReportsView } from '$lib/client/device';
import { parseReportNumber } from '$lib/domain/report/number';
import type { Report } from '$lib/domain/report/report';

export type Found =
	| { kind: 'here'; report: Report }
	| { kind: 'left'; departure: Departure }
	| { kind: 'loading' }
	| { kind: 'unknown' };

type Reports = Pick<ReportsView, 'byId' | 'byNumber' | 'isReady' | 'isComplete'>;

/** Looks for `ref` on the device; `isOnline` decides whether more may still arrive. */
export function findReport(
	ref: string,
	reports: Reports,
	departures: readonly Departure[],
	isOnline: boolean
): Found {
	const number = parseReportNumber(ref) ?? ref;
	const report = reports.byNumber(number) ?? reports.byId(ref);
	if (report !== undefined) return { kind: 'here', report };
	const departure = departures.find((left) => left.number === number || left.reportId === ref);
	if (departure !== undefined) return { kind: 'left', departure };
	const mayArrive = !reports.isReady || (!reports.isComplete && isOnline);
	return mayArrive ? { kind: 'loading' } : { kind: 'unknown' };
}
