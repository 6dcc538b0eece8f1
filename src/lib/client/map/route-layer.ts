/**
 * A way over the map: a ring where it begins, a line through its points, the numbers of its stops above
 * all pins. Numbers that would lie on one another stand together, anew at every zoom.
 */
import {
	circleMarker,
	divIcon,
	layerGroup,
	marker,
	polyline,
	type LayerGroup,
	type Map as LeafletMap
} from 'leaflet';
import type { GeoPoint } from '$lib/domain/geo/point';
import { stopLabels, type Stop } from './stop-labels';

export interface MapRoute {
	/** The line; a person's own place may be its beginning. */
	way: readonly GeoPoint[];
	/** Numbered places, in their order. */
	stops: readonly Stop[];
}

const startPx = 6;

export class RouteLayer {
	readonly #map: LeafletMap;
	#layers: LayerGroup | null = null;
	readonly #numbers = layerGroup();
	#stops: readonly Stop[] = [];

	constructor(map: LeafletMap) {
		this.#map = map;
		map.on('zoomend', () => this.#number());
	}

	/** Draws a way instead of the one before; null draws none. */
	show(route: MapRoute | null): void {
		this.#layers?.remove();
		this.#layers = null;
		this.#stops = route?.stops ?? [];
		this.#number();
		if (route === null) return;
		const line = route.way.map(({ lat, lon }): [number, number] => [lat, lon]);
		const start = line.slice(0, 1).map(startAt);
		this.#layers = layerGroup([
			polyline(line, { className: 'map-route-edge', interactive: false }),
			polyline(line, { className: 'map-route', interactive: false }),
			...start,
			this.#numbers
		]).addTo(this.#map);
	}

	#number(): void {
		this.#numbers.clearLayers();
		const labels = stopLabels(this.#stops, this.#map.getZoom(), textScale());
		for (const [index, label] of labels.toReversed().entries())
			this.#numbers.addLayer(numberAt(label, index));
	}
}

/** How much larger than usual the person reads: labels grow with their texts. */
const textScale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

/** A ring, so that the line does not begin from nowhere. */
function startAt(place: [number, number]) {
	return circleMarker(place, {
		...{ radius: startPx, className: 'map-route-start', interactive: false }
	});
}

/** Below a fix and no target of its own: a tap goes through to the pin. */
function numberAt({ lat, lon, text }: Stop, index: number) {
	const html = document.createElement('span');
	html.textContent = text;
	// As wide as its text: the sheet centres it above the place.
	const icon = divIcon({ html, className: 'map-stop', iconSize: [0, 0] });
	return marker([lat, lon], { icon, interactive: false, keyboard: false, zIndexOffset: index });
}
