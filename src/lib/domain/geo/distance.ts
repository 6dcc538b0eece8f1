import type { GeoPoint } from './point';

const earthRadiusMetres = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance in metres (haversine on the mean earth radius, within 0.6 % of the ellipsoid). */
export function distanceMetres(a: GeoPoint, b: GeoPoint): number {
	const halfLat = Math.sin(radians(b.lat - a.lat) / 2);
	const halfLon = Math.sin(radians(b.lon - a.lon) / 2);
	const chord =
		halfLat * halfLat + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * halfLon * halfLon;
	return 2 * earthRadiusMetres * Math.asin(Math.min(1, Math.sqrt(chord)));
}
