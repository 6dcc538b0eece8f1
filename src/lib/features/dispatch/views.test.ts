import { describe, expect, it } from 'vitest';
import type { SavedView } from '$lib/client/api';
import { bodyOf } from './saved-view';
import { freshChoice } from './desk-context';
import { openViews } from './views.svelte';

const body = bodyOf(freshChoice());
const mine: SavedView = {
	id: 'v',
	name: 'Late',
	isShared: true,
	isOwn: true,
	ownerId: 'salma',
	body
};

/** A server that keeps what it is sent, and a device that remembers. */
function house() {
	const sent: unknown[] = [];
	const kept = [mine];
	const memos = new Map<string, unknown>();
	const views = openViews(
		{
			memo: (key) => Promise.resolve(memos.get(key) ?? null),
			setMemo: (key, value) => Promise.resolve(void memos.set(key, value))
		},
		{
			views: () => Promise.resolve({ ok: true, value: [...kept] }),
			keepView: (id, view) => {
				sent.push([id, view]);
				return Promise.resolve({ ok: true, value: null });
			},
			forgetView: () => Promise.resolve({ ok: true, value: null })
		}
	);
	return { views, sent, memos, kept };
}

describe('saved views on a device', () => {
	it('send what a view is and nothing that was told of it, so that one that was read can be kept again', async () => {
		const { views, sent } = house();
		await views.open();
		const [read = mine] = views.list;
		expect(await views.keep(read)).toBeNull();
		expect(sent).toEqual([['v', { name: 'Late', isShared: true, body }]]);
	});

	it('are remembered for when there is no line', async () => {
		const { views, memos } = house();
		await views.open();
		expect(memos.get('desk.views')).toEqual([mine]);
	});

	it('show what colleagues have shared and forgotten meanwhile once the list is looked at again', async () => {
		const { views, kept, memos } = house();
		await views.open();
		kept.splice(0, 1, { ...mine, id: 'w', name: 'On hold', isOwn: false, ownerId: 'noora' });
		await views.ask();
		expect(views.list.map(({ name }) => name)).toEqual(['On hold']);
		expect(memos.get('desk.views')).toEqual(kept);
	});
});
