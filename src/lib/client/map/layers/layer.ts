/**
 * What a layer of the map is: a row of the list in `index.ts` and a file beside it.
 *
 * 1. A layer is opened when it is switched on and removed when it is switched off; it keeps nothing.
 * 2. `show` gets everything anew and paints only what has changed.
 */
import type { LatLng, Map as LeafletMap } from 'leaflet';
import type { Locale } from '$lib/i18n/locale';
import type { Tap } from '../cluster';
import type { MapPalette } from '../palette';
import type { MapPoint } from '../point';
import type { Sketch } from '../sketch';

/** Everything that layers draw from. */
export interface LayerData {
	/** The reports that the screen is about. */
	points: readonly MapPoint[];
	/** What else this device holds. */
	others: readonly MapPoint[];
	selectedId: string | null;
	sketch: Sketch | null;
	palette: MapPalette;
	locale: Locale;
	countText: (count: number) => string;
}

export interface OpenLayer {
	show(data: LayerData): void;
	/** What a tap at a place means; absent where the layer answers none. */
	tapAt?(place: LatLng): Tap;
	remove(): void;
}

export interface MapLayer<Id extends string = string> {
	id: Id;
	/** Until the person chose. */
	isShownFirst: boolean;
	open(map: LeafletMap): OpenLayer;
}
