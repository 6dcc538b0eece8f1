import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { describe, expect, it } from 'vitest';
import { emptyDraft } from '../draft';
import { fullBatch } from '../sync/plan';
import { outboxPrefix } from './names';
import { openOutbox } from './outbox';

/** The shape of the first released outbox; it is never to change. */
const firstStores = {
	meta: 'key',
	commands: 'seq, &id, openSeq, reportId',
	photos: 'sha256, state',
	pieces: '[sha256+i]'
};
const id = '00000000-0000-7000-8000-000000000001';
const replica = '00000000-0000-7000-8000-0000000000aa';

describe('an outbox of the first release', () => {
	it('has all its unsent rows after the upgrade, and takes drafts [story 9]', async () => {
		const old = new Dexie(`${outboxPrefix}old`);
		old.version(1).stores(firstStores);
		const envelope = { id, type: 'addNote', n: 1, replica: '', reportId: id, args: { text: 'x' } };
		const row = { seq: 1, openSeq: 1, id, reportId: id, state: 'waiting', envelope };
		await old.table('commands').add(row);
		await old.table('photos').add({ sha256: 'p', state: 'waiting', commandId: id, size: 3 });
		await old.table('pieces').add({ sha256: 'p', i: 0, bytes: new Uint8Array([1, 2, 3]) });
		const identity = { replica, key: null, deviceName: 'Tablet', mintedAt: 0 };
		await old.table('meta').bulkAdd([
			{ key: 'counters', nextN: 2, nextSeq: 2 },
			{ key: 'identity', identity }
		]);
		old.close();

		const outbox = await openOutbox('old');
		expect(await outbox.identity()).toEqual(identity);
		expect((await outbox.take(fullBatch)).map((taken) => taken.id)).toEqual([id]);
		expect(await outbox.readPhoto('p', 0, 3)).toEqual(new Uint8Array([1, 2, 3]));
		await outbox.saveDraft(emptyDraft(id));
		expect(await outbox.drafts()).toEqual([emptyDraft(id)]);
		outbox.close();
	});
});
