import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { describe, expect, it, vi } from 'vitest';
import type { Report } from '$lib/domain/report/report';
import { aReport, anAssignment } from '../../../../tests/support/builders';
import { emptyDraft } from '../draft';
import type { Page } from '../sync/ports';
import { openCache } from './cache';
import { firstRead, readAhead } from './first-read';
import { cacheNameOf, cacheSchemaRev, outboxNameOf } from './names';
import { openOutbox } from './outbox';

const page: Page = {
	fromCursor: null,
	epoch: 'e',
	mode: 'resync',
	entries: [
		{ scope: 'ref', v: 1, op: 'put', kind: 'category', id: 'sewage', body: { id: 'sewage' } }
	],
	cursor: 'c1',
	covers: { ref: 1 },
	more: false,
	contact: { at: 5, skewMs: 0 }
};

async function openBoth(personId: string) {
	const [outbox, cache] = await Promise.all([openOutbox(personId), openCache(personId)]);
	return { outbox, cache };
}

it('reads what the stores themselves would read', async () => {
	const { outbox, cache } = await openBoth('ali');
	const identity = { replica: 'r1', key: null, deviceName: 'Tablet', mintedAt: 0 };
	await outbox.adopt(identity, false);
	await outbox.saveDraft(emptyDraft('report'));
	await cache.apply(page, await cache.beginTerm());
	const rows = await firstRead('ali');
	expect(rows).toMatchObject({ identity, drafts: [emptyDraft('report')] });
	expect(rows).toMatchObject({ meta: await cache.meta(), refs: await cache.refs() });
	expect(rows?.refs).toHaveLength(1);
	outbox.close();
	cache.close();
});

it('finds nothing and leaves nothing behind where there is no database', async () => {
	expect(await firstRead('nobody')).toBeNull();
	expect(await Dexie.getDatabaseNames()).not.toContain(outboxNameOf('nobody'));
	expect(await Dexie.exists(cacheNameOf('nobody'))).toBe(false);
});

it('leaves a cache of another shape to who empties it', async () => {
	const { outbox, cache } = await openBoth('badr');
	expect(await firstRead('badr')).not.toBeNull();
	const db = await new Dexie(cacheNameOf('badr')).open();
	await db.table('meta').put({ key: 'schema', value: cacheSchemaRev + 1 });
	expect(await firstRead('badr')).toBeNull();
	for (const open of [db, outbox, cache]) open.close();
});

it('leaves an outbox of an earlier version to who upgrades it', async () => {
	(await openCache('old')).close();
	const old = new Dexie(outboxNameOf('old'));
	old.version(1).stores({ meta: 'key', commands: 'seq', photos: 'sha256', pieces: '[sha256+i]' });
	(await old.open()).close();
	expect(await firstRead('old')).toBeNull();
});

it('hands out once what was read ahead, and to its own person only', async () => {
	const { outbox, cache } = await openBoth('said');
	const opened = vi.spyOn(indexedDB, 'open');
	readAhead('said');
	expect(await firstRead('said')).not.toBeNull();
	expect(opened).toHaveBeenCalledTimes(2);
	expect(await firstRead('said')).not.toBeNull();
	expect(opened).toHaveBeenCalledTimes(4);
	readAhead('said');
	expect(await firstRead('nobody')).toBeNull();
	outbox.close();
	cache.close();
});

describe('of a great many reports', () => {
	/** Nearer to the western edge of its cell than to the eastern one. */
	const here = { lat: 23.6, lon: 58.2012 };
	/** To the east and to the west in turn, each 5 m further away; each third is a colleague's. */
	const many = Array.from({ length: 1200 }, (_, nth) =>
		aReport({
			id: `r${String(nth).padStart(4, '0')}`,
			status: 'assigned',
			assignment: anAssignment({ assigneeId: nth % 3 === 2 ? 'badr' : 'maryam' }),
			lat: here.lat,
			lon: here.lon + nth * (nth % 2 === 0 ? 0.00005 : -0.00005)
		})
	);
	const entryOf = (body: Report): Page['entries'][number] => ({
		...{ scope: 'ref', v: 1, op: 'put', kind: 'report', id: body.id },
		body: { ...body }
	});
	async function filled(personId: string, reports: readonly Report[]) {
		const { outbox, cache } = await openBoth(personId);
		await cache.apply({ ...page, entries: reports.map(entryOf) }, await cache.beginTerm());
		outbox.close();
		cache.close();
	}
	async function readFrom(personId: string, place?: Promise<typeof here | null>) {
		readAhead(personId, place);
		const rows = await firstRead(personId);
		return { isWhole: rows?.isWhole, ids: rows?.reports.map(({ id }) => id).sort() ?? [] };
	}
	const own = many
		.filter(({ assignment }) => assignment?.assigneeId === 'maryam')
		.map(({ id }) => id);

	it('reads the own jobs nearest to a place, and leaves none out between them', async () => {
		await filled('maryam', many);
		const { isWhole, ids } = await readFrom('maryam', Promise.resolve(here));
		expect(isWhole).toBe(false);
		expect(ids.length).toBeGreaterThanOrEqual(50);
		expect(ids.length).toBeLessThan(own.length / 2);
		expect(ids).toEqual(own.slice(0, ids.length));
		expect((await readFrom('maryam')).ids).toHaveLength(many.length);
	});

	it('reads everything where nobody knows the place, or not in time', async () => {
		expect(await readFrom('maryam', Promise.resolve(null))).toMatchObject({ isWhole: true });
		const never = new Promise<null>(() => undefined);
		expect(await readFrom('maryam', never)).toMatchObject({ isWhole: true });
	});

	it('reads everything where too few are near, and where there are not many', async () => {
		const far = Promise.resolve({ lat: -33.9, lon: 18.4 });
		expect(await readFrom('maryam', far)).toMatchObject({ isWhole: true });
		await filled('few', many.slice(0, 900));
		expect(await readFrom('few', Promise.resolve(here))).toMatchObject({ isWhole: true });
	});

	it('finds by place what a cache of before the places held [story 9]', async () => {
		const old = new Dexie(cacheNameOf('maryam'));
		await Dexie.delete(cacheNameOf('maryam'));
		old.version(1).stores({
			meta: 'key',
			reports: 'id',
			refs: '[kind+id]',
			departures: 'reportId',
			photos: 'key, usedAt'
		});
		await old.table('meta').put({ key: 'schema', value: cacheSchemaRev });
		const rows = many.map((body) => ({ id: body.id, scopes: ['ref'], rev: 1, gen: 1, body }));
		await old.table('reports').bulkPut(rows);
		old.close();
		expect(await readFrom('maryam', Promise.resolve(here))).toMatchObject({ isWhole: true });
		(await openCache('maryam')).close();
		expect(await readFrom('maryam', Promise.resolve(here))).toMatchObject({ isWhole: false });
	});
});
