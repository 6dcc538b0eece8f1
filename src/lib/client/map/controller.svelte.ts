/**
 * The map of one screen: Leaflet behind an interface that speaks of reports.
 *
 * 1. Selection is shared: `select` follows the screen, `onselect` tells it what a person tapped;
 *    neither answers the other, so there is no loop.
 * 2. The container stays left-to-right whatever the page is; controls belong to the screen.
 * 3. Motion stops where the person asked for less of it.
 * 4. The device's place is asked for by a press only, and watched until `destroy` or a second press.
 * Leaflet is known in this room only. Not here: words and buttons (features/map).
 */
import 'leaflet/dist/leaflet.css';
import './map.css';
import { latLngBounds, Map as LeafletMap, type LatLngBounds } from 'leaflet';
import type { GeoPoint } from '$lib/domain/geo/point';
import type { Locale } from '$lib/i18n/locale';
import type { Basemap } from '$lib/protocol/entity';
import { createPositionWatch, type PositionState } from '../camera/position';
import { watchAppearance } from './appearance';
import { sketchPainter } from './basemap';
import { CanvasLayer } from './canvas-layer';
import { ReportLayer } from './cluster';
import { OwnPositionLayer } from './own-position';
import { worldPx } from './mercator';
import { readPalette } from './palette';
import type { MapPoint } from './point';
import { readSketch, type Sketch } from './sketch';

/** Room that the screen covers (a sheet, a bar), CSS px. */
export interface MapPadding {
	top: number;
	right: number;
	bottom: number;
	left: number;
}

export interface MapSettings {
	center: GeoPoint & { zoom: number };
	locale: Locale;
	/** Writes a count in the page's digits. */
	countText: (count: number) => string;
	onselect?: (id: string | null) => void;
	/** Called with the place of a tap on the map, before any selection. */
	onpick?: (place: GeoPoint) => void;
	/** Called with the middle of the map after each move. */
	onmove?: (middle: GeoPoint) => void;
	/** A picture: no moving, no zooming, no tapping. */
	isStill?: boolean;
}

const zoomMin = 8;
const zoomMax = 18;
/** Nearer than this a view tells nothing more about where a report lies. */
const fitZoomMax = 16;
const ownPlaceZoom = 16;
const edgePx = 36;
/** Room above the selected place for its marker. */
const markerPx = 64;

export class MapController {
	#map: LeafletMap;
	#settings: MapSettings;
	#ground = new CanvasLayer({ pane: 'tilePane' });
	#reports: ReportLayer;
	#own: OwnPositionLayer;
	#watch = createPositionWatch(() => Date.now());
	#sketch: Sketch | null = null;
	#locale: Locale;
	#padding: MapPadding = { top: 0, right: 0, bottom: 0, left: 0 };
	#isMoving: boolean;
	#isZooming = false;
	#followsNextFix = false;
	#ends: (() => void)[] = [];
	#zoom = $state(0);
	#metresPerPx = $state(1);
	#position = $state.raw<PositionState>('off');

	constructor(container: HTMLElement, settings: MapSettings) {
		this.#settings = settings;
		this.#locale = settings.locale;
		this.#isMoving = !settings.isStill && !prefersStillness();
		this.#map = createMap(container, settings, this.#isMoving);
		this.#zoom = this.#map.getZoom();
		this.#metresPerPx = metresPerPx(this.#map);
		this.#ground.addTo(this.#map);
		this.#reports = new ReportLayer(this.#map, settings.countText);
		this.#own = new OwnPositionLayer(this.#map);
		this.#listen(container);
	}

	get zoom(): number {
		return this.#zoom;
	}
	/** Metres on the ground that a CSS px in the middle of the map stands for. */
	get metresPerPx(): number {
		return this.#metresPerPx;
	}
	get canZoomIn(): boolean {
		return this.#zoom < zoomMax;
	}
	get canZoomOut(): boolean {
		return this.#zoom > zoomMin;
	}
	/** Whether the device's own place is shown, looked for, or not to be had. */
	get position(): PositionState {
		return this.#position;
	}

	/** Draws this sketch under everything; undefined draws none. */
	setBasemap(basemap: Basemap | undefined): void {
		this.#sketch = basemap ? readSketch(basemap) : null;
		const bounds = this.#sketch?.bounds;
		if (bounds) this.#map.setMaxBounds(wide(bounds));
		this.#repaint();
	}

