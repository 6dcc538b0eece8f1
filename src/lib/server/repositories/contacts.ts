/** How to reach the person who reported. Never part of a report's body, never on a device. */
import type { Insertable } from 'kysely';
import { insertRows, replacing } from '../db/dialect';
import type { ReporterContactTable, Tx } from '../db/tables';

/** Adds or replaces contacts by report. */
export async function saveContacts(
	tx: Tx,
	rows: readonly Insertable<ReporterContactTable>[]
): Promise<void> {
	await insertRows(
		tx,
		'reporter_contact',
		rows,
		replacing('report_id', ['name', 'phone', 'email'])
	);
}
