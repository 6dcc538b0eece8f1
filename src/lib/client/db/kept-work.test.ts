import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import type { Draft } from '../sync/ports';
import { keptWorkOfOthers } from './kept-work';
import { openOutbox } from './outbox';

const draftOf = (id: string): Draft => ({
	envelope: {
		id,
		type: 'start',
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

async function leave(personId: string, count: number): Promise<void> {
	const outbox = await openOutbox(personId);
	for (let i = 0; i < count; i++) await outbox.append([draftOf(`${personId}-${i}`)]);
	outbox.close();
}

it('counts what others left unsent on this device, and nothing of one’s own', async () => {
	await leave('ali', 2);
	await leave('badr', 1);
	await leave('said', 0);
	expect(await keptWorkOfOthers('badr')).toEqual({ people: 1, items: 2 });
	expect(await keptWorkOfOthers(null)).toEqual({ people: 2, items: 3 });
});