	setLocale(locale: Locale): void {
		if (locale === this.#locale) return;
		this.#locale = locale;
		this.#repaint();
	}

	setCountText(countText: (count: number) => string): void {
		this.#reports.setCountText(countText);
	}

	setPadding(padding: MapPadding): void {
		this.#padding = padding;
	}

	setPoints(points: readonly MapPoint[]): void {
		this.#reports.setPoints(points);
	}

	/** Marks a report and brings it into view; null marks none. */
	select(id: string | null): void {
		const point = this.#reports.select(id);
		if (!point || this.#settings.isStill) return;
		const room = { ...this.#room(markerPx), animate: this.#isMoving };
		this.#map.panInside([point.lat, point.lon], room);
	}

	/** Shows all reports, or the given places; does nothing when there are none. */
	fit(places: readonly GeoPoint[] = this.#reports.points): void {
		if (places.length > 0) this.#show(boundsOf(places), fitZoomMax, this.#isMoving);
	}

	/** As `fit`, at once: for the first view, which comes from nowhere. */
	openAt(places: readonly GeoPoint[] = this.#reports.points): void {
		if (places.length > 0) this.#show(boundsOf(places), fitZoomMax, false);
	}

	/** Goes to a place, nearer if need be. */
	flyTo(place: GeoPoint, zoom = ownPlaceZoom): void {
		this.#show(boundsOf([place]), Math.max(zoom, this.#map.getZoom()), this.#isMoving);
	}

	zoomIn(): void {
		this.#map.zoomIn();
	}
	zoomOut(): void {
		this.#map.zoomOut();
	}

	/** Shows where the device is and goes there; pressed again while centred on it, stops. */
	locate(): void {
		const place = this.#watch.latest;
		if (this.#position === 'fixed' && place) {
			if (this.#isCentredOn(place)) return this.#watch.stop();
			return this.flyTo(place);
		}
		this.#followsNextFix = true;
		// A watch that was refused does not ask again by itself.
		this.#watch.stop();
		this.#watch.start();
	}

	destroy(): void {
		for (const end of this.#ends) end();
		this.#watch.stop();
		// Leaflet ends a zoom by a timer that fails on a removed map.
		if (this.#isZooming) this.#map.once('zoomend', () => this.#map.remove());
		else this.#map.remove();
	}

	#listen(container: HTMLElement): void {
		const map = this.#map;
		map.on('zoomstart', () => (this.#isZooming = true));
		map.on('zoomend', () => {
			this.#isZooming = false;
			this.#zoom = map.getZoom();
		});
		map.on('moveend', () => {
			this.#metresPerPx = metresPerPx(map);
			const { lat, lng: lon } = map.getCenter();
			this.#settings.onmove?.({ lat, lon });
		});
		if (!this.#settings.isStill) {
			map.on('click', ({ latlng }) => this.#tap(latlng.lat, latlng.lng));
			map.on('keydown', ({ originalEvent }) => this.#press(originalEvent.key));
		}
		const resized = new ResizeObserver(() => map.invalidateSize({ animate: false }));
		resized.observe(container);
		this.#ends.push(
			() => resized.disconnect(),
			watchAppearance(() => this.#repaint()),
			this.#watch.subscribe(() => this.#moved())
		);
	}

	#tap(lat: number, lon: number): void {
		this.#settings.onpick?.({ lat, lon });
		const tap = this.#reports.tapAt(this.#map.wrapLatLng([lat, lon]));
		if (tap.kind === 'cluster') return this.#enter(tap, tap.zoomApart);
		this.#settings.onselect?.(tap.kind === 'point' ? tap.point.id : null);
	}

	/** Enter takes what lies in the middle, Escape lets go. */
	#press(key: string): void {
		const { lat, lng } = this.#map.getCenter();
		if (key === 'Enter') this.#tap(lat, lng);
		if (key === 'Escape') this.#settings.onselect?.(null);
	}

	#enter({ lat, lon }: GeoPoint, zoomApart: number): void {
		this.#map.setView([lat, lon], Math.min(zoomMax, zoomApart), { animate: this.#isMoving });
	}

	#show(bounds: LatLngBounds, maxZoom: number, animate: boolean): void {
		this.#map.fitBounds(bounds, { ...this.#room(edgePx), maxZoom, animate });
	}

	#room(topPx: number) {
		const { top, right, bottom, left } = this.#padding;
		const paddingTopLeft: [number, number] = [left + edgePx, top + topPx];
		const paddingBottomRight: [number, number] = [right + edgePx, bottom + edgePx];
		return { paddingTopLeft, paddingBottomRight };
	}

	#moved(): void {
		const { state, latest } = this.#watch;
		this.#position = state;
		this.#own.show(state === 'off' ? null : latest);
		if (state !== 'fixed' || !latest || !this.#followsNextFix) return;
		this.#followsNextFix = false;
		this.flyTo(latest);
	}

	#isCentredOn({ lat, lon }: GeoPoint): boolean {
		const { right, bottom, left, top } = this.#padding;
		const size = this.#map.getSize();
		const at = this.#map.latLngToContainerPoint([lat, lon]);
		const [x, y] = [(size.x - right + left) / 2, (size.y - bottom + top) / 2];
		return Math.hypot(at.x - x, at.y - y) < edgePx;
	}

	#repaint(): void {
		const palette = readPalette(this.#map.getContainer());
		if (this.#sketch) this.#ground.repaint(sketchPainter(this.#sketch, this.#locale, palette));
		this.#reports.repaint(palette);
	}
}

const prefersStillness = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

function createMap(container: HTMLElement, settings: MapSettings, isMoving: boolean): LeafletMap {
	const { center, isStill = false } = settings;
	container.dir = 'ltr';
	return new LeafletMap(container, {
		center: [center.lat, center.lon],
		zoom: center.zoom,
		minZoom: zoomMin,
		maxZoom: zoomMax,
		zoomControl: false,
		attributionControl: false,
		fadeAnimation: false,
		zoomAnimation: isMoving,
		inertia: isMoving,
		worldCopyJump: true,
		dragging: !isStill,
		touchZoom: !isStill,
		scrollWheelZoom: !isStill,
		doubleClickZoom: !isStill,
		boxZoom: !isStill,
		keyboard: !isStill
	});
}

const equatorMetres = 40_075_017;

function metresPerPx(map: LeafletMap): number {
	const { lat } = map.getCenter();
	return (equatorMetres * Math.cos((lat * Math.PI) / 180)) / worldPx(map.getZoom());
}

/** As far as a person may wander from the sketch: half its own width. */
function wide([south, west, north, east]: readonly [number, number, number, number]): LatLngBounds {
	return latLngBounds([south, west], [north, east]).pad(0.5);
}

function boundsOf(places: readonly GeoPoint[]): LatLngBounds {
	return latLngBounds(places.map(({ lat, lon }) => [lat, lon]));
}
