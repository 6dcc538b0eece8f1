/** Shifts and their trails. A trail is read for its last point only: nobody's way is shown to others. */
import type { Selectable } from 'kysely';
import type { Shift, TrailPoint } from '$lib/domain/dispatch/shift';
import { engineOf, insertRows, lockRows } from '../db/dialect';
import type { ShiftTable, TrailPointTable, Tx } from '../db/tables';

/** A shift as it is kept, with whose it is and when its device last told of it. */
export interface StoredShift {
	shift: Shift;
	personId: string;
	rev: number;
	heardAt: number;
}

/** Locks the shift until the transaction ends; undefined where there is none. */
export async function lockShift(tx: Tx, id: string): Promise<StoredShift | undefined> {
	const query = tx.selectFrom('shift').selectAll().where('id', '=', id);
	const row = await lockRows(engineOf(tx), query).executeTakeFirst();
	return row && storedOf(row);
}

export async function addShift(tx: Tx, stored: StoredShift): Promise<void> {
	await tx
		.insertInto('shift')
		.values({ id: stored.shift.id, person_id: stored.personId, ...columnsOf(stored) })
		.execute();
}

export async function saveShift(tx: Tx, stored: StoredShift): Promise<void> {
	await tx.updateTable('shift').set(columnsOf(stored)).where('id', '=', stored.shift.id).execute();
}

/** Adds points; those that are known already stay as they are. */
export async function addTrailPoints(
	tx: Tx,
	shiftId: string,
	points: readonly (TrailPoint & { n: number })[]
): Promise<void> {
	const rows = points.map(({ n, at, lat, lon, accuracyMetres }) => ({
		...{ shift_id: shiftId, n, at, lat, lon },
		accuracy_metres: accuracyMetres
	}));
	await insertRows(tx, 'trail_point', rows, 'on conflict (shift_id, n) do nothing');
}

/** Shifts of these people that began since a moment (ms), newest first. */
export async function shiftsOf(
	tx: Tx,
	personIds: readonly string[],
	since: number
): Promise<StoredShift[]> {
	if (personIds.length === 0) return [];
	const rows = await tx
		.selectFrom('shift')
		.selectAll()
		.where('person_id', 'in', personIds)
		.where('started_at', '>=', since)
		.orderBy('started_at', 'desc')
		.execute();
	return rows.map(storedOf);
}

/** The last point of each of these shifts, by shift. */
export async function lastPoints(
	tx: Tx,
	shiftIds: readonly string[]
): Promise<ReadonlyMap<string, TrailPoint>> {
	if (shiftIds.length === 0) return new Map();
	const last = tx
		.selectFrom('trail_point')
		.select(({ fn }) => ['shift_id', fn.max('n').as('n')])
		.where('shift_id', 'in', shiftIds)
		.groupBy('shift_id')
		.as('last');
	const rows = await tx
		.selectFrom('trail_point')
		.innerJoin(last, (join) =>
			join.onRef('last.shift_id', '=', 'trail_point.shift_id').onRef('last.n', '=', 'trail_point.n')
		)
		.selectAll('trail_point')
		.execute();
	return new Map(rows.map((row) => [row.shift_id, pointOf(row)]));
}

/** Shifts that nobody has ended yet. */
export async function openShifts(tx: Tx): Promise<StoredShift[]> {
	const rows = await tx.selectFrom('shift').selectAll().where('ended_at', 'is', null).execute();
	return rows.map(storedOf);
}

/** Deletes trails and shifts from before a moment (ms). */
export async function forgetShifts(tx: Tx, before: number): Promise<void> {
	await tx.deleteFrom('trail_point').where('at', '<', before).execute();
	const old = tx.selectFrom('shift').select('id').where('started_at', '<', before);
	await tx.deleteFrom('trail_point').where('shift_id', 'in', old).execute();
	await tx.deleteFrom('shift').where('started_at', '<', before).execute();
}

function columnsOf({ shift, rev, heardAt }: StoredShift) {
	return {
		...{ rev, started_at: shift.startedAt, breaks: JSON.stringify(shift.breaks) },
		...{ ended_at: shift.endedAt, ended_by: shift.endedBy },
		is_precise: shift.isPrecise ? 1 : 0,
		heard_at: heardAt
	};
}

function storedOf(row: Selectable<ShiftTable>): StoredShift {
	const breaks: Shift['breaks'] = JSON.parse(row.breaks);
	return {
		shift: {
			...{ id: row.id, startedAt: row.started_at, breaks },
			...{ endedAt: row.ended_at, endedBy: row.ended_by },
			isPrecise: row.is_precise === 1
		},
		personId: row.person_id,
		rev: row.rev,
		heardAt: row.heard_at
	};
}

function pointOf({ at, lat, lon, accuracy_metres }: Selectable<TrailPointTable>): TrailPoint {
	return { at, lat, lon, accuracyMetres: accuracy_metres };
}
