import { describe, expect, it } from 'vitest';
import { bearingDegrees, compassPoint } from './bearing';
import { distanceMetres } from './distance';

const ruwi = { lat: 23.5957, lon: 58.5447 };
const airport = { lat: 23.5933, lon: 58.2844 };

describe('distance', () => {
	it('is one minute of latitude per sea mile', () => {
		expect(distanceMetres({ lat: 0, lon: 0 }, { lat: 1 / 60, lon: 0 })).toBeCloseTo(1853.3, 0);
	});

	it('is the same both ways and nothing to itself', () => {
		expect(distanceMetres(ruwi, airport)).toBe(distanceMetres(airport, ruwi));
		expect(distanceMetres(ruwi, ruwi)).toBe(0);
	});

	it('puts the airport about 26.5 km from Ruwi', () => {
		expect(distanceMetres(ruwi, airport)).toBeGreaterThan(26_400);
		expect(distanceMetres(ruwi, airport)).toBeLessThan(26_700);
	});

	it('crosses the date line the short way', () => {
		expect(distanceMetres({ lat: 0, lon: 179.9 }, { lat: 0, lon: -179.9 })).toBeLessThan(23_000);
	});

	it('gives half the circumference between antipodes', () => {
		expect(distanceMetres({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })).toBeCloseTo(20_015_114, -2);
	});
});

describe('bearing', () => {
	it.each([
		[{ lat: 1, lon: 0 }, 0, 'n'],
		[{ lat: 0, lon: 1 }, 90, 'e'],
		[{ lat: -1, lon: 0 }, 180, 's'],
		[{ lat: 0, lon: -1 }, 270, 'w']
	])('from the origin to %j is %d degrees, %s', (to, degrees, point) => {
		const bearing = bearingDegrees({ lat: 0, lon: 0 }, to);
		expect(bearing).toBeCloseTo(degrees, 6);
		expect(compassPoint(bearing)).toBe(point);
	});

	it.each([
		[22.4, 'n'],
		[22.6, 'ne'],
		[337.4, 'nw'],
		[337.6, 'n'],
		[360, 'n'],
		[-90, 'w'],
		[765, 'ne']
	])('names %d degrees %s', (degrees, point) => {
		expect(compassPoint(degrees)).toBe(point);
	});
});
