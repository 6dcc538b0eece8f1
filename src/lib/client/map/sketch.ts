/**
 * The sketch basemap brought from geography to shapes: parsed, projected once, ready to be drawn at
 * any zoom.
 *
 * 1. A feature that cannot be read is left out; the map then has a gap and still opens.
 * 2. Land and sea end nowhere: what touches the edge of the sketch is pulled far outside, so that
 *    no view shows a cut.
 * Not here: painting (sketch-layer) and where names stand (labels).
 */
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { Geometry, Position } from 'geojson';
import polylabel from 'polylabel';
import { basemapFeature, type BasemapFeature, type BasemapKind } from '$lib/domain/geo/basemap';
import type { Basemap } from '$lib/protocol/entity';
import { project, type UnitPoint } from './mercator';

/** Points of one ring or line as x, y, x, y ... in the unit square. */
export type Course = Float64Array;
export interface Box {
	west: number;
	north: number;
	east: number;
	south: number;
}

export interface Shape {
	kind: BasemapKind | 'area';
	minZoom: number;
	courses: readonly Course[];
	box: Box;
}

export interface Name {
	kind: BasemapKind;
	minZoom: number;
	text: { ar: string; en: string };
	/** One point where the name stands, or the line it runs along. */
	course: Course;
}

export interface Sketch {
	shapes: readonly Shape[];
	names: readonly Name[];
	/** Degrees: south, west, north, east of everything in it; null when it is empty. */
	bounds: readonly [number, number, number, number] | null;
}

type Known = BasemapFeature['properties'] & { geometry: Geometry };

/** Degrees by which the edges of the sketch are pulled outside. */
const pulledDegrees = 6;
const edgeDegrees = 1e-6;

/** Reads a basemap; never throws on its contents. */
export function readSketch(basemap: Basemap): Sketch {
	const known: Known[] = basemap.features.features.flatMap((feature) => {
		const read = basemapFeature.safeParse(feature);
		return read.success ? [{ ...read.data.properties, geometry: feature.geometry }] : [];
	});
	const bounds = boundsOf(known.map(({ geometry }) => geometry));
	const areas = basemap.areas.features.map(({ geometry }) => shapeOf('area', 0, geometry));
	const shapes = known.map(({ kind, minZoom, geometry }) =>
		shapeOf(kind, minZoom, pulled(kind, geometry, bounds))
	);
	return {
		shapes: [...areas, ...shapes].filter(({ courses }) => courses.length > 0),
		names: known.flatMap((feature) => nameOf(feature, basemap.areas.features)),
		bounds
	};
}

function shapeOf(kind: Shape['kind'], minZoom: number, geometry: Geometry): Shape {
	const courses = linesOf(geometry).map(projected);
	return { kind, minZoom, courses, box: boxOf(courses) };
}

/** Rings and lines of a geometry; none for points. */
function linesOf(geometry: Geometry): Position[][] {
	switch (geometry.type) {
		case 'LineString':
			return [geometry.coordinates];
		case 'MultiLineString':
		case 'Polygon':
			return geometry.coordinates;
		case 'MultiPolygon':
			return geometry.coordinates.flat();
		default:
			return [];
	}
}

function projected(positions: readonly Position[]): Course {
	const course = new Float64Array(positions.length * 2);
	positions.forEach(([lon = 0, lat = 0], index) => {
		const { x, y } = project({ lat, lon });
		course[index * 2] = x;
		course[index * 2 + 1] = y;
	});
	return course;
}

function boxOf(courses: readonly Course[]): Box {
	const box = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
	for (const course of courses) {
		for (let at = 0; at < course.length; at += 2) {
			const [x = 0, y = 0] = [course[at], course[at + 1]];
			box.west = Math.min(box.west, x);
			box.east = Math.max(box.east, x);
			box.north = Math.min(box.north, y);
			box.south = Math.max(box.south, y);
		}
	}
	return box;
}

function boundsOf(geometries: readonly Geometry[]): Sketch['bounds'] {
	const positions = geometries.flatMap(linesOf).flat();
	if (positions.length === 0) return null;
	let [south, west, north, east] = [90, 180, -90, -180];
	for (const [lon = 0, lat = 0] of positions) {
		south = Math.min(south, lat);
		west = Math.min(west, lon);
		north = Math.max(north, lat);
		east = Math.max(east, lon);
	}
	return [south, west, north, east];
}

function pulled(kind: BasemapKind, geometry: Geometry, bounds: Sketch['bounds']): Geometry {
	if ((kind !== 'sea' && kind !== 'land') || geometry.type !== 'Polygon' || !bounds)
		return geometry;
	const [south, west, north, east] = bounds;
	const pull = (value: number, low: number, high: number) => {
		if (value - low < edgeDegrees) return value - pulledDegrees;
		return high - value < edgeDegrees ? value + pulledDegrees : value;
	};
	const coordinates = geometry.coordinates.map((ring) =>
		ring.map(([lon = 0, lat = 0]) => [pull(lon, west, east), pull(lat, south, north)])
	);
	return { type: 'Polygon', coordinates };
}

function nameOf(
	{ kind, minZoom, name, geometry }: Known,
	areas: Basemap['areas']['features']
): Name[] {
	if (!name) return [];
	const home = kind === 'wilayat' ? areaAround(geometry, areas) : undefined;
	const course = courseOfName(home ?? geometry);
	return course ? [{ kind, minZoom, text: name, course }] : [];
}

/** The area a name belongs to: it stands in its open land, reports crowd around its town. */
function areaAround(geometry: Geometry, areas: Basemap['areas']['features']): Geometry | undefined {
	if (geometry.type !== 'Point') return undefined;
	return areas.find((area) => booleanPointInPolygon(geometry.coordinates, area.geometry))?.geometry;
}

function courseOfName(geometry: Geometry): Course | null {
	switch (geometry.type) {
		case 'Point':
			return projected([geometry.coordinates]);
		case 'LineString':
			return projected(geometry.coordinates);
		case 'Polygon':
			return projected([roomiestPlace(geometry.coordinates)]);
		case 'MultiPolygon':
			return projected([roomiestPlace(largest(geometry.coordinates))]);
		default:
			return null;
	}
}

/** The part with the widest outline. */
function largest(polygons: readonly Position[][][]): Position[][] {
	return polygons.reduce((best, part) => (spread(part) > spread(best) ? part : best), []);
}

function spread([ring = []]: Position[][]): number {
	const lons = ring.map(([lon = 0]) => lon);
	return ring.length === 0 ? 0 : Math.max(...lons) - Math.min(...lons);
}

/** How exactly the place of a name is found, as a share of the polygon's width. */
const placeShare = 1 / 50;

/** The place inside a polygon that is farthest from its outline. */
function roomiestPlace(coordinates: Position[][]): Position {
	const rings = coordinates.map((ring) =>
		ring.map(([lon = 0, lat = 0]): [number, number] => [lon, lat])
	);
	const [lon, lat] = polylabel(rings, spread(coordinates) * placeShare);
	return [lon, lat];
}

/** The point of a course at `index`, in the unit square. */
export function pointOf(course: Course, index: number): UnitPoint {
	return { x: course[index * 2] ?? 0, y: course[index * 2 + 1] ?? 0 };
}
