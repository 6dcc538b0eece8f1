import type { Report } from '$lib/domain/report/report';
import type { SearchResult } from '$lib/protocol/online';

/** What is told of a report that was asked for and that the device need not hold. */
export function foundReport(report: Report): SearchResult[number] {
	return {
		id: report.id,
		number: report.number,
		status: report.status,
		categoryId: report.categoryId,
		addressText: report.addressText,
		description: report.description,
		lat: report.lat,
		lon: report.lon,
		receivedAt: report.receivedAt
	};
}
