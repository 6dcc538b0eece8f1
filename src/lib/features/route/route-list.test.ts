import { describe, expect, it } from 'vitest';
import { aReport, morning } from '../../../../tests/support/builders';
import type { Job } from '../field/jobs';
import { movedTo, remainingMetres, routeOf, stopsOf, suggestedOrder } from './route-list';

const here = { lat: 23.6, lon: 58.4 };
const job = (id: string, north: number, status: Job['report']['status'] = 'assigned'): Job => ({
	report: aReport({ id, status, lat: here.lat + north / 111_195, lon: here.lon }),
	...{ due: null, distanceMetres: null, direction: null }
});
const [a, b, c] = [job('a', 1000), job('b', 2000), job('c', 3000)];
const ids = (stops: ReturnType<typeof routeOf>) => stops.map(({ job }) => job.report.id);

describe('today’s route', () => {
	it('is suggested from where the person stands', () => {
		expect(suggestedOrder([c, a, b], here, morning)).toEqual(['a', 'b', 'c']);
	});

	it('begins at the stop that is due first while the position is unknown', () => {
		const due = { ...c, due: { at: morning, bucket: 'within' as const, isPaused: false } };
		expect(suggestedOrder([a, b, due], null, morning - 1)).toEqual(['c', 'b', 'a']);
	});

	it('keeps the order of the person, and puts what came later where it fits', () => {
		const stops = routeOf([a, b, c, job('new', -1000)], ['c', 'a', 'b'], here);
		expect(ids(stops)).toEqual(['new', 'c', 'a', 'b']);
		expect(stops.filter(({ isNew }) => isNew).map(({ place }) => place)).toEqual([1]);
	});

	it('leaves out what is gone and what is on hold', () => {
		expect(ids(routeOf(stopsOf([a, job('b', 2000, 'on_hold')]), ['b', 'gone', 'a'], here))).toEqual(
			['a']
		);
	});

	it('says how far each stop is from the one before, and how much way is left', () => {
		const stops = routeOf([a, b], ['a', 'b'], here);
		expect(stops.map(({ legMetres }) => Math.round(legMetres ?? 0))).toEqual([1000, 1000]);
		expect(Math.round(remainingMetres(stops, here))).toBe(2000);
		expect(routeOf([a], ['a'], null)[0]?.legMetres).toBeNull();
	});

	it('moves one stop and never out of the list', () => {
		expect(movedTo(['a', 'b', 'c'], 'c', 0)).toEqual(['c', 'a', 'b']);
		expect(movedTo(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c']);
		expect(movedTo(['a', 'b'], 'a', -1)).toEqual(['a', 'b']);
		expect(movedTo(['a', 'b'], 'b', 2)).toEqual(['a', 'b']);
	});
});
