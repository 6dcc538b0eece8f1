import { describe, expect, it } from 'vitest';
import type { PresenceDevice } from '$lib/client/api';
import { clock, minute, morning } from '../../../../tests/support/builders';
import { isSilentAtWork, unsentDevices } from './device-report';

const device = (part: Partial<PresenceDevice> = {}): PresenceDevice => ({
	...{ deviceName: 'Tablet 7', lastSeenAt: morning, pendingCommands: 3, pendingPhotos: 1 },
	...{ oldestPendingAt: morning - minute },
	...part
});

describe('the report of a device', () => {
	it('names what it has to send since when, the longest waiting first, and no device without', () => {
		const devices = [
			device(),
			device({ deviceName: 'old', oldestPendingAt: morning - 9 * minute }),
			device({ deviceName: 'empty', pendingCommands: 0, pendingPhotos: 0 })
		];
		const reports = unsentDevices(devices, morning);
		expect(reports.map(({ name }) => name)).toEqual(['old', 'Tablet 7']);
		expect(reports[1]).toEqual({
			...{ name: 'Tablet 7', commands: 3, photos: 1, sinceAt: morning - minute },
			isSilent: false
		});
	});

	it('is silent after more than an hour, at night too, because unsent work is waiting', () => {
		const silentAfter = (minutes: number, at = morning) =>
			unsentDevices([device({ lastSeenAt: at })], at + minutes * minute)[0]?.isSilent;
		expect([silentAfter(60), silentAfter(61)]).toEqual([false, true]);
		expect(silentAfter(61, morning + 12 * 60 * minute)).toBe(true);
	});

	it('of somebody with work in hand counts working time, and nobody’s without', () => {
		const silent = (minutes: number, open = 1) =>
			isSilentAtWork(morning, open, clock, morning + minutes * minute);
		expect([silent(60), silent(61), silent(61, 0)]).toEqual([false, true, false]);
		const evening = morning + 10 * 60 * minute;
		expect(isSilentAtWork(evening, 1, clock, evening + 120 * minute)).toBe(false);
	});
});
