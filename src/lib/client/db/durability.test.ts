/**
 * What a power cut may take. Browsers write a relaxed transaction to the disk some time after they said
 * that it is done, a strict one before: a database is what its strict transactions were.
 */
import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { fullBatch } from '../sync/plan';
import type { Draft } from '../sync/ports';
import { openCache } from './cache';
import { openOutbox } from './outbox';

const begin = IDBDatabase.prototype.transaction;
/** Durability of every writing transaction, by database. */
let asked: [name: string, durability: string][];

beforeEach(() => {
	asked = [];
	vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
		this: IDBDatabase,
		stores,
		mode,
		options
	) {
		if (mode === 'readwrite') asked.push([this.name, options?.durability ?? 'default']);
		return begin.call(this, stores, mode, options);
	});
});

const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const aDraft = (n: number, type: 'addNote' | 'addPhoto' | 'undo', args: object): Draft => ({
	envelope: {
		...{ id: uuid(n), type, typeVersion: 1, reportId: uuid(900) },
		...{ base: { rev: 1, assignEpoch: 1 }, deviceAt: 1, deviceOffsetMinutes: 0, monoMs: 0 },
		...{ session: 's', skew: null, group: null, isVoid: false, args, signature: null }
	},
	snapshot: { number: '', address: '' }
});

it('writes everything that was promised to the disk before it says so [C2, C3]', async () => {
	const outbox = await openOutbox('strict');
	const identity = { replica: 'r', key: null, deviceName: 'T', mintedAt: 0 };
	const bytes = new Uint8Array(70_000);
	const photo = { sha256: 'a', bytes, thumb: new Uint8Array(1), width: 1, height: 1 };
	await outbox.adopt(identity, false);
	await outbox.append([aDraft(1, 'addNote', { text: 'x' })]);
	await outbox.append([aDraft(2, 'addPhoto', { sha256: 'a' })], photo);
	await outbox.takeBack([aDraft(3, 'undo', { commandId: uuid(1), elapsedMs: 1 })]);
	const sent = await outbox.take(fullBatch);
	const results = sent.map(({ id, envelope: { n } }) => ({
		...{ n, id, outcome: 'applied' as const, duplicate: false },
		...{ reason: null, detail: null, cover: {} }
	}));
	await outbox.acknowledge(results, 'e', 1);
	await outbox.revive(1);
	await outbox.shrink(1);
	await outbox.changePhoto('a', { state: 'stored', storedAt: 1 });
	await outbox.offerPhotosAgain();
	await outbox.releasePhotos(['a']);
	await outbox.prune(9);
	expect(asked.length).toBeGreaterThan(10);
	expect(asked.filter(([, durability]) => durability !== 'strict')).toEqual([]);
});

it('leaves to the browser when it writes what can be fetched again', async () => {
	const cache = await openCache('relaxed');
	await cache.beginTerm();
	expect(asked.length).toBeGreaterThan(0);
	expect(asked.filter(([, durability]) => durability === 'strict')).toEqual([]);
});
