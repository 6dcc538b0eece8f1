import type { Feature, FeatureCollection, Polygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import type { Basemap } from '$lib/protocol/entity';
import { project, unproject } from './mercator';
import { readSketch } from './sketch';

const name = { ar: 'السيب', en: 'Seeb' };

function aSquare(west: number, south: number, size: number): Polygon {
	const [east, north] = [west + size, south + size];
	const ring = [
		[west, south],
		[east, south],
		[east, north],
		[west, north],
		[west, south]
	];
	return { type: 'Polygon', coordinates: [ring] };
}

function aBasemap(features: Feature[], areas: Polygon[] = []): Basemap {
	const collection: FeatureCollection = { type: 'FeatureCollection', features };
	return {
		id: 'sketch',
		features: collection,
		areas: {
			type: 'FeatureCollection',
			features: areas.map((geometry, index) => ({
				type: 'Feature',
				properties: { path: `/city/area${index}/` },
				geometry
			}))
		}
	};
}

const land: Feature = {
	type: 'Feature',
	properties: { kind: 'land', minZoom: 0 },
	geometry: aSquare(58, 23, 1)
};
const town: Feature = {
	type: 'Feature',
	properties: { kind: 'wilayat', minZoom: 8, name },
	geometry: { type: 'Point', coordinates: [58.11, 23.11] }
};

describe('sketch', () => {
	it('leaves out what it cannot read and keeps the rest [1]', () => {
		const unknown: Feature = { ...land, properties: { kind: 'volcano', minZoom: 0 } };
		const sketch = readSketch(aBasemap([unknown, { ...land, properties: null }, land]));
		expect(sketch.shapes.map(({ kind }) => kind)).toEqual(['land']);
	});

	it('pulls the edges of the land far outside, and nothing else [2]', () => {
		const inner: Feature = { ...land, geometry: aSquare(58.2, 23.2, 0.2) };
		const [pulled, kept] = readSketch(aBasemap([land, inner])).shapes;
		expect(unproject({ x: pulled!.box.west, y: pulled!.box.north }).lon).toBeLessThan(53);
		expect(unproject({ x: kept!.box.west, y: kept!.box.north }).lon).toBeCloseTo(58.2);
	});

	it('puts the name of a wilayat into the open land of its area', () => {
		const { names } = readSketch(aBasemap([town], [aSquare(58.1, 23.1, 0.4)]));
		const at = unproject({ x: names[0]!.course[0]!, y: names[0]!.course[1]! });
		expect(at.lon).toBeCloseTo(58.3, 1);
		expect(at.lat).toBeCloseTo(23.3, 1);
	});

	it('leaves a name where it is when no area is around it', () => {
		const { names } = readSketch(aBasemap([town]));
		expect(names[0]?.course[0]).toBeCloseTo(project({ lat: 23.11, lon: 58.11 }).x, 9);
	});

	it('is empty for an empty basemap [1]', () => {
		expect(readSketch(aBasemap([]))).toEqual({ shapes: [], names: [], bounds: null });
	});
});

describe('projection', () => {
	it.each([
		[0, 0],
		[23.6, 58.4],
		[-45, -170]
	])('comes back from %d, %d', (lat, lon) => {
		const back = unproject(project({ lat, lon }));
		expect(back.lat).toBeCloseTo(lat, 9);
		expect(back.lon).toBeCloseTo(lon, 9);
	});

	it('keeps the poles on the edge of the world', () => {
		expect(project({ lat: 90, lon: 0 }).y).toBeCloseTo(0, 5);
	});
});
