import { describe, expect, it } from 'vitest';
import { MemoryOutbox } from '../db/memory-outbox';
import { forgetPendingShot, notePendingShot, pendingShot } from './pending-shot';

const shot = { reportId: 'r', number: 'MM-26-1-1', slot: 'after', replaces: null } as const;

function deviceAt(start: number) {
	const outbox = new MemoryOutbox();
	const clock = { now: start };
	return {
		clock,
		now: () => clock.now,
		memo: (key: string) => outbox.memo(key),
		setMemo: (key: string, value: unknown) => outbox.setMemo(key, value, clock.now)
	};
}

describe('a pending photo', () => {
	it('is found again by job and slot, until it is forgotten [story 15]', async () => {
		const device = deviceAt(1000);
		await notePendingShot(device, shot);
		expect(await pendingShot(device)).toEqual({ ...shot, at: 1000 });
		await forgetPendingShot(device);
		expect(await pendingShot(device)).toBeNull();
	});

	it('leads nowhere after a day, nor where the note cannot be read', async () => {
		const device = deviceAt(1000);
		await notePendingShot(device, shot);
		device.clock.now += 25 * 60 * 60_000;
		expect(await pendingShot(device)).toBeNull();
		await device.setMemo('shot', { slot: 'sideways' });
		expect(await pendingShot(device)).toBeNull();
	});
});
