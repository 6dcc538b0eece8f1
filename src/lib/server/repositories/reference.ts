/** Reference data as the `ref` scope carries it, and the profile it came from. Bodies are JSON text. */
import type { Insertable } from 'kysely';
import { insertRows, replacing } from '../db/dialect';
import type { ReferenceTable, Tx } from '../db/tables';

/** Adds rows or replaces those of the same kind and id. */
export async function saveReference(
	tx: Tx,
	rows: readonly Insertable<ReferenceTable>[]
): Promise<void> {
	await insertRows(tx, 'reference', rows, replacing('kind, id', ['body']));
}

/** Removes rows of one kind. */
export async function dropReference(
	tx: Tx,
	kind: ReferenceTable['kind'],
	ids: readonly string[]
): Promise<void> {
	if (ids.length === 0) return;
	await tx.deleteFrom('reference').where('kind', '=', kind).where('id', 'in', ids).execute();
}

/** Bodies of one kind, by id. */
export async function readReference(
	tx: Tx,
	kind: ReferenceTable['kind']
): Promise<Map<string, string>> {
	const rows = await tx
		.selectFrom('reference')
		.select(['id', 'body'])
		.where('kind', '=', kind)
		.execute();
	return new Map(rows.map(({ id, body }) => [id, body]));
}
