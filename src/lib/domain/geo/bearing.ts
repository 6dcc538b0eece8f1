import type { GeoPoint } from './point';

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** The eight points of the compass, clockwise from north. */
export const compassPoints = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;
export type CompassPoint = (typeof compassPoints)[number];

/** Initial bearing of the great circle from `a` to `b`: degrees clockwise from true north, 0 <= x < 360. */
export function bearingDegrees(a: GeoPoint, b: GeoPoint): number {
	const lonDifference = radians(b.lon - a.lon);
	const east = Math.sin(lonDifference) * Math.cos(radians(b.lat));
	const north =
		Math.cos(radians(a.lat)) * Math.sin(radians(b.lat)) -
		Math.sin(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.cos(lonDifference);
	return ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
}

/** The nearest of the eight compass points to a bearing in degrees; any finite number is taken. */
export function compassPoint(degrees: number): CompassPoint {
	const eighth = Math.round((((degrees % 360) + 360) % 360) / 45) % 8;
	return compassPoints[eighth] ?? 'n';
}
