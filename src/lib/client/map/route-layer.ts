/** A way over the map: a line through its points, and a number at each stop, above all pins. */
import {
	divIcon,
	layerGroup,
	marker,
	polyline,
	type LayerGroup,
	type Map as LeafletMap
} from 'leaflet';
import type { GeoPoint } from '$lib/domain/geo/point';

export interface MapRoute {
	/** The line; a person's own place may be its beginning. */
	way: readonly GeoPoint[];
	/** Numbered places, with the text of their number. */
	stops: readonly (GeoPoint & { text: string })[];
}

const numberPx = 26;

export class RouteLayer {
	readonly #map: LeafletMap;
	#layers: LayerGroup | null = null;

	constructor(map: LeafletMap) {
		this.#map = map;
	}

	/** Draws a way instead of the one before; null draws none. */
	show(route: MapRoute | null): void {
		this.#layers?.remove();
		this.#layers = null;
		if (route === null) return;
		const line = route.way.map(({ lat, lon }): [number, number] => [lat, lon]);
		const numbers = route.stops.toReversed().map(numberAt);
		this.#layers = layerGroup([
			polyline(line, { className: 'map-route-edge', interactive: false }),
			polyline(line, { className: 'map-route', interactive: false }),
			...numbers
		]).addTo(this.#map);
	}
}

/** Below a fix and no target of its own: a tap goes through to the pin. */
function numberAt({ lat, lon, text }: MapRoute['stops'][number], index: number) {
	const html = document.createElement('span');
	html.textContent = text;
	const icon = divIcon({
		...{ html, className: 'map-stop', iconSize: [numberPx, numberPx] },
		iconAnchor: [numberPx / 2, numberPx * 1.25]
	});
	return marker([lat, lon], { icon, interactive: false, keyboard: false, zIndexOffset: index });
}
