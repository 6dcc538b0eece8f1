import type { GeoPoint } from '../../domain/geo/point';
import type { Tone } from '../../domain/report/lifecycle';
import type { Priority } from '../../domain/report/priority';

/** A report as the map shows it: degrees WGS84; `id` is what a selection speaks of. */
export interface MapPoint extends GeoPoint {
	id: string;
	tone: Tone;
	priority: Priority;
}

/** Priorities that get a ring around their pin. */
export function isRinged(point: Pick<MapPoint, 'priority'>): boolean {
	return point.priority === 'urgent';
}
