/**
 * Groups reports that would overlap, per zoom, and answers what lies under a finger.
 *
 * 1. Every report is in exactly one mark at any zoom.
 * 2. Above `clusterZoomMax` every report stands alone; several at one place answer a tap in turn.
 * 3. Drawing and answering ask the same index at the same level, so what is seen is what is hit.
 * Tiles are 512 CSS px: a map at zoom z shows the index's level z - 1. No Leaflet here.
 */
import Supercluster, { type ClusterProperties, type PointFeature } from 'supercluster';
import { distanceMetres } from '$lib/domain/geo/distance';
import type { GeoPoint } from '$lib/domain/geo/point';
import { tones } from '$lib/domain/report/lifecycle';
import { project, unproject, worldPx } from './mercator';
import type { ToneCounts } from './pins';
import { isRinged, type MapPoint } from './point';

export const tilePx = 512;
/** The last map zoom at which reports are grouped. */
export const clusterZoomMax = 16;
const groupRadiusPx = 62;

export interface PointMark {
	kind: 'point';
	point: MapPoint;
}
export interface ClusterMark {
	kind: 'cluster';
	clusterId: number;
	count: number;
	byTone: ToneCounts;
	urgent: number;
}
export type Mark = PointMark | ClusterMark;
/** A mark and where it stands within its tile, CSS px; it may stand a little outside. */
export type PlacedMark = Mark & { x: number; y: number };
export type FoundMark = Mark & GeoPoint;

export interface ClusterIndex {
	/** Marks to draw on a tile of 512 px, those reaching in from its neighbours included. */
	marksOf(tile: { x: number; y: number; z: number }): readonly PlacedMark[];
	/** Marks within `radiusPx` of a place at a map zoom, nearest first. */
	marksAt(place: GeoPoint, zoom: number, radiusPx: number): readonly FoundMark[];
	/** The map zoom at which a cluster falls apart. */
	zoomApart(clusterId: number): number;
}

interface Tags {
	[name: string]: unknown;
	point: MapPoint;
}
interface Sums {
	[name: string]: unknown;
	byTone: number[];
	urgent: number;
}
type Group = ClusterProperties & Sums;

/** Builds the index; 11,000 points take about 30 ms. */
export function createClusterIndex(points: readonly MapPoint[]): ClusterIndex {
	const index = new Supercluster<Tags, Sums>({
		radius: groupRadiusPx,
		extent: tilePx,
		maxZoom: clusterZoomMax - 1,
		map: ({ point }) => ({
			byTone: tones.map((tone) => (tone === point.tone ? 1 : 0)),
			urgent: isRinged(point) ? 1 : 0
		}),
		reduce(sums, more) {
			sums.byTone = sums.byTone.map((count, at) => count + (more.byTone[at] ?? 0));
			sums.urgent += more.urgent;
		}
	}).load(points.map(feature));
	return {
		marksOf({ x, y, z }) {
			const features = index.getTile(z - 1, x, y)?.features ?? [];
			return features.flatMap(({ geometry, tags }) =>
				geometry.flatMap(([left, top]) => (tags ? [{ ...markOf(tags), x: left, y: top }] : []))
			);
		},
		marksAt(place, zoom, radiusPx) {
			const found = index.getClusters(boxAround(place, zoom, radiusPx), indexZoom(zoom));
			return found
				.map(({ geometry, properties }) => {
					const [lon = NaN, lat = NaN] = geometry.coordinates;
					return { ...markOf(properties), lat, lon };
				})
				.sort((a, b) => distanceMetres(place, a) - distanceMetres(place, b));
		},
		zoomApart: (clusterId) => index.getClusterExpansionZoom(clusterId) + 1
	};
}

function feature(point: MapPoint): PointFeature<Tags> {
	return {
		type: 'Feature',
		geometry: { type: 'Point', coordinates: [point.lon, point.lat] },
		properties: { point }
	};
}

function markOf(tags: Group | Tags): Mark {
	if (!isGroup(tags)) return { kind: 'point', point: tags.point };
	return {
		kind: 'cluster',
		clusterId: tags.cluster_id,
		count: tags.point_count,
		byTone: tags.byTone,
		urgent: tags.urgent
	};
}

const isGroup = (tags: Group | Tags): tags is Group => 'cluster' in tags;

const indexZoom = (mapZoom: number) => Math.max(0, Math.floor(mapZoom) - 1);

function boxAround(
	place: GeoPoint,
	zoom: number,
	radiusPx: number
): [west: number, south: number, east: number, north: number] {
	const centre = project(place);
	const reach = radiusPx / worldPx(zoom);
	const northWest = unproject({ x: centre.x - reach, y: centre.y - reach });
	const southEast = unproject({ x: centre.x + reach, y: centre.y + reach });
	return [northWest.lon, southEast.lat, southEast.lon, northWest.lat];
}
