/** The last shift of each person of a team, as a supervisor may see it. */
import { longestShiftMs, shiftAsOf, shiftState, type TrailPoint } from '$lib/domain/dispatch/shift';
import type { WorkingClock } from '$lib/domain/time/working-calendar';
import type { ShiftPresence } from '$lib/protocol/shift';
import type { Tx } from '../db/tables';
import { lastPoints, shiftsOf, type StoredShift } from '../repositories/shifts';

/** A shift that ended is told of for as long again as one can last. */
const toldMs = 2 * longestShiftMs;

interface LastShift {
	presence: ShiftPresence;
	heardAt: number;
}

/** By person; a place only of those who are on shift at `now` (ms). */
export async function lastShifts(
	tx: Tx,
	personIds: readonly string[],
	now: number,
	clock: WorkingClock
): Promise<ReadonlyMap<string, LastShift>> {
	const newestLast = (await shiftsOf(tx, personIds, now - toldMs)).reverse();
	const newest = new Map(
		newestLast.map((stored) => [stored.personId, { ...stored, shift: asOf(stored, now, clock) }])
	);
	const sharing = [...newest.values()].filter(({ shift }) => shiftState(shift) === 'on');
	const points = await lastPoints(
		tx,
		sharing.map(({ shift }) => shift.id)
	);
	return new Map(
		[...newest].map(([personId, stored]) => [
			personId,
			{ presence: presenceOf(stored, points.get(stored.shift.id)), heardAt: stored.heardAt }
		])
	);
}

function asOf({ shift, heardAt }: StoredShift, now: number, clock: WorkingClock) {
	return shiftAsOf(shift, heardAt, now, clock);
}

function presenceOf({ shift }: StoredShift, place: TrailPoint | undefined): ShiftPresence {
	const { startedAt, endedAt, endedBy, breaks } = shift;
	const state = shiftState(shift);
	const sinceAt = state === 'break' ? (breaks.at(-1)?.fromAt ?? null) : endedAt;
	return { state, startedAt, sinceAt, endedBy, place: place ?? null };
}
