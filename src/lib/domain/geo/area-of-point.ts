/**
 * Which area a point lies in.
 *
 * 1. A point inside several polygons belongs to the deepest path; on equal depth to the first.
 * 2. Outside all, the nearest polygon within the tolerance counts (the shore moves, pins drift).
 * 3. A point that is not a finite place on earth lies nowhere.
 * Boxes are tried before edges: imports ask this tens of thousands of times a second.
 */
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { Feature, MultiPolygon, Polygon, Position } from 'geojson';
import { metresToEdge } from './distance-to-edge';
import type { GeoPoint } from './point';

export type AreaFeature = Feature<Polygon | MultiPolygon, { path: string }>;
/** Answers with the path of the area a point lies in, or null when it lies in none. */
export type AreaFinder = (point: GeoPoint) => string | null;

type Box = readonly [west: number, south: number, east: number, north: number];
interface BoxedArea {
	feature: AreaFeature;
	path: string;
	box: Box;
	widened: Box;
}

const metresPerDegree = 111_195;

/** Prepares `features` once and gives back the lookup; `toleranceMetres` reaches outside every polygon. */
export function createAreaFinder(
	features: readonly AreaFeature[],
	toleranceMetres: number
): AreaFinder {
	const areas = features
		.map((feature) => boxed(feature, toleranceMetres))
		.sort((a, b) => depth(b.path) - depth(a.path));
	return (point) => {
		if (!isPlace(point)) return null;
		const position: Position = [point.lon, point.lat];
		return inside(areas, position) ?? nearest(areas, position, toleranceMetres);
	};
}

function inside(areas: readonly BoxedArea[], position: Position): string | null {
	for (const { box, feature, path } of areas) {
		if (isInBox(position, box) && booleanPointInPolygon(position, feature.geometry)) return path;
	}
	return null;
}

function nearest(areas: readonly BoxedArea[], position: Position, toleranceMetres: number) {
	let best: { path: string; metres: number } | null = null;
	for (const { widened, feature, path } of areas) {
		if (!isInBox(position, widened)) continue;
		const metres = metresToEdge(position, feature.geometry);
		if (metres <= toleranceMetres && (!best || metres < best.metres)) best = { path, metres };
	}
	return best?.path ?? null;
}

function boxed(feature: AreaFeature, toleranceMetres: number): BoxedArea {
	const box = boxOf(feature.geometry);
	const latReach = toleranceMetres / metresPerDegree;
	const poleward = Math.max(Math.abs(box[1]), Math.abs(box[3])) + latReach;
	const lonReach = latReach / Math.max(0.01, Math.cos((poleward * Math.PI) / 180));
	const widened: Box = [box[0] - lonReach, box[1] - latReach, box[2] + lonReach, box[3] + latReach];
	return { feature, path: feature.properties.path, box, widened };
}

function boxOf(geometry: Polygon | MultiPolygon): Box {
	const outlines =
		geometry.type === 'Polygon'
			? geometry.coordinates.slice(0, 1)
			: geometry.coordinates.flatMap((rings) => rings.slice(0, 1));
	let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
	for (const [lon = NaN, lat = NaN] of outlines.flat()) {
		west = Math.min(west, lon);
		south = Math.min(south, lat);
		east = Math.max(east, lon);
		north = Math.max(north, lat);
	}
	return [west, south, east, north];
}

function isInBox([lon = NaN, lat = NaN]: Position, [west, south, east, north]: Box): boolean {
	return lon >= west && lon <= east && lat >= south && lat <= north;
}

function isPlace({ lat, lon }: GeoPoint): boolean {
	return Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
}

const depth = (path: string) => path.split('/').length;
