/**
 * Upkeep of shifts: those whose time is over end by themselves, and after 30 days they are forgotten
 * with their trails. Safe to repeat, also by several processes.
 */
import { shiftAsOf, trailKeptMs } from '$lib/domain/dispatch/shift';
import type { Database } from '../db/connect';
import { forgetShifts, lockShift, openShifts, saveShift } from '../repositories/shifts';
import { readPolicy } from './ref-data';

/** Does what is due at `now` (ms). */
export async function keepTrails(db: Database, now: number): Promise<void> {
	await db.tx((tx) => forgetShifts(tx, now - trailKeptMs));
	const policy = await db.snapshot(readPolicy);
	if (policy === null) return;
	for (const { shift } of await db.snapshot(openShifts)) {
		await db.tx(async (tx) => {
			const stored = await lockShift(tx, shift.id);
			if (stored === undefined) return;
			const asOf = shiftAsOf(stored.shift, stored.heardAt, now, policy.clock);
			if (asOf !== stored.shift) await saveShift(tx, { ...stored, shift: asOf });
		});
	}
}
