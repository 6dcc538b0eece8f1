/**
 * Other reports around this one: perhaps the same problem told twice. Those of the same category come
 * first, then the nearer ones.
 */
import { nearby, type Near } from '$lib/domain/geo/nearby';
import type { Report } from '$lib/domain/report/report';

/** Two citizens rarely point at the same hole from farther apart. */
export const nearbyRadiusMetres = 150;

/** The other reports within the radius, of all that this device has. */
export function nearbyReports(report: Report, all: readonly Report[]): Near<Report>[] {
	const isSame = ({ item }: Near<Report>) => Number(item.categoryId === report.categoryId);
	return nearby(report, all, nearbyRadiusMetres)
		.filter(({ item }) => item.id !== report.id)
		.sort((one, other) => isSame(other) - isSame(one));
}
