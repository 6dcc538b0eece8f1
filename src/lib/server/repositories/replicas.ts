/** Replicas: one per person and device, each with its own counter. Never reused after a loss of storage. */
import type { Selectable } from 'kysely';
import type { PendingReport } from '$lib/protocol/sync';
import { engineOf, lockRows } from '../db/dialect';
import type { ReplicaTable, Tx } from '../db/tables';

export type Replica = Selectable<ReplicaTable>;

/** A new replica with nothing received yet. `secret` is base64url of 32 bytes. */
export async function addReplica(
	tx: Tx,
	replica: Pick<Replica, 'id' | 'user_id' | 'install' | 'secret' | 'device_name' | 'created_at'>
): Promise<void> {
	await tx
		.insertInto('replica')
		.values({
			...replica,
			last_n: 0,
			status: 'active',
			last_seen_at: null,
			drained_at: null,
			pending_commands: 0,
			pending_photos: 0,
			oldest_pending_at: null,
			app_version: null
		})
		.execute();
}

/** Locks a replica until the transaction ends; undefined where there is none. */
export async function lockReplica(tx: Tx, id: string): Promise<Replica | undefined> {
	const query = tx.selectFrom('replica').selectAll().where('id', '=', id);
	return lockRows(engineOf(tx), query).executeTakeFirst();
}

export async function findReplica(tx: Tx, id: string): Promise<Replica | undefined> {
	return tx.selectFrom('replica').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Replicas of several people, latest contact first. */
export async function replicasOf(tx: Tx, personIds: readonly string[]): Promise<Replica[]> {
	if (personIds.length === 0) return [];
	return tx
		.selectFrom('replica')
		.selectAll()
		.where('user_id', 'in', personIds)
		.orderBy('last_seen_at', 'desc')
		.execute();
}

/** Notes a contact: the counter reached, what the device has not sent yet, and when (ms). */
export async function noteContact(
	tx: Tx,
	id: string,
	contact: { lastN: number; at: number; pending: PendingReport }
): Promise<void> {
	const { lastN, at, pending } = contact;
	await tx
		.updateTable('replica')
		.set({
			last_n: lastN,
			last_seen_at: at,
			pending_commands: pending.commands,
			pending_photos: pending.photos,
			oldest_pending_at: pending.oldestAt,
			...(pending.commands === 0 ? { drained_at: at } : {})
		})
		.where('id', '=', id)
		.execute();
}
