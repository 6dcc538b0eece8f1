/** Saved views of desks; bodies are JSON text. */
import type { Selectable } from 'kysely';
import { insertRows, replacing } from '../db/dialect';
import type { SavedViewTable, Tx } from '../db/tables';

export type StoredView = Selectable<SavedViewTable>;

/** Those of a person, and those that are shared in one of these scopes. */
export function viewsFor(
	tx: Tx,
	personId: string,
	scopes: readonly string[]
): Promise<StoredView[]> {
	return tx
		.selectFrom('saved_view')
		.selectAll()
		.where((is) =>
			is.or([
				is('owner_id', '=', personId),
				...(scopes.length === 0 ? [] : [is('scope', 'in', scopes)])
			])
		)
		.orderBy('name')
		.orderBy('id')
		.execute();
}

export function findView(tx: Tx, id: string): Promise<StoredView | undefined> {
	return tx.selectFrom('saved_view').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function countViews(tx: Tx, personId: string): Promise<number> {
	const row = await tx
		.selectFrom('saved_view')
		.select((is) => is.fn.countAll<number | string>().as('count'))
		.where('owner_id', '=', personId)
		.executeTakeFirst();
	return Number(row?.count ?? 0);
}

/** Adds a view or replaces the one of the same id. */
export async function saveView(tx: Tx, row: StoredView): Promise<void> {
	const columns = ['scope', 'name', 'body', 'updated_at'];
	await insertRows(tx, 'saved_view', [row], replacing('id', columns));
}

export async function dropView(tx: Tx, id: string): Promise<void> {
	await tx.deleteFrom('saved_view').where('id', '=', id).execute();
}
