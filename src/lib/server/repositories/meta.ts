/**
 * Facts about this database as a whole: `epoch` (new after each restore), `instance` (for its life),
 * `durable_through` (backups reach up to here, ms), `restored` (came from a backup and was not looked
 * through yet), `vapid` (the keys that sign push messages, JSON), settings of the city.
 */
import type { Tx } from '../db/tables';

export type MetaKey =
	'epoch' | 'instance' | 'profile' | 'mode' | 'durable_through' | 'restored' | 'vapid';

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

export async function dropMeta(tx: Tx, key: MetaKey): Promise<void> {
	await tx.deleteFrom('meta').where('key', '=', key).execute();
}
