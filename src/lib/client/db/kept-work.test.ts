import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { keptWorkOfOthers } from './kept-work';
import { openOutbox } from './outbox';

it('counts what others left unsent on this device, and nothing of one’s own', async () => {
	for (const [personId, reports] of [
		['ali', 2],
		['badr', 1],
		['said', 0]
	] as const) {
		const outbox = await openOutbox(personId);
		for (let i = 0; i < reports; i++) await outbox.append([draftOf(`${personId}-${i}`)]);
		outbox.close();
	}
	expect(await keptWorkOfOthers('badr')).toEqual({ people: 1, items: 2 });
	expect(await keptWorkOfOthers(null)).toEqual({ people: 2, items: 3 });
});
