/**
 * Which place a form means while the map is moved under a fixed crosshair and fixes come in. Pure.
 *
 *   nothing ─ first fix ─▶ own position ─ better fix ─▶ own position
 *                             │  ▲
 *        the map is moved away ▼  └ back over it
 *                        a point of the map: no fix moves it any more
 */
import { distanceMetres } from '$lib/domain/geo/distance';
import type { GeoPoint } from '$lib/domain/geo/point';
import type { FoundPlace } from './found-report';

/** A map that was brought to a place stands a pixel or two beside it. */
const samePlaceMetres = 4;
/** A fix that is hardly better is not worth a jump of the map. */
const betterByMetres = 5;

type Fix = GeoPoint & { accuracyMetres: number };

const ownPlace = ({ lat, lon, accuracyMetres }: Fix): FoundPlace => ({ lat, lon, accuracyMetres });

/** Was the place put on the map by hand? */
export const isByHand = (place: FoundPlace | null) => place?.accuracyMetres === null;

/** The place after a fix; the same one where the fix changes nothing. */
export function afterFix(place: FoundPlace | null, fix: Fix): FoundPlace | null {
	if (place === null) return ownPlace(fix);
	if (place.accuracyMetres === null) return place;
	const isBetter = fix.accuracyMetres <= place.accuracyMetres - betterByMetres;
	const hasLeft = distanceMetres(place, fix) > Math.max(place.accuracyMetres, fix.accuracyMetres);
	return isBetter || hasLeft ? ownPlace(fix) : place;
}

/**
 * The place after the map came to rest over its middle; `start` is where the map began. Far out a pixel
 * is more than the usual tolerance: `pixelMetres` says how much.
 */
export function afterMove(
	place: FoundPlace | null,
	middle: GeoPoint,
	fix: Fix | null,
	start: GeoPoint,
	pixelMetres = 0
): FoundPlace | null {
	const tolerance = Math.max(samePlaceMetres, pixelMetres);
	const isAt = (one: GeoPoint, other: GeoPoint) => distanceMetres(one, other) <= tolerance;
	if (fix !== null && isAt(middle, fix)) return ownPlace(fix);
	if (place !== null && isAt(middle, place)) return place;
	if (place === null && isAt(middle, start)) return null;
	return { ...middle, accuracyMetres: null };
}
