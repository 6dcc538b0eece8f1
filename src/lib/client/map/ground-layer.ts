/**
 * Draws the ground of a map, whatever it is now.
 *
 * 1. The sketch is always there: whole where it is the ground and below pictures, which cover it, and
 *    below a pack as sea and land only. No view is blank, or without names, where a tile is missing.
 * 2. A ground that was replaced while it was still being fetched is never shown.
 */
import { tileLayer, type GridLayer, type GridLayerOptions, type Map as LeafletMap } from 'leaflet';
import type { Locale } from '$lib/i18n/locale';
import { groundPainter, sketchPainter } from './basemap';
import { CanvasLayer } from './canvas-layer';
import { isSameGround, sketchGround, type Ground } from './ground';
import type { MapPalette } from './palette';
import type { Sketch } from './sketch';
import type { VectorLayer } from './vector-layer';

/** Above the sketch and below everything else of the tile pane. */
const options: GridLayerOptions = {
	pane: 'tilePane',
	zIndex: 2,
	keepBuffer: 1,
	updateWhenZooming: false
};

interface Look {
	palette: MapPalette;
	locale: Locale;
}

export class GroundLayer {
	#map: LeafletMap;
	#sketchLayer = new CanvasLayer({ pane: 'tilePane', zIndex: 1 });
	#above: GridLayer | null = null;
	#vector: VectorLayer | null = null;
	#ground: Ground = sketchGround;
	#sketch: Sketch | null = null;
	#look: Look;

	/** The sketch may come later than another ground, which is laid without waiting for it. */
	constructor(map: LeafletMap, look: Look) {
		this.#map = map;
		this.#look = look;
		this.#sketchLayer.addTo(map);
	}

	/** Shows this ground from here on. */
	show(ground: Ground): void {
		if (isSameGround(ground, this.#ground)) return;
		this.#ground = ground;
		this.#above?.remove();
		this.#above = null;
		this.#vector = null;
		if (ground.kind === 'raster') this.#lay(pictures(ground));
		if (ground.kind === 'pack') void this.#layPack(ground);
		this.#paintSketch();
	}

	/** Paints anew with what has changed. */
	repaint(sketch: Sketch | null, palette: MapPalette, locale: Locale): void {
		this.#sketch = sketch;
		this.#look = { palette, locale };
		this.#paintSketch();
		this.#vector?.restyle(palette, locale);
	}

	/** A pack draws its own names, where it has a tile for a place and where it has only a larger one. */
	#paintSketch(): void {
		if (this.#sketch === null) return;
		const { palette, locale } = this.#look;
		const hasNames = this.#above === null || this.#ground.kind === 'raster';
		this.#sketchLayer.repaint(
			hasNames ? sketchPainter(this.#sketch, locale, palette) : groundPainter(this.#sketch, palette)
		);
	}

	async #layPack(ground: Extract<Ground, { kind: 'pack' }>): Promise<void> {
		// Where the code cannot be had, the sketch stays.
		const loaded = await import('./vector-layer').catch(() => null);
		if (loaded === null || this.#ground !== ground) return;
		const { palette, locale } = this.#look;
		this.#vector = loaded.vectorLayer(ground.pack, ground.source, options, palette, locale);
		this.#lay(this.#vector.layer);
		this.#paintSketch();
	}

	#lay(layer: GridLayer): void {
		this.#above = layer;
		layer.addTo(this.#map);
	}
}

function pictures({ raster, onlost }: Extract<Ground, { kind: 'raster' }>): GridLayer {
	const layer = tileLayer('/api/map/raster/{z}/{x}/{y}', {
		...options,
		maxNativeZoom: raster.maxZoom,
		maxZoom: 22,
		className: 'map-pictures'
	});
	return layer.on('tileerror', onlost);
}
