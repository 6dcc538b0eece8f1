/** Open reports of the same kind close to a place, as far as this device knows them. */
import { distanceMetres } from '$lib/domain/geo/distance';
import type { GeoPoint } from '$lib/domain/geo/point';
import { statusTable } from '$lib/domain/report/lifecycle';
import type { Report } from '$lib/domain/report/report';

/** As far as two pins of one pothole lie apart. */
export const sameSpotMetres = 80;

export interface Neighbour {
	report: Report;
	distanceMetres: number;
}

/** The nearest first. */
export function alreadyReported(
	reports: readonly Report[],
	categoryId: string | null,
	place: GeoPoint | null
): Neighbour[] {
	if (categoryId === null || place === null) return [];
	return reports
		.filter((report) => report.categoryId === categoryId && statusTable[report.status].isOpen)
		.map((report) => ({ report, distanceMetres: distanceMetres(place, report) }))
		.filter(({ distanceMetres }) => distanceMetres <= sameSpotMetres)
		.toSorted((one, other) => one.distanceMetres - other.distanceMetres);
}
