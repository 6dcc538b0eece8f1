import { describe, expect, it } from 'vitest';
import type { Claim } from '$lib/domain/report/report';
import { aReport, minute, morning } from '../../../../tests/support/builders';
import { filtered, isFiltering, noFilter, occurring } from './claim-filter';

const aClaim = (id: string, part: Partial<Claim> = {}): Claim => ({
	...{ id, kind: 'finish', actorId: 'ali', epoch: 1, at: morning, receivedAt: morning },
	...{ outcome: 'fixed', text: null, photos: [], state: 'open' },
	...part
});
const open = (id: string, part: Partial<Claim> = {}, areaPath = '/muscat/seeb/') => ({
	claim: aClaim(id, part),
	report: aReport({ id, areaPath }),
	worked: []
});
const day = 24 * 60 * minute;
const now = morning + 4 * day;
const claims = [
	open('old', { receivedAt: morning }),
	open('of-badr', { actorId: 'badr', receivedAt: now - 2 * day }),
	open('worked', { kind: 'time_worked', receivedAt: now }, '/muscat/muttrah/')
];
const names = { categories: new Map(), areas: new Map() };
const ids = (part: Partial<typeof noFilter>) =>
	filtered(claims, { ...noFilter, ...part }, names, now).map(({ claim }) => claim.id);

describe('the inbox of claims', () => {
	it('is narrowed by kind, author, area and age, each by itself and together', () => {
		expect(ids({})).toEqual(['old', 'of-badr', 'worked']);
		expect(ids({ kind: 'time_worked' })).toEqual(['worked']);
		expect(ids({ personId: 'badr' })).toEqual(['of-badr']);
		expect(ids({ areaPath: '/muscat/seeb/' })).toEqual(['old', 'of-badr']);
		expect(ids({ age: 'day' })).toEqual(['old', 'of-badr']);
		expect(ids({ age: 'threeDays' })).toEqual(['old']);
		expect(ids({ personId: 'badr', age: 'threeDays' })).toEqual([]);
	});

	it('is narrowed by words that stand in the report, as everywhere', () => {
		expect(ids({ query: 'الحيل' })).toEqual(['old', 'of-badr', 'worked']);
		expect(ids({ query: 'مدرسه' })).toEqual([]);
	});

	it('says that something is left out, but not because of a blank', () => {
		expect(isFiltering(noFilter)).toBe(false);
		expect(isFiltering({ ...noFilter, query: '  ' })).toBe(false);
		expect(isFiltering({ ...noFilter, age: 'week' })).toBe(true);
	});

	it('offers what occurs, with true counts', () => {
		expect(occurring(claims, ({ claim }) => claim.actorId)).toEqual([
			{ value: 'ali', count: 2 },
			{ value: 'badr', count: 1 }
		]);
	});
});
