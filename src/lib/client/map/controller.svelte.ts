/**
 * The map of one screen: Leaflet behind an interface that speaks of reports.
 *
 * 1. Selection is shared: `select` follows the screen, `onselect` tells it what a person tapped;
 *    neither answers the other, so there is no loop.
 * 2. The container stays left-to-right whatever the page is; controls belong to the screen.
 * 3. Motion stops where the person asked for less of it.
 * 4. The view follows the device's place until the person moves the map (own-place).
 * Leaflet is known in this room only. Not here: words and buttons (features/map).
 */
import 'leaflet/dist/leaflet.css';
import './map.css';
import { latLngBounds, Map as LeafletMap, type LatLng, type LatLngBounds } from 'leaflet';
import type { GeoPoint } from '$lib/domain/geo/point';
import type { Locale } from '$lib/i18n/locale';
import { inOwnTask } from '$lib/late/next-task';
import type { Basemap } from '$lib/protocol/entity';
import { createPositionWatch, type PositionState } from '../camera/position';
import { watchAppearance } from './appearance';
import type { Tap } from './cluster';
import type { Ground } from './ground';
import { GroundLayer } from './ground-layer';
import { watchHeading } from './heading';
import { openLasso } from './lasso';
import { mapLayers, type LayerId } from './layers';
import type { LayerData, OpenLayer } from './layers/layer';
import { OwnPlace } from './own-place';
import { OwnPositionLayer } from './own-position';
import { worldPx } from './mercator';
import { readPalette } from './palette';
import type { MapPoint } from './point';
import { RouteLayer, type MapRoute } from './route-layer';
import { readSketch } from './sketch';

export type { LayerId };

/** Room that the screen covers (a sheet, a bar), CSS px. */
export interface MapPadding {
	top: number;
	right: number;
	bottom: number;
	left: number;
}

export interface MapSettings {
	center: GeoPoint & { zoom: number };
	/** What the first view shows instead, where there is any. */
	places?: readonly GeoPoint[];
	/** Covered from the beginning. */
	padding?: MapPadding;
	locale: Locale;
	/** Writes a count in the page's digits. */
	countText: (count: number) => string;
	onselect?: (id: string | null) => void;
	/** Called with the place of a tap on the map, before any selection. */
	onpick?: (place: GeoPoint) => void;
	/** What is drawn of the reports; the screen's own ones unless told. */
	layers?: readonly LayerId[];
	/** Called with the middle of the map after each move. */
	onmove?: (middle: GeoPoint) => void;
	/** A picture: no moving, no zooming, no tapping. */
	isStill?: boolean;
}

const zoomMin = 8;
const zoomMax = 19;
/** Nearer than this a view tells nothing more about where a report lies. */
const fitZoomMax = 16;
const ownPlaceZoom = 16;
const edgePx = 36;
/** Room above the selected place for its marker. */
const markerPx = 64;
/** As wide as the map's buttons stand at either side, with half a marker. */
const besideButtonsPx = 92;

export class MapController {
	#map: LeafletMap;
	#settings: MapSettings;
	#route: RouteLayer;
	#ground: GroundLayer;
	#layers = new Map<LayerId, OpenLayer>();
	#data: LayerData;
	#own: OwnPlace;
	#padding: MapPadding;
	#isMoving: boolean;
	#isZooming = false;
	#ends: (() => void)[] = [];
	#callOffPainting = () => {};
	#zoom = $state(0);
	#metresPerPx = $state(1);
	#position = $state.raw<PositionState>('off');
	#isFollowing = $state(false);

