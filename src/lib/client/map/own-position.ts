/**
 * The device's own place on the map: a dot, a circle as wide as the fix is inexact, and a beam where
 * it is known which way the device looks or goes.
 */
import { circle, divIcon, marker, type Circle, type Map as LeafletMap, type Marker } from 'leaflet';
import type { Place } from '$lib/domain/report/report';

const sizePx = 72;
/** The beam turns in place by this property. */
const heading = '--heading';

export class OwnPositionLayer {
	#map: LeafletMap;
	#circle: Circle | null = null;
	#dot: Marker | null = null;

	constructor(map: LeafletMap) {
		this.#map = map;
	}

	/** Shows the place, or nothing for null. `headingDegrees`: clockwise from north, null unknown. */
	show(place: Place | null, headingDegrees: number | null): void {
		if (!place) return this.#hide();
		const at: [number, number] = [place.lat, place.lon];
		const radius = place.accuracyMetres;
		this.#circle ??= circle(at, { radius, className: 'map-accuracy', interactive: false }).addTo(
			this.#map
		);
		this.#dot ??= marker(at, { icon, interactive: false, keyboard: false }).addTo(this.#map);
		this.#circle.setLatLng(at).setRadius(radius);
		this.#dot.setLatLng(at);
		const element = this.#dot.getElement();
		element?.classList.toggle('knows-heading', headingDegrees !== null);
		element?.style.setProperty(heading, `${headingDegrees ?? 0}deg`);
	}

	#hide(): void {
		this.#circle?.remove();
		this.#dot?.remove();
		this.#circle = null;
		this.#dot = null;
	}
}

const icon = divIcon({
	className: 'map-own-position',
	html: '<span class="beam"></span><span class="dot"></span>',
	iconSize: [sizePx, sizePx]
});
