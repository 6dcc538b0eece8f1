/** The log of commands: what every replica sent, raw, and what became of it. Append-only. */
import { sql, type Insertable, type Selectable } from 'kysely';
import { insertRows } from '../db/dialect';
import type { CommandTable, Tx } from '../db/tables';

export type StoredCommand = Selectable<CommandTable>;

/** A stored command and whose replica sent it. */
export interface OwnedCommand extends StoredCommand {
	owner: string;
	deviceName: string;
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
		.select(['replica.user_id as owner', 'replica.device_name as deviceName'])
		.where((is) =>
			is.or([
				is.and([is('command.replica', '=', replica), is('n', 'in', counters)]),
				is.and([is('command.id', 'in', ids), is('repeats', '=', 0)])
			])
		)
		.execute();
}

/** Longer payloads are no command of ours: they stay in the books, and nobody is shown what is in them. */
const maxShownLength = 64 * 1024;
/** A command as somebody looks at it. */
export type ShownCommand = Pick<
	OwnedCommand,
	'id' | 'payload' | 'outcome' | 'result' | 'received_at' | 'owner' | 'deviceName'
>;

export async function addCommands(
	tx: Tx,
	rows: readonly Insertable<CommandTable>[]
): Promise<void> {
	await insertRows(tx, 'command', rows);
}

/** Commands that could not be judged when they came, each once, oldest first, at most `limit` after `skip`. */
export async function deferredCommands(
	tx: Tx,
	limit: number,
	skip: number
): Promise<StoredCommand[]> {
	return tx
		.selectFrom('command')
		.selectAll()
		.where('outcome', '=', 'deferred')
		.where('repeats', '=', 0)
		.orderBy('received_at')
		.orderBy('replica')
		.orderBy('n')
		.limit(limit)
		.offset(skip)
		.execute();
}

/**
 * Commands of these people without effect that nobody has looked at, newest first, at most 200. Also
 * under an id that stands already: it may be another command.
 */
export async function withoutEffect(
	tx: Tx,
	personIds: readonly string[],
	since: number
): Promise<ShownCommand[]> {
	if (personIds.length === 0) return [];
	const shown = sql<string>`case when length(payload) <= ${sql.lit(maxShownLength)} then payload else '{}' end`;
	return tx
		.selectFrom('command')
		.innerJoin('replica', 'replica.id', 'command.replica')
		.select(['command.id', 'outcome', 'result', 'received_at'])
		.select(['replica.user_id as owner', 'replica.device_name as deviceName'])
		.select(shown.as('payload'))
		.where('replica.user_id', 'in', personIds)
		.where('outcome', 'in', ['rejected', 'deferred'])
		.where('seen_at', 'is', null)
		.where('received_at', '>=', since)
		.orderBy('received_at', 'desc')
		.limit(200)
		.execute();
}

/** Notes who has seen a command without effect of these people; false where there is none to see. */
export async function markCommandSeen(
	tx: Tx,
	id: string,
	personIds: readonly string[],
	seen: { by: string; at: number }
): Promise<boolean> {
	if (personIds.length === 0) return false;
	const result = await tx
		.updateTable('command')
		.set({ seen_at: seen.at, seen_by: seen.by })
		.where('id', '=', id)
		.where('outcome', 'in', ['rejected', 'deferred'])
		.where('seen_at', 'is', null)
		.where('replica', 'in', (of) =>
			of.selectFrom('replica').select('id').where('user_id', 'in', personIds)
		)
		.executeTakeFirst();
	return result.numUpdatedRows > 0n;
}

/** Replaces the outcome of a deferred command, and of its repeats, once it could be applied: news, seen by nobody. */
export async function settleCommand(
	tx: Tx,
	{ id, outcome, result }: Pick<StoredCommand, 'id' | 'outcome' | 'result'>
): Promise<void> {
	await tx
		.updateTable('command')
		.set({ outcome, result, seen_at: null, seen_by: null })
		.where('id', '=', id)
		.where('outcome', '=', 'deferred')
		.execute();
}
