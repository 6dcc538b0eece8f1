/** The web map's projection onto the unit square: x grows east, y grows south, both 0 to 1. */
import type { GeoPoint } from '$lib/domain/geo/point';

export interface UnitPoint {
	x: number;
	y: number;
}

/** Latitude beyond which the square ends; places nearer to a pole are drawn on its edge. */
const latitudeLimit = 85.0511;

/** The place in the unit square; latitudes beyond 85.0511 degrees are clamped. */
export function project({ lat, lon }: GeoPoint): UnitPoint {
	const clamped = Math.max(-latitudeLimit, Math.min(latitudeLimit, lat));
	const sine = Math.sin((clamped * Math.PI) / 180);
	return {
		x: lon / 360 + 0.5,
		y: 0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI
	};
}

/** The place on the earth of a point of the unit square. */
export function unproject({ x, y }: UnitPoint): GeoPoint {
	return {
		lat: (360 / Math.PI) * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - 90,
		lon: (x - 0.5) * 360
	};
}

/** CSS px from edge to edge of the world at a zoom level. */
export function worldPx(zoom: number): number {
	return 256 * 2 ** zoom;
}
