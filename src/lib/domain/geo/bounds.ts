import type { Profile } from '../city/profile';
import type { GeoPoint } from './point';

/** Whether a point lies in a box of [south, west, north, east], degrees, its edge included. */
export function isWithinBounds({ lat, lon }: GeoPoint, bounds: Profile['bounds']): boolean {
	const [south, west, north, east] = bounds;
	return lat >= south && lat <= north && lon >= west && lon <= east;
}
