import type { GeoPoint } from '$lib/domain/geo/point';
import { statusTable, type Tone } from '$lib/domain/report/lifecycle';
import type { Priority } from '$lib/domain/report/priority';
import type { Report } from '$lib/domain/report/report';

/** A report as the map shows it: degrees WGS84; `id` is what a selection speaks of. */
export interface MapPoint extends GeoPoint {
	id: string;
	tone: Tone;
	priority: Priority;
}

/** The point of a report: its place, the tone of its status, its priority. */
export function reportPoint(
	report: Pick<Report, 'id' | 'lat' | 'lon' | 'status' | 'priority'>
): MapPoint {
	const { id, lat, lon, status, priority } = report;
	return { id, lat, lon, tone: statusTable[status].tone, priority };
}

/** Priorities that get a ring around their pin. */
export function isRinged(point: Pick<MapPoint, 'priority'>): boolean {
	return point.priority === 'urgent';
}
