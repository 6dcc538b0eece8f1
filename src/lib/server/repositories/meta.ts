/** Facts about this database as a whole: `epoch` (new after each restore), `instance`, settings of the city. */
import type { Tx } from '../db/tables';

export type MetaKey = 'epoch' | 'instance' | 'profile' | 'mode';

/** The value, or null where it was never written. */
export async function readMeta(tx: Tx, key: MetaKey): Promise<string | null> {
	const row = await tx.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
	return row?.value ?? null;
}

export async function writeMeta(tx: Tx, key: MetaKey, value: string): Promise<void> {
	await tx
		.insertInto('meta')
		.values({ key, value })
		.onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
		.execute();
}

/** Writes the value unless there is one; returns the one that stands. */
export async function keepMeta(tx: Tx, key: MetaKey, value: string): Promise<string> {
	await tx
		.insertInto('meta')
		.values({ key, value })
		.onConflict((conflict) => conflict.column('key').doNothing())
		.execute();
	return (await readMeta(tx, key)) ?? value;
}
