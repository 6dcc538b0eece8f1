/** The device's own place on the map: a dot, and a circle as wide as the fix is inexact. */
import { circle, divIcon, marker, type Circle, type Map as LeafletMap, type Marker } from 'leaflet';
import type { Place } from '$lib/domain/report/report';

const dotPx = 22;

export class OwnPositionLayer {
	#map: LeafletMap;
	#circle: Circle | null = null;
	#dot: Marker | null = null;

	constructor(map: LeafletMap) {
		this.#map = map;
	}

	/** Shows the place, or nothing for null. */
	show(place: Place | null): void {
		this.#circle?.remove();
		this.#dot?.remove();
		if (!place) return;
		const at: [number, number] = [place.lat, place.lon];
		this.#circle = circle(at, {
			radius: place.accuracyMetres,
			className: 'map-accuracy',
			interactive: false
		}).addTo(this.#map);
		const icon = divIcon({ className: 'map-own-position', iconSize: [dotPx, dotPx] });
		this.#dot = marker(at, { icon, interactive: false, keyboard: false }).addTo(this.#map);
	}
}
