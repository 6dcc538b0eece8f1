/** Recalled tablets: who recalled them and when, what they had to send then, and when they heard of it. */
import type { Insertable, Selectable } from 'kysely';
import type { RecallTable, Tx } from '../db/tables';

export type Recall = Selectable<RecallTable>;

/** Keeps a recall; one that was kept before stays as it is. */
export async function addRecall(
	tx: Tx,
	recall: Omit<Insertable<RecallTable>, 'reached_at' | 'emptied_at'>
): Promise<void> {
	await tx
		.insertInto('recall')
		.values({ ...recall, reached_at: null, emptied_at: null })
		.onConflict((conflict) => conflict.column('replica_id').doNothing())
		.execute();
}

export async function findRecall(tx: Tx, replicaId: string): Promise<Recall | undefined> {
	return tx.selectFrom('recall').selectAll().where('replica_id', '=', replicaId).executeTakeFirst();
}

/** The recalls of several people's tablets. */
export async function recallsOf(tx: Tx, personIds: readonly string[]): Promise<Recall[]> {
	if (personIds.length === 0) return [];
	return tx.selectFrom('recall').selectAll().where('person_id', 'in', personIds).execute();
}

/** Notes that a recalled tablet has heard of it, the first time; `at` in ms. */
export async function noteReached(tx: Tx, replicaId: string, at: number): Promise<void> {
	await tx
		.updateTable('recall')
		.set({ reached_at: at })
		.where('replica_id', '=', replicaId)
		.where('reached_at', 'is', null)
		.execute();
}

/** Notes that a recalled tablet has nothing left, the first time; `at` in ms. */
export async function noteEmptied(tx: Tx, replicaId: string, at: number): Promise<void> {
	await tx
		.updateTable('recall')
		.set({ emptied_at: at })
		.where('replica_id', '=', replicaId)
		.where('emptied_at', 'is', null)
		.execute();
}
