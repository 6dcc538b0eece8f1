import { describe, expect, it } from 'vitest';
import { clusterZoomMax, createClusterIndex, tilePx, type PlacedMark } from './cluster-index';
import { project, worldPx } from './mercator';
import type { MapPoint } from './point';

const seeb = { lat: 23.67, lon: 58.18 };

function aPoint(id: string, change: Partial<MapPoint> = {}): MapPoint {
	return { id, ...seeb, tone: 'active', priority: 'normal', ...change };
}

/** Where a place lies in its tile of 512 px. */
function tileOf(place: { lat: number; lon: number }, z: number) {
	const { x, y } = project(place);
	const tiles = worldPx(z) / tilePx;
	return { x: Math.floor(x * tiles), y: Math.floor(y * tiles), z };
}

const countOf = (mark: PlacedMark) => (mark.kind === 'cluster' ? mark.count : 1);

describe('cluster index', () => {
	const crowd = Array.from({ length: 200 }, (_, index) =>
		aPoint(`r${index}`, {
			lat: seeb.lat + (index % 20) * 0.0004,
			lon: seeb.lon + Math.floor(index / 20) * 0.0004,
			tone: index % 4 === 0 ? 'done' : 'active',
			priority: index % 10 === 0 ? 'urgent' : 'normal'
		})
	);

	it.each([10, 13, 15, 17])('has every report in exactly one mark at zoom %d [1]', (zoom) => {
		const index = createClusterIndex(crowd);
		const tiles = new Map(
			crowd.map((point) => {
				const tile = tileOf(point, zoom);
				return [`${tile.x} ${tile.y}`, tile];
			})
		);
		// Marks near a border are painted on both tiles and counted where their centre lies.
		const own = [...tiles.values()]
			.flatMap((tile) => index.marksOf(tile))
			.filter(({ x, y }) => x >= 0 && x < tilePx && y >= 0 && y < tilePx);
		expect(own.reduce((sum, mark) => sum + countOf(mark), 0)).toBe(crowd.length);
	});

	it('adds up tones and urgent ones of what a disk holds', () => {
		const [mark] = createClusterIndex(crowd).marksOf(tileOf(seeb, 9));
		expect(mark).toMatchObject({ kind: 'cluster', count: 200, urgent: 20 });
		expect(mark?.kind === 'cluster' && mark.byTone).toEqual([0, 150, 0, 50, 0]);
	});

	it('lets every report stand alone beyond the last zoom of groups [2]', () => {
		const twins = [aPoint('a'), aPoint('b')];
		const index = createClusterIndex(twins);
		expect(index.marksOf(tileOf(seeb, clusterZoomMax))).toHaveLength(1);
		expect(index.marksOf(tileOf(seeb, clusterZoomMax + 1))).toHaveLength(2);
		expect(index.marksAt(seeb, 18, 4).map(({ kind }) => kind)).toEqual(['point', 'point']);
	});

	it('hits what is painted, nearest first, and nothing beyond the finger [3]', () => {
		const near = aPoint('near', { lat: seeb.lat + 0.00002 });
		const far = aPoint('far', { lat: seeb.lat + 0.0002 });
		const index = createClusterIndex([far, near]);
		const found = index.marksAt(seeb, 18, 60);
		expect(found.map((mark) => mark.kind === 'point' && mark.point.id)).toEqual(['near', 'far']);
		expect(index.marksAt(seeb, 18, 10)).toHaveLength(1);
		expect(index.marksAt({ lat: 24, lon: 59 }, 18, 60)).toEqual([]);
	});

	it('knows the zoom at which a disk falls apart', () => {
		const index = createClusterIndex(crowd);
		const [mark] = index.marksAt(crowd[105]!, 9, 200);
		const apart = mark?.kind === 'cluster' ? index.zoomApart(mark.clusterId) : 0;
		expect(apart).toBeGreaterThan(9);
		expect(apart).toBeLessThanOrEqual(clusterZoomMax + 1);
	});

	it('is empty without reports', () => {
		expect(createClusterIndex([]).marksOf(tileOf(seeb, 10))).toEqual([]);
	});
});
