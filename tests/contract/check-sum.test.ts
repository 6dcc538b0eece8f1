/** Check sums, audits and repairs on both engines: what a device holds is what the server would show. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryCache } from '../../src/lib/client/db/memory-cache';
import { differingScopes, findWrong } from '../../src/lib/client/sync/verify';
import type { Person } from '../../src/lib/domain/people/actor';
import { closedKeptMs } from '../../src/lib/domain/report/scope';
import type { SyncResponse } from '../../src/lib/protocol/sync';
import type { Asked } from '../../src/lib/server/usecases/read-changes';
import { ali, badr, salma } from '../support/builders';
import { bothEngines, engines, TestCity, type TestDevice } from './sync-support';

const opened = bothEngines();
afterAll(() => opened.close());

describe.each(engines)('the check of a view on %s', (engine) => {
	let city: TestCity;
	let supervisor: TestDevice;
	let skip: string | undefined;

	beforeAll(async () => {
		const settings = await opened.open(engine);
		if ('skip' in settings) {
			skip = settings.skip;
			return;
		}
		city = await TestCity.open(settings);
		supervisor = await city.device(salma, 'Desk');
		return () => city.app.close();
	});
	const test = (name: string, run: () => Promise<void>) =>
		it(name, async (context) => {
			if (skip !== undefined) context.skip(skip);
			await run();
		});

	/** A device's cache, and the pages that fill it. */
	const device = (person: Person) => {
		const cache = new MemoryCache();
		const ask = async (asked: Asked, limit = 1000) => {
			const { cursor } = await cache.meta();
			const { json } = await city.app.readChanges(person, cursor, limit, asked);
			const changes: SyncResponse['changes'] = JSON.parse(json);
			const contact = { at: city.now, skewMs: 0 };
			const page = { ...changes, fromCursor: cursor, epoch: city.app.epoch, contact };
			await cache.apply(page, await cache.beginTerm());
			return changes;
		};
		const differing = async () => {
			const { check = {} } = await ask({ check: true });
			return differingScopes(check, await cache.revs(), city.now);
		};
		return { cache, ask, differing };
	};

	const assigned = async (assigneeId = 'ali') => {
		const report = await city.report();
		await supervisor.do('assign', report, { assigneeId });
		return city.read(report.id);
	};

	test('agrees for everybody, at every stage of a report', async () => {
		const [field, desk] = [device(ali), device(salma)];
		const report = await assigned();
		await assigned('badr');
		for (const one of [field, desk]) expect(await one.differing()).toEqual([]);
		await supervisor.do('reassign', report, { assigneeId: 'badr' });
		for (const one of [field, desk]) expect(await one.differing()).toEqual([]);
		await supervisor.do('unassign', await city.read(report.id), {});
		for (const one of [field, desk]) expect(await one.differing()).toEqual([]);
	});

	test('is of the rows within a person’s areas, in sums and revs alike', async () => {
		await city.report({ areaPath: '/muscat/muttrah/' });
		await assigned();
		const narrow = device({ ...salma, areas: ['/muscat/seeb/'] });
		expect(await narrow.differing()).toEqual([]);
		const { audit } = await narrow.ask({ audit: ['duty', 'team:team-1'] });
		expect(Object.keys(audit?.duty ?? {})).toEqual([]);
		expect(Object.keys(audit?.['team:team-1'] ?? {}).length).toBeGreaterThan(0);
	});

	test('leaves out reports whose time on devices is nearly over, on both sides', async () => {
		const report = await city.report();
		await supervisor.do('close', report, { outcome: 'duplicate', text: null });
		const desk = device(salma);
		expect(await desk.differing()).toEqual([]);
		const before = city.now;
		city.now += closedKeptMs - 30 * 60_000;
		expect(await desk.differing()).toEqual([]);
		city.now += 2 * 60 * 60_000;
		expect(await desk.differing()).toEqual([]);
		city.now = before;
	});

	test('finds a lost row and a wrong one, and brings them again [G5]', async () => {
		const [lost, wrong] = [await assigned(), await assigned()];
		const field = device(ali);
		await field.ask({});
		await field.cache.forget([lost.id]);
		const row = (await field.cache.reportsById([wrong.id]))[0];
		if (row === undefined) throw new Error('No row');
		Object.assign(row, { rev: row.rev + 5 });
		expect(await field.differing()).toEqual(['user:ali']);
		const { audit = {} } = await field.ask({ audit: ['user:ali'] });
		const found = findWrong(audit, await field.cache.revs(), city.now);
		expect(found).toEqual({
			strays: [],
			broken: [`report:${wrong.id}`],
			wanted: [`report:${lost.id}`],
			beginAnew: false
		});
		await field.cache.mend(found, await field.cache.beginTerm());
		await field.ask({ repair: [...found.broken, ...found.wanted] });
		expect(await field.differing()).toEqual([]);
		const bodies = (await field.cache.reportsById([lost.id, wrong.id])).map(({ body }) => body);
		expect(bodies).toEqual([await city.read(lost.id), await city.read(wrong.id)]);
	});

	test('names and brings nothing of scopes and rows that are not the person’s [D8]', async () => {
		const others = await assigned('badr');
		const field = device(ali);
		await field.ask({});
		const { audit, entries } = await field.ask({
			audit: ['user:badr', 'team:team-1'],
			repair: [`report:${others.id}`]
		});
		expect(audit).toBeUndefined();
		expect(entries).toEqual([]);
		expect(badr.id).toBe('badr');
	});

	test('says nothing before the last page', async () => {
		for (let i = 0; i < 3; i++) await assigned();
		const field = device(ali);
		const first = await field.ask({ check: true, audit: ['user:ali'] }, 1);
		expect(first.more).toBe(true);
		expect(first.check).toBeUndefined();
		expect(first.audit).toBeUndefined();
	});

	test('tells a cursor that is ahead of this database from any other that is refused [F8]', async () => {
		const cursor = (await city.app.readChanges(ali, null, 1000)).json.match(
			/"cursor":"([^"]+)"/
		)?.[1];
		const [mark = '', at = ''] = (cursor ?? '').split('~');
		const far = at.replace(/\d+$/, '1000000');
		const ahead = [mark, far, ''].join('~');
		const foreign = ['other', far, ''].join('~');
		const read = async (text: string) => city.app.readChanges(ali, text, 1000);
		expect(await read(ahead)).toMatchObject({ isRestored: true, mode: 'resync' });
		expect(await read(foreign)).toMatchObject({ isRestored: false, mode: 'resync' });
		expect(await read(cursor ?? '')).toMatchObject({ isRestored: false, mode: 'delta' });
	});
});
