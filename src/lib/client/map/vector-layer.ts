/**
 * The operator's vector map as a layer of Leaflet: tiles are read from the pack, painted on canvas,
 * and enlarged beyond the pack's last zoom.
 *
 * Loaded only where there is such a map. The library finds Leaflet by its global name, which
 * importing Leaflet sets; so that import stands first.
 */
import 'leaflet';
import type { GridLayer, GridLayerOptions } from 'leaflet';
import { PMTiles, type Source } from 'pmtiles';
import { leafletLayer, type LabelRule, type PaintRule } from 'protomaps-leaflet';
import type { Locale } from '$lib/i18n/locale';
import type { MapPack } from '$lib/protocol/map';
import type { MapPalette } from './palette';
import { labelRules, paintRules } from './vector-style';

/** Densities above 2 cost memory on tablets and show nothing more. */
const densityMax = 2;

/** What the library's layer can do beside what every grid layer can; its own types leave that out. */
interface RuledLayer extends GridLayer {
	paintRules: PaintRule[];
	labelRules: LabelRule[];
	clearLayout(): void;
	rerenderTiles(): void;
}

export interface VectorLayer {
	readonly layer: GridLayer;
	/** Paints every tile anew, in place. */
	restyle(palette: MapPalette, locale: Locale): void;
}

/** A layer over one map. `options` are Leaflet's own, the pane above all. */
export function vectorLayer(
	{ minZoom, maxZoom }: MapPack,
	source: Source,
	options: GridLayerOptions,
	palette: MapPalette,
	locale: Locale
): VectorLayer {
	const density = Math.min(densityMax, window.devicePixelRatio || 1);
	const own = {
		...options,
		...{ url: new PMTiles(source), maxDataZoom: maxZoom, attribution: '' },
		// A tile of data is drawn over four on the screen, unless the first zoom would have none then.
		levelDiff: minZoom < 8 ? 1 : 0,
		devicePixelRatio: density,
		paintRules: paintRules(palette),
		labelRules: labelRules(palette, locale)
	};
	const layer: RuledLayer = leafletLayer(own) as unknown as RuledLayer;
	return {
		layer,
		restyle(nextPalette, nextLocale) {
			layer.paintRules = paintRules(nextPalette);
			layer.labelRules = labelRules(nextPalette, nextLocale);
			layer.clearLayout();
			layer.rerenderTiles();
		}
	};
}
