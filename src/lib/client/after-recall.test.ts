import { beforeEach, expect, it } from 'vitest';
import type { CommandResult } from '$lib/protocol/sync';
import { isHandedIn } from './after-recall';
import { MemoryOutbox } from './db/memory-outbox';

const note = {
	envelope: {
		...{ id: '00000000-0000-7000-8000-000000000001', type: 'addNote', typeVersion: 1 },
		...{ reportId: 'r', base: { rev: 1, assignEpoch: 1 }, deviceAt: 1, deviceOffsetMinutes: 0 },
		...{ monoMs: 0, session: 's', skew: null, group: null, isVoid: false },
		...{ args: { text: 'x' }, signature: null }
	},
	snapshot: { number: '', address: '' }
} as const;
const result: CommandResult = {
	...{ n: 1, id: note.envelope.id, duplicate: false, reason: 'escrowed', detail: null, cover: {} },
	outcome: 'claim'
};
const declaring = {
	...note,
	envelope: { ...note.envelope, type: 'addPhoto', args: { sha256: 'ab' } }
} as const;
const bytes = new Uint8Array([1]);
const photo = { sha256: 'ab', bytes, thumb: bytes, width: 1, height: 1 };

let outbox: MemoryOutbox;
beforeEach(async () => {
	outbox = new MemoryOutbox();
	const identity = { replica: 'r', key: null, deviceName: 'Tablet', mintedAt: 1 };
	await outbox.adopt(identity, false);
});

it('keeps a recalled device as it is while a command waits for its answer [D3]', async () => {
	expect(await isHandedIn(outbox)).toBe(true);
	await outbox.append([note]);
	expect(await isHandedIn(outbox)).toBe(false);
	await outbox.take({ commands: 1, bytes: 1000 });
	expect(await isHandedIn(outbox)).toBe(false);
	await outbox.acknowledge([result], 'e', 1);
	expect(await isHandedIn(outbox)).toBe(true);
});

it('keeps it while a photo waits, though its command was handed in [D3]', async () => {
	await outbox.append([declaring], photo);
	await outbox.take({ commands: 1, bytes: 1000 });
	await outbox.acknowledge([result], 'e', 1);
	expect(await isHandedIn(outbox)).toBe(false);
	await outbox.changePhoto('ab', { state: 'stored' });
	expect(await isHandedIn(outbox)).toBe(true);
});
