/** Who was assigned to what under which epoch: the right to send work in, for ever. */
import type { Insertable } from 'kysely';
import { insertRows } from '../db/dialect';
import type { AssignmentTable, Tx } from '../db/tables';

/** The epochs of these reports that named a person, by report id. */
export async function heldEpochs(
	tx: Tx,
	personId: string,
	reportIds: readonly string[]
): Promise<Map<string, number[]>> {
	const held = new Map<string, number[]>();
	if (reportIds.length === 0) return held;
	const rows = await tx
		.selectFrom('assignment')
		.select(['report_id', 'epoch'])
		.where('assignee_id', '=', personId)
		.where('report_id', 'in', reportIds)
		.execute();
	for (const { report_id, epoch } of rows) {
		held.set(report_id, [...(held.get(report_id) ?? []), epoch]);
	}
	return held;
}

/** Adds assignments; one that stands already keeps its beginning and may get its end. */
export async function saveAssignments(
	tx: Tx,
	rows: readonly Insertable<AssignmentTable>[]
): Promise<void> {
	await insertRows(
		tx,
		'assignment',
		rows,
		'on conflict (report_id, epoch) do update set to_at = excluded.to_at'
	);
}
