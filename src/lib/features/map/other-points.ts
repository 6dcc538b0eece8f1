import { reportPoint, type MapPoint } from '$lib/client/map/point';
import { statusTable } from '$lib/domain/report/lifecycle';
import type { Report } from '$lib/domain/report/report';

/** Open reports on this device that are not among these jobs, as the map shows them. */
export function otherPoints(
	all: readonly Report[],
	jobs: readonly { report: Pick<Report, 'id'> }[]
): MapPoint[] {
	const own = new Set(jobs.map(({ report }) => report.id));
	return all
		.filter(({ id, status }) => statusTable[status].isOpen && !own.has(id))
		.map(reportPoint);
}
