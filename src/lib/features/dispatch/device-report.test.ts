import { describe, expect, it } from 'vitest';
import type { PresenceDevice } from '$lib/client/api';
import { ali, clock, minute, morning } from '../../../../tests/support/builders';
import { isSilent, silentPeople, unsentDevices } from './device-report';

const device = (part: Partial<PresenceDevice> = {}): PresenceDevice => ({
	...{ deviceName: 'Tablet 7', lastSeenAt: morning, pendingCommands: 3, pendingPhotos: 1 },
	...{ oldestPendingAt: morning - minute, replica: 'r1', appVersion: null, freeBytes: null },
	...{ batteryPercent: null, isCharging: null, toldAt: null, recalledAt: null, reachedAt: null },
	emptiedAt: null,
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
});

describe('a tablet', () => {
	type Shift = Parameters<typeof isSilent>[0]['shift'];
	const on: Shift = {
		...{ state: 'on', startedAt: morning, sinceAt: null, endedBy: null, place: null }
	};
	const ended: Shift = { ...on, state: 'ended', sinceAt: morning, endedBy: 'person' };
	const silentAfter = (minutes: number, shift: Shift, { open = 1, at = morning } = {}) =>
		isSilent({ lastSeenAt: at, devices: [], shift }, open, clock, at + minutes * minute);
	const evening = { at: morning + 10 * 60 * minute };

	it('is silent after an hour of a shift, after closing time too', () => {
		expect([silentAfter(60, on), silentAfter(61, on)]).toEqual([false, true]);
		expect(silentAfter(61, on, evening)).toBe(true);
	});

	it('need not be heard in a break, after a shift, or with nothing to do', () => {
		expect(silentAfter(300, { ...on, state: 'break' })).toBe(false);
		expect(silentAfter(300, ended)).toBe(false);
		expect(silentAfter(300, on, { open: 0 })).toBe(false);
	});

	it('counts working time where no shift is known, or where silence has ended it', () => {
		for (const shift of [null, { ...ended, endedBy: 'silence' as const }]) {
			expect([silentAfter(60, shift), silentAfter(61, shift)]).toEqual([false, true]);
			expect(silentAfter(120, shift, evening)).toBe(false);
			expect(silentAfter(61, shift, { open: 0 })).toBe(false);
		}
	});

	it('with unsent work is silent whatever the shift says', () => {
		const heard = { lastSeenAt: morning, devices: [device()], shift: ended };
		expect(isSilent(heard, 0, clock, morning + 61 * minute)).toBe(true);
	});

	it('is nobody’s while the server has not answered', () => {
		const loads = [{ person: ali, open: 1, dueToday: 0, overdue: 0 }];
		const now = morning + 61 * minute;
		const heard = new Map([['ali', { lastSeenAt: morning, devices: [], shift: on }]]);
		expect([...silentPeople(loads, heard, clock, now)]).toEqual(['ali']);
		expect(silentPeople(loads, null, clock, now).size).toBe(0);
		expect(silentPeople(loads, new Map(), clock, now).size).toBe(0);
	});
});
