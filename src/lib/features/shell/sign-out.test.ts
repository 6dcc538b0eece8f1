import { describe, expect, it } from 'vitest';
import { isTyped, sendingNow, unsentItems } from './sign-out';

describe('leaving a device with unsent work', () => {
	it('counts acts and photos, and nothing else', () => {
		expect(unsentItems({ unsentCommands: 3, unsentPhotos: 2 })).toBe(5);
	});

	it('takes the number of items in both kinds of digits, and no other number', () => {
		expect(isTyped(' 12 ', 12)).toBe(true);
		expect(isTyped('١٢', 12)).toBe(true);
		expect(isTyped('1', 12)).toBe(false);
		expect(isTyped('', 0)).toBe(false);
		expect(isTyped('12 items', 12)).toBe(false);
	});

	it('offers sending only where something can go', () => {
		expect(sendingNow({ state: 'idle', isOnline: true })).toBe('possible');
		expect(sendingNow({ state: 'exchanging', isOnline: true })).toBe('possible');
		expect(sendingNow({ state: 'offline', isOnline: false })).toBe('offline');
		expect(sendingNow({ state: 'needs_sign_in', isOnline: true })).toBe('signed_out');
	});
});
