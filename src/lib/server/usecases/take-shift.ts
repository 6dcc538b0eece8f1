/**
 * Takes what a device tells of its person's shift: times, and places shared in it.
 *
 * 1. Own shifts only: the id of somebody else's is as unknown as one that does not exist.
 * 2. Telling it again changes nothing; a higher rev replaces what stands, a lower one is past.
 * 3. Places from outside the shift or from its breaks are dropped, whatever was sent, and exact ones
 *    are rounded unless the person allows them: what is not kept cannot be shown.
 * 4. A shift that has ended by itself goes on where its device is heard again in time.
 */
import {
	isPlausible,
	sharedPlace,
	sharesAt,
	shiftAsOf,
	trailKeptMs
} from '$lib/domain/dispatch/shift';
import { actorOf, can, type Person } from '$lib/domain/people/actor';
import { shiftClockSlackMs, type ShiftReceipt, type ShiftReport } from '$lib/protocol/shift';
import type { ServerApp } from '../app';
import type { Tx } from '../db/tables';
import {
	addShift,
	addTrailPoints,
	lockShift,
	saveShift,
	type StoredShift
} from '../repositories/shifts';

export type ShiftTaken =
	| { ok: true; receipt: ShiftReceipt }
	| { ok: false; code: 'not_permitted' | 'not_acceptable' | 'not_found' };

/** Keeps a report of a shift, or says why not. */
export async function takeShift(
	app: Pick<ServerApp, 'db' | 'now' | 'policy'>,
	person: Person,
	report: ShiftReport
): Promise<ShiftTaken> {
	if (!can(actorOf(person), 'report.work')) return { ok: false, code: 'not_permitted' };
	const now = app.now();
	const { rev, ...told } = report.shift;
	if (!isPlausible(told) || !isOfThisTime(report.shift, now)) {
		return { ok: false, code: 'not_acceptable' };
	}
	const { clock } = await app.policy();
	return app.db.tx(async (tx) => {
		const known = await lockShift(tx, told.id);
		if (known !== undefined && known.personId !== person.id)
			return { ok: false, code: 'not_found' };
		const isPast = known !== undefined && rev < known.rev;
		const newest = isPast ? known.shift : told;
		const stored: StoredShift = {
			shift: shiftAsOf(newest, now, now, clock),
			personId: person.id,
			rev: isPast ? known.rev : rev,
			heardAt: now
		};
		await (known === undefined ? addShift : saveShift)(tx, stored);
		await keepPoints(tx, stored, report.points, now);
		return { ok: true, receipt: receiptOf(stored) };
	});
}

async function keepPoints(
	tx: Tx,
	{ shift }: StoredShift,
	points: ShiftReport['points'],
	now: number
): Promise<void> {
	const shared = points.filter(({ at }) => sharesAt(shift, at) && at <= now + shiftClockSlackMs);
	await addTrailPoints(
		tx,
		shift.id,
		shared.map((point) => sharedPlace(point, shift.isPrecise))
	);
}

/** Not of the future, and not from before what is kept at all. */
function isOfThisTime({ startedAt, endedAt }: ShiftReport['shift'], now: number): boolean {
	const latest = Math.max(startedAt, endedAt ?? 0);
	return startedAt >= now - trailKeptMs && latest <= now + shiftClockSlackMs;
}

function receiptOf({ shift, rev }: StoredShift): ShiftReceipt {
	return { shift: { ...shift, rev, breaks: shift.breaks.map((each) => ({ ...each })) } };
}
