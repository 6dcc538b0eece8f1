import 'fake-indexeddb/auto';
import { afterEach, expect, it } from 'vitest';
import type { Draft, OutboxStore } from '../sync/ports';
import { openOutbox } from './outbox';
import { persistently } from './persistently';

const begin = IDBDatabase.prototype.transaction;
let outbox: OutboxStore;
afterEach(() => {
	IDBDatabase.prototype.transaction = begin;
	outbox?.close();
});

const draftOf = (n: number): Draft => ({
	envelope: {
		id: `00000000-0000-7000-8000-00000000000${n}`,
		type: 'addNote',
		typeVersion: 1,
		reportId: 'report',
		base: { rev: 1, assignEpoch: 1 },
		deviceAt: 1000,
		deviceOffsetMinutes: 240,
		monoMs: 5,
		session: 's',
		skew: null,
		group: null,
		isVoid: false,
		args: {},
		signature: null
	},
	snapshot: { number: 'MM-26-000001-8', address: 'Street 1' }
});
const photo = (size: number) => {
	const bytes = new Uint8Array(size);
	return { sha256: 'ab', bytes, thumb: bytes.slice(0, 1), width: 1, height: 1 };
};

/** The browser ends the connection under the next write: what runs is aborted, then it is closed. */
function endNextWrite(meanwhile = () => {}): void {
	IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
		const begun = begin.apply(this, args);
		if (args[1] !== 'readwrite') return begun;
		IDBDatabase.prototype.transaction = begin;
		queueMicrotask(() => {
			begun.abort();
			this.close();
			this.dispatchEvent(new Event('close'));
			meanwhile();
		});
		return begun;
	};
}

it('saves once, in one count, although the connection ends under a write [C6]', async () => {
	outbox = await openOutbox('ended');
	await outbox.append([draftOf(1)]);
	endNextWrite();
	const rows = await outbox.append([draftOf(2), draftOf(3)], photo(100));
	expect(rows.map(({ envelope }) => envelope.n)).toEqual([2, 3]);
	expect((await outbox.commands()).map(({ envelope }) => envelope.n)).toEqual([1, 2, 3]);
});

it('does not save twice what stands there already when it tries again [C6]', async () => {
	outbox = await openOutbox('unheard');
	// Stands for the write that was committed, and whose end nobody heard.
	const unheard = await openOutbox('unheard');
	endNextWrite(() => void unheard.append([draftOf(4)]));
	const rows = await outbox.append([draftOf(4)]);
	expect(rows.map(({ envelope }) => envelope.n)).toEqual([1]);
	expect(await outbox.commands()).toHaveLength(1);
	unheard.close();
});

it('gives up at once where another reason than the connection stands behind it', async () => {
	let runs = 0;
	const full = Object.assign(new DOMException('', 'AbortError'), {
		inner: new DOMException('', 'QuotaExceededError')
	});
	const fail = () => {
		runs += 1;
		return Promise.reject(full);
	};
	await expect(persistently(fail, () => false)).rejects.toBe(full);
	expect(runs).toBe(1);
});
