import { pointToPolygonDistance } from '@turf/point-to-polygon-distance';
import fc from 'fast-check';
import type { Polygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import { metresToEdge } from './distance-to-edge';

const coast: Polygon = {
	type: 'Polygon',
	coordinates: [
		[
			[58.1, 23.55],
			[58.3, 23.5],
			[58.34, 23.6],
			[58.2, 23.66],
			[58.12, 23.64],
			[58.1, 23.55]
		]
	]
};

describe('distance to the edge of a polygon', () => {
	// Edges are straight in degrees (RFC 7946), over there great circles: 2-3 m apart on 16 km.
	it('agrees with the distance on the sphere within five metres and half a percent', () => {
		const lon = fc.double({ min: 58.05, max: 58.4, noNaN: true });
		const lat = fc.double({ min: 23.45, max: 23.7, noNaN: true });
		fc.assert(
			fc.property(lon, lat, (x, y) => {
				const sphere = Math.abs(pointToPolygonDistance([x, y], coast, { units: 'meters' }));
				expect(Math.abs(metresToEdge([x, y], coast) - sphere)).toBeLessThan(5 + sphere * 0.005);
			}),
			{ numRuns: 500 }
		);
	});

	it('is nothing on a vertex and on an edge', () => {
		expect(metresToEdge([58.1, 23.55], coast)).toBe(0);
		expect(metresToEdge([58.2, 23.525], coast)).toBeLessThan(0.01);
	});
});
