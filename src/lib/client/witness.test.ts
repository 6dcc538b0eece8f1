import { beforeEach, describe, expect, it, vi } from 'vitest';
import { largerLoss, lostSince, noteIncident, noteUnsent } from './witness';

const store = new Map<string, string>();
beforeEach(() => {
	store.clear();
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => store.get(key) ?? null,
		setItem: (key: string, value: string) => store.set(key, value),
		removeItem: (key: string) => store.delete(key)
	});
});

const unsent = { commands: 3, photos: 2, oldestAt: 1000, reports: ['MM-26-000001-8'] };
const nothing = { commands: 0, photos: 0, oldestAt: null, reports: [] };

describe('the witness of unsent work [C7]', () => {
	it('tells what was lost when the outbox is new and the note names work', () => {
		noteUnsent('p', unsent);
		expect(lostSince('p', false)).toBeNull();
		expect(lostSince('p', true)).toEqual(unsent);
	});

	it('says nothing when everything had been sent, and nothing of other people', () => {
		noteUnsent('p', unsent);
		noteUnsent('q', unsent);
		noteUnsent('p', nothing);
		expect(lostSince('p', true)).toBeNull();
	});

	it('keeps an incident in view over restarts until it is put aside', () => {
		noteUnsent('p', unsent);
		lostSince('p', true);
		noteUnsent('p', nothing);
		expect(lostSince('p', false)).toEqual(unsent);
		noteIncident('p', null);
		expect(lostSince('p', true)).toBeNull();
	});

	it('joins what the device and the server know to the larger account', () => {
		const told = { commands: 4, photos: 0, oldestAt: 900, reports: [] };
		const joined = { commands: 4, photos: 2, oldestAt: 900, reports: unsent.reports };
		expect(largerLoss(unsent, told)).toEqual(joined);
		expect(largerLoss(null, told)).toEqual(told);
	});

	it('does not stand in the way where the browser keeps nothing', () => {
		vi.stubGlobal('localStorage', undefined);
		expect(() => noteUnsent('p', unsent)).not.toThrow();
		expect(lostSince('p', true)).toBeNull();
	});
});
