import { describe, expect, it } from 'vitest';
import type { Report } from '$lib/domain/report/report';
import { aReport, category, reasons } from '../../../../tests/support/builders';
import { ReferenceState } from './reference.svelte';
import { ReportsState } from './reports.svelte';
import type { RefRow } from '../sync/ports';

const row = (id: string, part: Partial<Report> = {}) => {
	const body = aReport({ id, number: `N${id}`, ...part });
	return { id, scopes: ['team:1'], rev: body.rev, gen: 1, body };
};
const asIs = (_id: string, base: Report | undefined) => base;

describe('the reports in memory', () => {
	it('give a new array at each change and find by id and number', () => {
		const reports = new ReportsState();
		reports.receive([row('a'), row('b')], [], asIs);
		const before = reports.all;
		expect(reports.byNumber('Nb')?.id).toBe('b');
		reports.receive([row('c')], ['b'], asIs);
		expect(reports.all).not.toBe(before);
		expect(reports.all.map(({ id }) => id)).toEqual(['a', 'c']);
		expect([reports.byId('b'), reports.byNumber('Nb')]).toEqual([undefined, undefined]);
		expect(reports.byNumber('Nc')?.id).toBe('c');
	});

	it('show what lies on top and keep the base apart', () => {
		const reports = new ReportsState();
		reports.receive([row('a')], [], asIs);
		reports.refresh(['a', 'gone'], (_id, base) => base && { ...base, priority: 'urgent' });
		expect(reports.byId('a')?.priority).toBe('urgent');
		expect(reports.baseOf('a')?.priority).toBe('normal');
	});

	it('show a report that has no base yet, by its id, and drop it when nothing shows it any more', () => {
		const reports = new ReportsState();
		const found = aReport({ id: 'found', number: '' });
		reports.refresh(['found'], () => found);
		expect(reports.all).toEqual([found]);
		expect([reports.byId('found'), reports.byNumber('')]).toEqual([found, undefined]);
		expect(reports.baseOf('found')).toBeUndefined();
		reports.refresh(['found'], () => undefined);
		expect([reports.all, reports.byId('found')]).toEqual([[], undefined]);
	});

	it('stand still where nothing was touched', () => {
		const reports = new ReportsState();
		reports.receive([row('a')], [], asIs);
		const before = reports.all;
		reports.refresh(['elsewhere'], asIs);
		expect(reports.all).toBe(before);
	});
});

describe('the reference data', () => {
	const name = { ar: 'م', en: 'C' };
	const workingDay = [{ from: '07:30', to: '14:30' }];
	const ref = (kind: RefRow['kind'], body: Record<string, unknown>): RefRow => ({
		kind,
		id: String(body.id ?? body.path),
		scopes: ['ref'],
		gen: 1,
		body
	});
	const city = {
		id: 'city',
		name,
		numberPrefix: 'MM',
		languages: ['ar', 'en'],
		bounds: [22, 57, 25, 60],
		center: { lat: 23, lon: 58, zoom: 10 },
		deskPhone: '1111',
		rootArea: '/muscat/',
		calendar: {
			timeZone: 'Asia/Muscat',
			week: [workingDay, workingDay, workingDay, workingDay, workingDay, [], []],
			seasons: [],
			holidays: []
		},
		channels: [],
		sectors: [],
		reasons
	};
	const rows = () => [
		ref('city', structuredClone(city)),
		ref('category', { ...category }),
		ref('category', { ...category, id: 'other', isOther: true }),
		ref('team', { id: 'team-1', name, directorateId: 'seeb' })
	];

	it('give the rules what they look up, and none before they are here', () => {
		const reference = new ReferenceState();
		expect([reference.isReady, reference.policy]).toEqual([false, undefined]);
		reference.load(rows());
		expect(reference.policy?.category('sewage').id).toBe('sewage');
		expect(reference.policy?.category('retired long ago').id).toBe('other');
		expect(reference.teams.get('team-1')?.directorateId).toBe('seeb');
	});

	it('leave out a row that this build cannot read, and keep the rest', () => {
		const reference = new ReferenceState();
		reference.load([...rows(), ref('category', { id: 'newer', shape: 2 })]);
		expect([...reference.categories.keys()]).toEqual(['sewage', 'other']);
	});

	it('keep the working clock while the calendar stays the same', () => {
		const reference = new ReferenceState();
		reference.load(rows());
		const clock = reference.policy?.clock;
		reference.load(rows());
		expect(reference.policy?.clock).toBe(clock);
		const calendar = { ...city.calendar, holidays: [{ date: '2026-03-01', name }] };
		reference.load([ref('city', { ...city, calendar }), ...rows().slice(1)]);
		expect(reference.policy?.clock).not.toBe(clock);
	});
});
