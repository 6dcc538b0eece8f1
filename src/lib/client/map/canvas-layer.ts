/**
 * A layer of canvas tiles of 512 CSS px that paint themselves at the screen's density.
 *
 * 1. The painter gets a pen in CSS px with the tile's corner at 0, 0, and a clean canvas.
 * 2. A repaint happens in place: no tile leaves the screen, nothing flickers.
 */
import { GridLayer, type Coords, type GridLayerOptions } from 'leaflet';
import { tilePx } from './cluster-index';

/** Densities above 2 cost memory on tablets and show nothing more. */
const densityMax = 2;

/** A tile takes 4 MB and is painted in a few ms: none is kept that is not seen. */
const habits: GridLayerOptions = {
	tileSize: tilePx,
	keepBuffer: 0,
	updateWhenZooming: false,
	updateWhenIdle: false,
	updateInterval: 80
};

export type TilePainter = (pen: CanvasRenderingContext2D, tile: Coords) => void;

export class CanvasLayer extends GridLayer {
	#paint: TilePainter | null = null;
	#tiles = new Map<HTMLElement, { pen: CanvasRenderingContext2D; tile: Coords }>();

	constructor(options: GridLayerOptions) {
		super({ ...habits, ...options });
		this.on('tileunload', ({ tile }) => this.#tiles.delete(tile));
	}

	/** Paints every tile anew, now and from now on. */
	repaint(paint: TilePainter): void {
		this.#paint = paint;
		for (const { pen, tile } of this.#tiles.values()) {
			pen.clearRect(0, 0, tilePx, tilePx);
			paint(pen, tile);
		}
	}

	protected override createTile(tile: Coords): HTMLElement {
		const canvas = document.createElement('canvas');
		const density = Math.min(densityMax, window.devicePixelRatio || 1);
		canvas.width = tilePx * density;
		canvas.height = tilePx * density;
		const pen = canvas.getContext('2d');
		if (!pen) return canvas;
		pen.scale(density, density);
		this.#tiles.set(canvas, { pen, tile });
		this.#paint?.(pen, tile);
		return canvas;
	}
}
