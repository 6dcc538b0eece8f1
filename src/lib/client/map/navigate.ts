import type { GeoPoint } from '$lib/domain/geo/point';

/** A place as people write it down: five decimals, about a metre. */
export function coordinatesText({ lat, lon }: GeoPoint): string {
	return `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
}

/**
 * The link that hands a place to the device's own navigation: `geo:` where Android asks which app,
 * Apple's maps on its devices, OpenStreetMap's directions in a browser elsewhere.
 */
export function navigationHref({ lat, lon }: GeoPoint, userAgent: string): string {
	const place = `${lat.toFixed(6)},${lon.toFixed(6)}`;
	if (/Android/i.test(userAgent)) return `geo:${place}?q=${place}`;
	if (/iPhone|iPad|Macintosh/i.test(userAgent)) return `https://maps.apple.com/?daddr=${place}`;
	return `https://www.openstreetmap.org/directions?to=${encodeURIComponent(place)}`;
}
