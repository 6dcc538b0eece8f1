import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceMetres } from './distance';
import { nearby } from './nearby';

const muscat = { lat: 23.6, lon: 58.4 };
const at = (north: number, east: number) => ({
	lat: 23.6 + north / 111_195,
	lon: 58.4 + east / 101_900
});

describe('what lies nearby', () => {
	it('is what the radius holds, nearest first, the place itself too', () => {
		const points = [at(140, 0), at(0, 151), at(0, -60), muscat];
		const found = nearby(muscat, points, 150);
		expect(found.map(({ item }) => points.indexOf(item))).toEqual([3, 2, 0]);
		expect(found[1]?.distanceMetres).toBeCloseTo(60, 0);
	});

	it('is exactly what measuring every point would find, anywhere on earth', () => {
		const point = fc.record({
			lat: fc.double({ min: -89, max: 89, noNaN: true }),
			lon: fc.double({ min: -180, max: 180, noNaN: true })
		});
		const shift = fc.double({ min: -0.01, max: 0.01, noNaN: true });
		const around = fc.array(fc.record({ lat: shift, lon: shift }), { maxLength: 30 });
		fc.assert(
			fc.property(point, around, (place, shifts) => {
				const points = shifts.map(({ lat, lon }) => ({
					lat: place.lat + lat,
					lon: wrapped(place.lon + lon)
				}));
				const measured = points.filter((other) => distanceMetres(place, other) <= 150);
				expect(new Set(nearby(place, points, 150).map(({ item }) => item))).toEqual(
					new Set(measured)
				);
			})
		);
	});

	it('measures nothing that lies outside the box', () => {
		let asked = 0;
		const far = Array.from({ length: 1000 }, () => ({
			lat: 24.9,
			get lon() {
				asked += 1;
				return 58.4;
			}
		}));
		expect(nearby(muscat, far, 150)).toEqual([]);
		expect(asked).toBe(0);
	});
});

const wrapped = (lon: number) => (lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon);