	constructor(container: HTMLElement, settings: MapSettings) {
		this.#settings = settings;
		this.#isMoving = !settings.isStill && !prefersStillness();
		this.#padding = settings.padding ?? { top: 0, right: 0, bottom: 0, left: 0 };
		this.#map = createMap(container, settings, this.#isMoving);
		// Before there are layers: none of their tiles is made for another view.
		this.openAt(settings.places ?? []);
		this.#zoom = this.#map.getZoom();
		this.#metresPerPx = metresPerPx(this.#map);
		this.#data = {
			...{ points: [], others: [], selectedId: null, sketch: null },
			...{ palette: readPalette(container), locale: settings.locale },
			countText: settings.countText
		};
		this.#ground = new GroundLayer(this.#map, this.#data);
		this.setLayers(settings.layers ?? ['jobs']);
		this.#own = this.#newOwnPlace();
		this.#route = new RouteLayer(this.#map);
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
	/** Every layer that there is, from below to above. */
	get kinds() {
		return mapLayers;
	}
	/** Whether the device's own place is shown, looked for, or not to be had. */
	get position(): PositionState {
		return this.#position;
	}

	/** The view goes with the device. */
	get isFollowing(): boolean {
		return this.#isFollowing;
	}

	/** Draws this sketch under everything, read here and painted in the next task; undefined draws none. */
	setBasemap(basemap: Basemap | undefined): void {
		const sketch = basemap ? readSketch(basemap) : null;
		if (sketch?.bounds) this.#map.setMaxBounds(wide(sketch.bounds));
		this.#change({ sketch });
		this.#callOffPainting();
		this.#callOffPainting = inOwnTask(() => this.#paintGround());
	}

	/** What lies under the reports, instead of the sketch or on it. */
	setGround(ground: Ground): void {
		this.#ground.show(ground);
	}

