/** Replicas: one per person and device, each with its own counter. Never reused after a loss of storage. */
import type { Selectable } from 'kysely';
import type { Person } from '$lib/domain/people/actor';
import type { PendingReport, TabletReport } from '$lib/protocol/sync';
import { engineOf, lockRows, maxInteger } from '../db/dialect';
import type { ReplicaTable, Tx } from '../db/tables';

export type Replica = Selectable<ReplicaTable>;

/** Whether the access of a device, or of its person, has ended: its work waits for a supervisor. */
export function hasEnded(
	{ status }: Pick<Replica, 'status'>,
	{ active }: Pick<Person, 'active'>
): boolean {
	return status === 'revoked' || !active;
}

/** A new replica with nothing received yet. `secret` is base64url of 32 bytes. */
export async function addReplica(
	tx: Tx,
	replica: Pick<Replica, 'id' | 'user_id' | 'install' | 'secret' | 'device_name' | 'created_at'>
): Promise<void> {
	const { id, user_id, install, secret, device_name, created_at } = replica;
	await tx
		.insertInto('replica')
		.values({
			...{ id, user_id, install, secret, device_name, created_at },
			last_n: 0,
			status: 'active',
			last_seen_at: null,
			drained_at: null,
			pending_commands: 0,
			pending_photos: 0,
			oldest_pending_at: null,
			...{ app_version: null, session_id: null, free_bytes: null },
			...{ battery_percent: null, is_charging: null, told_at: null }
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

/** Notes the counter reached, where somebody else brought `taken` commands that the device has. */
export async function advance(
	tx: Tx,
	replica: Pick<Replica, 'id' | 'last_n' | 'pending_commands'>,
	taken: number
): Promise<void> {
	const left = Math.max(0, replica.pending_commands - taken);
	await tx
		.updateTable('replica')
		.set({ last_n: replica.last_n + taken, pending_commands: left })
		.where('id', '=', replica.id)
		.execute();
}

/** Closes all replicas of a person, or one of them: what they hold can be handed in, no more. */
export async function revokeReplicas(
	tx: Tx,
	personId: string,
	onlyId: string | null = null
): Promise<number> {
	const all = tx
		.updateTable('replica')
		.set({ status: 'revoked' })
		.where('user_id', '=', personId)
		.where('status', '=', 'active');
	const result = await (onlyId === null ? all : all.where('id', '=', onlyId)).executeTakeFirst();
	return Number(result.numUpdatedRows);
}

/** Replicas of a person on one device that had reported unsent work. */
export async function replicasWithUnsent(
	tx: Tx,
	personId: string,
	install: string
): Promise<Replica[]> {
	return tx
		.selectFrom('replica')
		.selectAll()
		.where('install', '=', install)
		.where('user_id', '=', personId)
		.where((is) => is.or([is('pending_commands', '>', 0), is('pending_photos', '>', 0)]))
		.execute();
}

/** All replicas of a person on one device, whatever their state. */
export async function replicasOn(tx: Tx, personId: string, install: string): Promise<Replica[]> {
	return tx
		.selectFrom('replica')
		.selectAll()
		.where('install', '=', install)
		.where('user_id', '=', personId)
		.orderBy('id')
		.execute();
}

/** Nothing more will come from a replica: whoever looks at unsent work need not wait for it. */
export async function expectNothing(tx: Tx, ids: readonly string[]): Promise<void> {
	if (ids.length === 0) return;
	await tx
		.updateTable('replica')
		.set({ pending_commands: 0, pending_photos: 0, oldest_pending_at: null })
		.where('id', 'in', ids)
		.execute();
}

/** Notes a contact: the counter reached, what the device has not sent yet, and when (ms). */
export async function noteContact(
	tx: Tx,
	id: string,
	contact: {
		lastN: number;
		at: number;
		pending: PendingReport;
		drainedAt: number | null;
		/** The session that the device came with; without one, the last stays. */
		sessionId?: string | null;
	}
): Promise<void> {
	const { lastN, at, pending, drainedAt, sessionId = null } = contact;
	await tx
		.updateTable('replica')
		.set({
			last_n: lastN,
			last_seen_at: at,
			pending_commands: Math.min(pending.commands, maxInteger),
			pending_photos: Math.min(pending.photos, maxInteger),
			oldest_pending_at: pending.oldestAt,
			...(drainedAt === null ? {} : { drained_at: drainedAt }),
			...(sessionId === null ? {} : { session_id: sessionId }),
			...(pending.tablet === undefined ? {} : columnsOf(pending.tablet, at))
		})
		.where('id', '=', id)
		.execute();
}

/** What the browser does not tell any more is not known any more. */
function columnsOf({ app, freeBytes, batteryPercent, isCharging }: TabletReport, at: number) {
	return {
		app_version: app ?? null,
		free_bytes: freeBytes ?? null,
		battery_percent: batteryPercent ?? null,
		is_charging: isCharging === undefined ? null : Number(isCharging),
		told_at: at
	};
}
