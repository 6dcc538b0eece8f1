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
import type { MapPalette } from './palette';
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

/** What a layer of reports draws. */
export interface ReportView {
	points: readonly MapPoint[];
	/** The one that is marked; an id that is not among the points marks none until it comes. */
	selectedId: string | null;
	palette: MapPalette;
	countText: (count: number) => string;
}

export class ReportLayer {
	#map: LeafletMap;
	#layer: CanvasLayer;
	#view: ReportView | null = null;
	#index: ClusterIndex = createClusterIndex([]);
	#selected: Marker | null = null;

	/** `pane` is made at its first use; its style says how far up it lies. */
	constructor(map: LeafletMap, pane: string) {
		this.#map = map;
		if (!map.getPane(pane)) map.createPane(pane).classList.add(pane);
		this.#layer = new CanvasLayer({ pane }).addTo(map);
	}

	/** Shows this instead of what was there; nothing happens when it is the same. */
	show({ points, selectedId, palette, countText }: ReportView): void {
		const before = this.#view;
		const isSameCrowd = before !== null && areSame(points, before.points);
		if (!isSameCrowd && (before !== null || points.length > 0))
			this.#index = createClusterIndex(points);
		const isSame =
			isSameCrowd &&
			before.selectedId === selectedId &&
			before.palette === palette &&
			before.countText === countText;
		this.#view = { points: isSameCrowd ? before.points : points, selectedId, palette, countText };
		if (!isSame) this.#paint(this.#view);
	}

	remove(): void {
		this.#layer.remove();
		this.#selected?.remove();
	}

	/** What lies under a fingertip at a place of the map. */
	tapAt({ lat, lng }: LatLng): Tap {
		const zoom = this.#map.getZoom();
		const radiusPx = tapRadiusPx * (this.#view?.palette.markerScale ?? 1);
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
		const at = stack.findIndex(({ id }) => id === this.#view?.selectedId);
		return stack[(at + 1) % stack.length] ?? nearest;
	}

	#paint(view: ReportView): void {
		const { palette, selectedId, countText } = view;
		const sprites = pinSprites(palette);
		this.#layer.repaint((pen, tile) => {
			for (const mark of this.#index.marksOf(tile)) {
				if (mark.kind === 'point') {
					if (mark.point.id === selectedId) continue;
					const { image, reachPx } = sprites(mark.point);
					pen.drawImage(image, mark.x - reachPx, mark.y - reachPx, reachPx * 2, reachPx * 2);
					continue;
				}
				pen.save();
				pen.translate(mark.x, mark.y);
				drawDisk(pen, { ...mark, text: countText(mark.count) }, palette);
				pen.restore();
			}
		});
		this.#placeSelected(view);
	}

	#placeSelected({ points, selectedId, palette }: ReportView): void {
		const point = points.find(({ id }) => id === selectedId);
		this.#selected?.remove();
		this.#selected = null;
		if (!point) return;
		const icon = divIcon({
			html: selectedImage(point, palette),
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
