import { expect, it } from 'vitest';
import { PhotoOrder } from './photo-order.svelte';

function books() {
	const memos = new Map<string, unknown>();
	return {
		memo: (key: string) => Promise.resolve(memos.get(key) ?? null),
		setMemo: (key: string, value: unknown) => Promise.resolve(void memos.set(key, value))
	};
}

it('is found again after a restart, and arranges what the finish names', async () => {
	const device = books();
	new PhotoOrder(device, 'r').set(['b', 'gone', 'a']);
	const again = new PhotoOrder(device, 'r');
	await expect.poll(() => again.hashes).toEqual(['b', 'gone', 'a']);
	expect(again.arranged(['a', 'b', 'c'])).toEqual(['b', 'a', 'c']);
	expect(new PhotoOrder(device, 'other').hashes).toEqual([]);
});

it('does not let what was stored overwrite what the person has just arranged', async () => {
	const device = books();
	new PhotoOrder(device, 'r').set(['a', 'b']);
	const late = new PhotoOrder(device, 'r');
	late.set(['b', 'a']);
	await Promise.resolve();
	expect(late.hashes).toEqual(['b', 'a']);
});
