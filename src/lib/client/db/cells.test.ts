import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceMetres } from '$lib/domain/geo/distance';
import { blockAround, cellOf } from './cells';

const place = fc.record({
	lat: fc.double({ min: -70, max: 70, noNaN: true }),
	lon: fc.double({ min: -178, max: 178, noNaN: true })
});
/** At most some 25 km away, so that one draw in a few lies within reach. */
const offset = fc.record({
	lat: fc.double({ min: -0.2, max: 0.2, noNaN: true }),
	lon: fc.double({ min: -0.2, max: 0.2, noNaN: true })
});

describe('a block of cells', () => {
	it('holds everything within its reach', () => {
		fc.assert(
			fc.property(place, offset, fc.integer({ min: 0, max: 20 }), (here, by, rings) => {
				const there = { lat: here.lat + by.lat, lon: here.lon + by.lon };
				const block = blockAround(here, rings);
				if (block === null || distanceMetres(here, there) > block.reachMetres) return;
				const cell = cellOf(there);
				expect(block.ranges.some(([first, last]) => cell >= first && cell <= last)).toBe(true);
			}),
			{ numRuns: 2000 }
		);
	});

	it('reaches almost half a kilometre with one ring in Muscat, and further with each', () => {
		const here = { lat: 23.585, lon: 58.405 };
		const reach = [1, 2, 4].map((rings) => blockAround(here, rings)?.reachMetres ?? 0);
		expect(reach[0]).toBeGreaterThan(490);
		expect(reach).toEqual([...reach].sort((a, b) => a - b));
		expect(blockAround(here, 1)?.ranges).toHaveLength(3);
	});

	it('is none across a pole or the date line', () => {
		expect(blockAround({ lat: 89.999, lon: 0 }, 1)).toBeNull();
		expect(blockAround({ lat: 0, lon: 179.999 }, 1)).toBeNull();
		expect(blockAround({ lat: 0, lon: -180 }, 0)).not.toBeNull();
	});
});
