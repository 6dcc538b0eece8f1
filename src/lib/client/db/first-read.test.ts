import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { expect, it, vi } from 'vitest';
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
