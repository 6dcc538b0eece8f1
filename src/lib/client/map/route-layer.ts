/** A way over the map: a ring where it begins, a line through its points, a number at each stop, above all pins. */
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

export interface MapRoute {
	/** The line; a person's own place may be its beginning. */
	way: readonly GeoPoint[];
	/** Numbered places, with the text of their number. */
	stops: readonly (GeoPoint & { text: string })[];
}

const numberPx = 26;
const startPx = 6;

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
		const start = line.slice(0, 1).map(startAt);
		this.#layers = layerGroup([
			polyline(line, { className: 'map-route-edge', interactive: false }),
			polyline(line, { className: 'map-route', interactive: false }),
			...start,
			...numbers
		]).addTo(this.#map);
	}
}

/** A ring, so that the line does not begin from nowhere. */
function startAt(place: [number, number]) {
	return circleMarker(place, {
		...{ radius: startPx, className: 'map-route-start', interactive: false }
	});
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
