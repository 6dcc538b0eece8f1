import { distanceMetres } from './distance';
import type { GeoPoint } from './point';

/** Two citizens rarely point at the same hole from farther apart. */
export const nearbyRadiusMetres = 150;

const metresPerDegree = 111_195;
/** A degree is a little shorter near the poles than on the mean globe: the box must not cut the circle. */
const margin = 1.01;

export interface Near<T> {
	item: T;
	distanceMetres: number;
}

/**
 * The points within a radius of a place, metres, nearest first. A box around it is asked before any
 * distance is measured: of a whole city four comparisons per point remain.
 */
export function nearby<T extends GeoPoint>(
	place: GeoPoint,
	points: readonly T[],
	radiusMetres: number
): Near<T>[] {
	const { reachLat, reachLon } = reachOf(place, radiusMetres);
	const isInBox = (point: GeoPoint) =>
		Math.abs(point.lat - place.lat) <= reachLat && lonApart(point.lon, place.lon) <= reachLon;
	return points
		.filter(isInBox)
		.map((item) => ({ item, distanceMetres: distanceMetres(place, item) }))
		.filter((near) => near.distanceMetres <= radiusMetres)
		.sort((one, other) => one.distanceMetres - other.distanceMetres);
}

/** How far a radius goes from a place, degrees: half the box that holds its circle. */
export function reachOf(place: GeoPoint, radiusMetres: number) {
	const reachLat = (radiusMetres / metresPerDegree) * margin;
	const reachLon = reachLat / Math.max(Math.cos((place.lat * Math.PI) / 180), 1e-9);
	return { reachLat, reachLon };
}

/** Degrees of longitude between two meridians, the shorter way round. */
function lonApart(one: number, other: number): number {
	const apart = Math.abs(one - other);
	return Math.min(apart, 360 - apart);
}