	/** Shows these layers and no others, whatever their order. */
	setLayers(ids: readonly LayerId[]): void {
		for (const { id, open } of mapLayers) {
			const known = this.#layers.get(id);
			if (known && !ids.includes(id)) {
				known.remove();
				this.#layers.delete(id);
			}
			if (known || !ids.includes(id)) continue;
			const layer = open(this.#map);
			this.#layers.set(id, layer);
			layer.show(this.#data);
		}
	}

	setLocale(locale: Locale): void {
		if (locale === this.#data.locale) return;
		this.#change({ locale });
		this.#paintGround();
	}

	setCountText(countText: (count: number) => string): void {
		this.#change({ countText });
	}

	setPadding(padding: MapPadding): void {
		this.#padding = padding;
	}

	setPoints(points: readonly MapPoint[]): void {
		this.#change({ points });
	}

	/** What else this device holds, for the layers that show it. */
	setOthers(others: readonly MapPoint[]): void {
		this.#change({ others });
	}

	/** Draws a way with numbered stops over everything; null draws none. */
	setRoute(route: MapRoute | null): void {
		this.#route.show(route);
	}

	/** Marks a report and brings it into view; null marks none. */
	select(id: string | null): void {
		this.#change({ selectedId: id });
		const point = this.#data.points.find((candidate) => candidate.id === id);
		if (!point || this.#settings.isStill) return;
		const room = { ...this.#room(markerPx), animate: this.#isMoving };
		this.#map.panInside([point.lat, point.lon], room);
	}

	/** Shows all reports, or the given places; does nothing when there are none. */
	fit(places: readonly GeoPoint[] = this.#data.points): void {
		if (places.length > 0) this.#show(boundsOf(places), fitZoomMax, this.#isMoving);
	}

	/** As `fit`, at once: for the first view, which comes from nowhere. No nearer than `zoomMost`. */
	openAt(places: readonly GeoPoint[] = this.#data.points, zoomMost = fitZoomMax): void {
		if (places.length > 0) this.#show(boundsOf(places), zoomMost, false);
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

	/**
	 * Shows where the device is and follows it; pressed while it follows, ends both; pressed after the
	 * person has moved the map, follows again.
	 */
	locate(): void {
		this.#own.press();
	}

	/**
	 * Lets the person draw one line around reports and tells which ones lie inside it, those of clusters
	 * too; returns what calls it off.
	 */
	drawAround(oncaught: (ids: string[]) => void): () => void {
		const map = this.#map;
		return openLasso(map.getContainer(), (isInside) => {
			const caught = this.#data.points.filter(({ lat, lon }) => {
				const { x, y } = map.latLngToContainerPoint([lat, lon]);
				return isInside(x, y);
			});
			oncaught(caught.map(({ id }) => id));
		});
	}

	destroy(): void {
		for (const end of this.#ends) end();
		this.#callOffPainting();
		this.#own.end();
		// Leaflet ends a zoom by a timer that fails on a removed map.
		if (this.#isZooming) this.#map.once('zoomend', () => this.#map.remove());
		else this.#map.remove();
	}

	#newOwnPlace(): OwnPlace {
		const watch = createPositionWatch(() => Date.now());
		return new OwnPlace({
			watch,
			heading: watchHeading,
			draw: new OwnPositionLayer(this.#map),
			goTo: (place, isNear) => this.flyTo(place, isNear ? ownPlaceZoom : this.#map.getZoom()),
			onchange: () => {
				this.#position = watch.state;
				this.#isFollowing = this.#own.isFollowing;
			}
		});
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
		map.on('dragstart', () => this.#own.letGo());
		if (!this.#settings.isStill) {
			map.on('click', ({ latlng }) => this.#tap(latlng.lat, latlng.lng));
			map.on('keydown', ({ originalEvent }) => this.#press(originalEvent.key));
		}
		const resized = new ResizeObserver(() => map.invalidateSize({ animate: false }));
		resized.observe(container);
		this.#ends.push(
			() => resized.disconnect(),
			watchAppearance(() => this.#repaint()),
			watchSight((isSeen) => this.#own.see(isSeen))
		);
	}

	#tap(lat: number, lon: number): void {
		this.#settings.onpick?.({ lat, lon });
		const tap = this.#tapAt(this.#map.wrapLatLng([lat, lon]));
		if (tap.kind === 'cluster') return this.#enter(tap, tap.zoomApart);
		this.#settings.onselect?.(tap.kind === 'point' ? tap.point.id : null);
	}

	/** The uppermost layer that has something there. */
	#tapAt(place: LatLng): Tap {
		const taps = mapLayers.map(({ id }) => this.#layers.get(id)?.tapAt?.(place));
		return taps.findLast((tap) => tap !== undefined && tap.kind !== 'nothing') ?? noTap;
	}

	/** Enter takes what lies in the middle, Escape lets go, arrows move away from the device. */
	#press(key: string): void {
		if (key.startsWith('Arrow')) this.#own.letGo();
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
		// A picture has no buttons, and may be small.
		const sidePx = this.#settings.isStill ? edgePx : besideButtonsPx;
		const { top, right, bottom, left } = this.#padding;
		const paddingTopLeft: [number, number] = [left + sidePx, top + topPx];
		const paddingBottomRight: [number, number] = [right + sidePx, bottom + edgePx];
		return { paddingTopLeft, paddingBottomRight };
	}

	#change(change: Partial<LayerData>): void {
		this.#data = { ...this.#data, ...change };
		for (const layer of this.#layers.values()) layer.show(this.#data);
	}

	#paintGround(): void {
		const { sketch, palette, locale } = this.#data;
		this.#ground.repaint(sketch, palette, locale);
	}

	/** Reads the colours anew. */
	#repaint(): void {
		this.#change({ palette: readPalette(this.#map.getContainer()) });
		this.#paintGround();
	}
}

const noTap: Tap = { kind: 'nothing' };

/** Tells when the page is hidden and when it is seen again; returns what ends it. */
function watchSight(onchange: (isSeen: boolean) => void): () => void {
	const tell = () => onchange(document.visibilityState === 'visible');
	document.addEventListener('visibilitychange', tell);
	return () => document.removeEventListener('visibilitychange', tell);
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
