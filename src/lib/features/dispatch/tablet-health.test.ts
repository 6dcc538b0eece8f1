import { describe, expect, it } from 'vitest';
import type { PresenceDevice } from '$lib/client/api';
import { morning } from '../../../../tests/support/builders';
import { hasLittleRoom, isLow, tabletState } from './tablet-health';

const tablet = (part: Partial<PresenceDevice> = {}): PresenceDevice => ({
	...{ deviceName: 'Tablet 7', lastSeenAt: morning, pendingCommands: 0, pendingPhotos: 0 },
	...{ oldestPendingAt: null, replica: 'r1', appVersion: null, freeBytes: null },
	...{ batteryPercent: null, isCharging: null, toldAt: null, recalledAt: null, reachedAt: null },
	emptiedAt: null,
	...part
});

describe('a tablet', () => {
	it('is recalled only once it has said that nothing is left on it', () => {
		const recalled = { recalledAt: morning };
		expect(tabletState(tablet())).toBe('working');
		expect(tabletState(tablet(recalled))).toBe('recalling');
		expect(tabletState(tablet({ ...recalled, reachedAt: morning }))).toBe('recalling');
		expect(tabletState(tablet({ ...recalled, emptiedAt: morning }))).toBe('recalled');
	});

	it('is in want of room and of power by what it says, and by nothing that it does not say', () => {
		expect([hasLittleRoom(tablet()), isLow(tablet())]).toEqual([false, false]);
		expect(hasLittleRoom(tablet({ freeBytes: 299_999_999 }))).toBe(true);
		expect(hasLittleRoom(tablet({ freeBytes: 300_000_000 }))).toBe(false);
		expect(isLow(tablet({ batteryPercent: 19 }))).toBe(true);
		expect(isLow(tablet({ batteryPercent: 19, isCharging: true }))).toBe(false);
		expect(isLow(tablet({ batteryPercent: 20, isCharging: false }))).toBe(false);
	});
});
