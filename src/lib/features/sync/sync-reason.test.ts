import { syncStates } from '$lib/client/device';
import { describe, expect, it } from 'vitest';
import { syncReason } from './sync-reason';

describe('why work waits', () => {
	it('is said in every state in which it does, each in words of its own [story 19] [story 20]', () => {
		const standing = syncStates.filter((state) => !['idle', 'exchanging'].includes(state));
		const words = standing.map((state) => syncReason(state, 2));
		expect(words.every((text) => text !== null && text !== '')).toBe(true);
		expect(new Set(words).size).toBe(standing.length);
	});

	it('is not said where nothing waits, or while it goes', () => {
		expect(syncReason('offline', 0)).toBeNull();
		expect(syncReason('exchanging', 2)).toBeNull();
		expect(syncReason('idle', 2)).toBeNull();
	});
});
