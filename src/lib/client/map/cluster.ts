/**
 * Reports on the map: pins and count disks on canvas tiles, and one element for the selected one.
 *
 * 1. What a tap hits is what the tiles show: both come from the same index.
 * 2. Several reports at one place answer repeated taps in turn.
 */
import { divIcon, marker, type LatLng, type Map as LeafletMap, type Marker } from 'leaflet';
import { CanvasLayer } from './canvas-layer';
import { createClusterIndex, type ClusterIndex, type FoundMark } from './cluster-index';
import { project, worldPx } from './mercator';
import { readPalette, type MapPalette } from './palette';
import { drawDisk, drawPin, drawSelectedPin, pinReachPx, selectedPinPx } from './pins';
import { isRinged, type MapPoint } from './point';

/** Half the width of a fingertip. */
const tapRadiusPx = 24;
/** Reports nearer to each other than this cannot be told apart by a tap. */
const samePlacePx = 8;

/** What a tap means: a report, a cluster to enter, or the empty map. */
export type Tap =
	| { kind: 'point'; point: MapPoint }
	| { kind: 'cluster'; lat: number; lon: number; zoomApart: number }
	| { kind: 'nothing' };

export class ReportLayer {
	#map: LeafletMap;
	#layer = new CanvasLayer({ pane: 'reports' });
	#points: readonly MapPoint[] = [];
	#index: ClusterIndex = createClusterIndex([]);
	#palette: MapPalette;
	#countText: (count: number) => string;
	#selected: Marker | null = null;
	#selectedId: string | null = null;

	constructor(map: LeafletMap, countText: (count: number) => string) {
		this.#map = map;
		this.#countText = countText;
		this.#palette = readPalette(map.getContainer());
		const pane = map.createPane('reports');
		pane.classList.add('map-reports');
		this.#layer.addTo(map);
	}

	get points(): readonly MapPoint[] {
		return this.#points;
	}

	/** Shows these reports instead of those before; nothing happens when they are the same. */
	setPoints(points: readonly MapPoint[]): void {
		if (areSame(points, this.#points)) return;
		this.#points = points;
		this.#index = createClusterIndex(points);
		this.#paint();
	}

	setCountText(countText: (count: number) => string): void {
		this.#countText = countText;
		this.#paint();
	}

	/** Marks one report, or none; an id that is not on the map marks none until it comes. */
	select(id: string | null): MapPoint | undefined {
		if (id !== this.#selectedId) {
			this.#selectedId = id;
			this.#paint();
		}
		return this.#points.find((point) => point.id === id);
	}

	/** Reads the colours anew. */
	repaint(palette: MapPalette): void {
		this.#palette = palette;
		this.#paint();
	}

	/** What lies under a fingertip at a place of the map. */
	tapAt({ lat, lng }: LatLng): Tap {
		const zoom = this.#map.getZoom();
		const radiusPx = tapRadiusPx * this.#palette.markerScale;
		const found = this.#index.marksAt({ lat, lon: lng }, zoom, radiusPx);
		const [nearest] = found;
		if (!nearest) return { kind: 'nothing' };
		if (nearest.kind === 'cluster') {
			const zoomApart = this.#index.zoomApart(nearest.clusterId);
			return { kind: 'cluster', lat: nearest.lat, lon: nearest.lon, zoomApart };
		}
		return { kind: 'point', point: this.#next(nearest.point, found, zoom) };
	}

	/** The nearest report, or, where the selected one lies at the same place, the one after it. */
	#next(nearest: MapPoint, found: readonly FoundMark[], zoom: number): MapPoint {
		const stack = found.flatMap((mark) =>
			mark.kind === 'point' && gapPx(mark.point, nearest, zoom) < samePlacePx ? [mark.point] : []
		);
		const at = stack.findIndex(({ id }) => id === this.#selectedId);
		return stack[(at + 1) % stack.length] ?? nearest;
	}

	#paint(): void {
		const palette = this.#palette;
		const sprites = pinSprites(palette);
		this.#layer.repaint((pen, tile) => {
			for (const mark of this.#index.marksOf(tile)) {
				if (mark.kind === 'point') {
					if (mark.point.id === this.#selectedId) continue;
					const { image, reachPx } = sprites(mark.point);
					pen.drawImage(image, mark.x - reachPx, mark.y - reachPx, reachPx * 2, reachPx * 2);
					continue;
				}
				pen.save();
				pen.translate(mark.x, mark.y);
				drawDisk(pen, { ...mark, text: this.#countText(mark.count) }, palette);
				pen.restore();
			}
		});
		this.#placeSelected();
	}

	#placeSelected(): void {
		const point = this.#points.find(({ id }) => id === this.#selectedId);
		this.#selected?.remove();
		this.#selected = null;
		if (!point) return;
		const icon = divIcon({
			html: selectedImage(point, this.#palette),
			className: 'map-selected',
			iconSize: [selectedPinPx.width, selectedPinPx.height],
			iconAnchor: [selectedPinPx.width / 2, selectedPinPx.tip]
		});
		this.#selected = marker([point.lat, point.lon], { icon, interactive: false, keyboard: false });
		this.#selected.addTo(this.#map);
	}
}

function areSame(a: readonly MapPoint[], b: readonly MapPoint[]): boolean {
	if (a === b) return true;
	return a.length === b.length && a.every((point, index) => isSame(point, b[index]));
}

function isSame(a: MapPoint, b: MapPoint | undefined): boolean {
	return (
		b !== undefined &&
		a.id === b.id &&
		a.lat === b.lat &&
		a.lon === b.lon &&
		a.tone === b.tone &&
		a.priority === b.priority
	);
}

function gapPx(a: MapPoint, b: MapPoint, zoom: number): number {
	const [from, to] = [project(a), project(b)];
	return Math.hypot(from.x - to.x, from.y - to.y) * worldPx(zoom);
}

const spriteDensity = 2;

function canvasOf(widthPx: number, heightPx: number): HTMLCanvasElement {
	const canvas = document.createElement('canvas');
	canvas.width = widthPx * spriteDensity;
	canvas.height = heightPx * spriteDensity;
	canvas.getContext('2d')?.scale(spriteDensity, spriteDensity);
	return canvas;
}

/** Pins are painted once per look and then stamped: eleven thousand paths would be felt. */
function pinSprites(palette: MapPalette) {
	const made = new Map<string, HTMLCanvasElement>();
	const reachPx = pinReachPx * palette.markerScale;
	return (point: MapPoint) => {
		const isUrgent = isRinged(point);
		const look = `${point.tone} ${isUrgent}`;
		const image = made.get(look) ?? canvasOf(reachPx * 2, reachPx * 2);
		if (!made.has(look)) {
			made.set(look, image);
			const pen = image.getContext('2d');
			pen?.translate(reachPx, reachPx);
			if (pen) drawPin(pen, point.tone, isUrgent, palette);
		}
		return { image, reachPx };
	};
}

function selectedImage(point: MapPoint, palette: MapPalette): HTMLCanvasElement {
	const canvas = canvasOf(selectedPinPx.width, selectedPinPx.height);
	canvas.style.width = `${selectedPinPx.width}px`;
	canvas.style.height = `${selectedPinPx.height}px`;
	const pen = canvas.getContext('2d');
	if (pen) drawSelectedPin(pen, point.tone, isRinged(point), palette);
	return canvas;
}
