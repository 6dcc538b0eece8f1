/** The log of commands: what every replica sent, raw, and what became of it. Append-only. */
import type { Insertable, Selectable } from 'kysely';
import { insertRows } from '../db/dialect';
import type { CommandTable, Tx } from '../db/tables';

export type StoredCommand = Selectable<CommandTable>;

/** A stored command and whose replica sent it. */
export interface OwnedCommand extends StoredCommand {
	owner: string;
}

/** What stands under these counters of a replica, and what took effect under these ids anywhere. */
export async function findCommands(
	tx: Tx,
	replica: string,
	counters: readonly number[],
	ids: readonly string[]
): Promise<OwnedCommand[]> {
	if (counters.length === 0) return [];
	return tx
		.selectFrom('command')
		.innerJoin('replica', 'replica.id', 'command.replica')
		.selectAll('command')
		.select('replica.user_id as owner')
		.where((is) =>
			is.or([
				is.and([is('command.replica', '=', replica), is('n', 'in', counters)]),
				is.and([is('command.id', 'in', ids), is('repeats', '=', 0)])
			])
		)
		.execute();
}

export async function addCommands(
	tx: Tx,
	rows: readonly Insertable<CommandTable>[]
): Promise<void> {
	await insertRows(tx, 'command', rows);
}

/** Commands that could not be judged when they came, each once, oldest first, at most `limit`. */
export async function deferredCommands(tx: Tx, limit: number): Promise<StoredCommand[]> {
	return tx
		.selectFrom('command')
		.selectAll()
		.where('outcome', '=', 'deferred')
		.where('repeats', '=', 0)
		.orderBy('received_at')
		.orderBy('replica')
		.orderBy('n')
		.limit(limit)
		.execute();
}

/** Replaces the outcome of a deferred command, and of its repeats, once it could be applied. */
export async function settleCommand(
	tx: Tx,
	{ id, outcome, result }: Pick<StoredCommand, 'id' | 'outcome' | 'result'>
): Promise<void> {
	await tx
		.updateTable('command')
		.set({ outcome, result })
		.where('id', '=', id)
		.where('outcome', '=', 'deferred')
		.execute();
}
