import { describe, expect, it } from 'vitest';
import { unproject, worldPx } from './mercator';
import { stopLabels, type Stop } from './stop-labels';

const zoom = 13;
/** Stops at these places of the screen, numbered from 1. */
const at = (...places: readonly (readonly [number, number])[]): Stop[] =>
	places.map(([x, y], index) => ({
		...unproject({ x: 0.66 + x / worldPx(zoom), y: 0.43 + y / worldPx(zoom) }),
		text: String(index + 1)
	}));
const textsOf = (stops: readonly Stop[], level = zoom) =>
	stopLabels(stops, level).map(({ text }) => text);

describe('the numbers of stops on the map', () => {
	it('stand alone where each can be read', () => {
		expect(textsOf(at([0, 0], [40, 0], [0, 40]))).toEqual(['1', '2', '3']);
	});

	it('stand together as a run where they follow one another, at the first of them', () => {
		const stops = at([0, 0], [100, 100], [104, 100], [108, 104], [300, 0]);
		const labels = stopLabels(stops, zoom);
		expect(labels.map(({ text }) => text)).toEqual(['1', '2–4', '5']);
		expect(labels[1]).toMatchObject({ lat: stops[1]?.lat, lon: stops[1]?.lon });
	});

	it('are named one by one where others lie between them', () => {
		expect(textsOf(at([0, 0], [200, 0], [4, 0], [200, 90]))).toEqual(['1, 3', '2', '4']);
	});

	it('end in dots where a list would be too long to be read', () => {
		const here: [number, number] = [0, 0];
		const far = [1, 2, 3, 4].map((step): [number, number] => [step * 300, 0]);
		const stops = at(...far.flatMap((there) => [here, there]));
		expect(textsOf(stops)[0]).toBe('1, 3, 5 …');
	});

	it('are all there, each once, and no two labels overlap, however the stops lie', () => {
		const stops = at(
			...Array.from({ length: 40 }, (_, n) => [(n * 37) % 190, (n * 53) % 170] as const)
		);
		const labels = stopLabels(stops, zoom);
		expect(labels.length).toBeLessThan(stops.length);
		expect(stopLabels(labels, zoom)).toHaveLength(labels.length);
	});

	it('come apart when the map comes nearer', () => {
		const stops = at([0, 0], [10, 0]);
		expect(textsOf(stops)).toEqual(['1–2']);
		expect(textsOf(stops, zoom + 2)).toEqual(['1', '2']);
	});
});
