import type { Polygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import { type AreaFeature, createAreaFinder } from './area-of-point';

type Square = AreaFeature & { geometry: Polygon };
function aSquare(path: string, west: number, south: number, size = 0.1): Square {
	const [east, north] = [west + size, south + size];
	const ring = [
		[west, south],
		[east, south],
		[east, north],
		[west, north],
		[west, south]
	];
	return {
		type: 'Feature',
		properties: { path },
		geometry: { type: 'Polygon', coordinates: [ring] }
	};
}

const west = aSquare('/city/west/', 58, 23);
const east = aSquare('/city/east/', 58.1, 23);
const find = createAreaFinder([west, east], 1500);

describe('area of a point', () => {
	it('is the polygon around it', () => {
		expect(find({ lat: 23.05, lon: 58.05 })).toBe('/city/west/');
		expect(find({ lat: 23.05, lon: 58.15 })).toBe('/city/east/');
	});

	it('is never missing on a shared border', () => {
		expect(find({ lat: 23.05, lon: 58.1 })).not.toBeNull();
	});

	it('is the deepest of nested areas, in whatever order they come [1]', () => {
		const whole = aSquare('/city/', 58, 23, 0.2);
		expect(createAreaFinder([whole, west], 0)({ lat: 23.05, lon: 58.05 })).toBe('/city/west/');
		expect(createAreaFinder([whole, west], 0)({ lat: 23.15, lon: 58.05 })).toBe('/city/');
	});

	it('is the nearest within the tolerance when the point is in the sea [2]', () => {
		expect(find({ lat: 23.11, lon: 58.04 })).toBe('/city/west/');
		expect(find({ lat: 23.11, lon: 58.16 })).toBe('/city/east/');
		expect(find({ lat: 23.05, lon: 57.99 })).toBe('/city/west/');
	});

	it('is nothing beyond the tolerance, also past a corner of the box [2]', () => {
		expect(find({ lat: 23.12, lon: 58.05 })).toBeNull();
		expect(find({ lat: 23.1125, lon: 57.9875 })).toBeNull();
	});

	it('is nothing in a hole further from its edge than the tolerance', () => {
		const holed = aSquare('/city/ring/', 58, 23);
		holed.geometry.coordinates.push([
			[58.02, 23.02],
			[58.08, 23.02],
			[58.08, 23.08],
			[58.02, 23.08],
			[58.02, 23.02]
		]);
		expect(createAreaFinder([holed], 500)({ lat: 23.05, lon: 58.05 })).toBeNull();
	});

	it('finds both parts of an area with an island', () => {
		const island: AreaFeature = {
			type: 'Feature',
			properties: { path: '/city/isles/' },
			geometry: {
				type: 'MultiPolygon',
				coordinates: [west, aSquare('/x/', 59, 24)].map(({ geometry }) => geometry.coordinates)
			}
		};
		const findIsle = createAreaFinder([island], 0);
		expect(findIsle({ lat: 24.05, lon: 59.05 })).toBe('/city/isles/');
		expect(findIsle({ lat: 23.05, lon: 58.05 })).toBe('/city/isles/');
		expect(findIsle({ lat: 23.5, lon: 58.5 })).toBeNull();
	});

	it.each([
		{ lat: NaN, lon: 58 },
		{ lat: 23, lon: Infinity },
		{ lat: 91, lon: 58.05 }
	])('is nothing for %j because it is no place [3]', (point) => {
		expect(find(point)).toBeNull();
	});
});
