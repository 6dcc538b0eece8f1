import type { GeoPoint } from '$lib/domain/geo/point';

/** A place as people write it down: five decimals, about a metre. */
export function coordinatesText({ lat, lon }: GeoPoint): string {
	return `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
}

/** A place to be led to; `number` is what it is called on the other app's map. */
export interface Destination extends GeoPoint {
	number?: string;
}

/**
 * The link that hands a place to the device's own navigation: `geo:` where Android asks which app,
 * Apple's maps on its devices, OpenStreetMap's directions in a browser elsewhere.
 */
export function navigationHref(to: Destination, userAgent: string): string {
	if (/Android/i.test(userAgent)) return geoHref(to);
	const isApple = /iPhone|iPad|Macintosh/i.test(userAgent);
	return (isApple ? navigationPages.apple : navigationPages.osm)(to);
}

/** Pages that lead to a place in any browser, for who wants another one or has no app for `geo:`. */
export const navigationPages = {
	google: (to: GeoPoint) =>
		`https://www.google.com/maps/dir/?api=1&destination=${encodeURIComponent(figures(to))}`,
	apple: (to: GeoPoint) => `https://maps.apple.com/?daddr=${figures(to)}`,
	osm: (to: GeoPoint) =>
		`https://www.openstreetmap.org/directions?to=${encodeURIComponent(figures(to))}`
} as const satisfies Record<string, (to: GeoPoint) => string>;
export type NavigationPage = keyof typeof navigationPages;

/** RFC 5870, with the question that puts a named pin there instead of a bare view. */
function geoHref(to: Destination): string {
	const name = to.number === undefined ? '' : `(${encodeURIComponent(to.number)})`;
	return `geo:${figures(to)}?q=${figures(to)}${name}`;
}

const figures = ({ lat, lon }: GeoPoint) => `${lat.toFixed(6)},${lon.toFixed(6)}`;
