/**
 * Recalls a tablet: what it holds of a person ends there, the person stays.
 *
 * 1. By permission, of one's own team alone (domain/people/may-recall); kept with who did it and when.
 * 2. The replica is closed and its session ends. Where it is not known which session the tablet uses,
 *    all of the person's end: nobody stays signed in by mistake.
 * 3. Nothing is deleted here. The tablet learns of it at its next contact, hands its unsent work in,
 *    signed, and only then deletes what is left (decision 38).
 * 4. Every replica of the person on the same device goes with it, however often it is asked for.
 */
import type { Person } from '$lib/domain/people/actor';
import { mayRecall } from '$lib/domain/people/may-recall';
import { userScope } from '$lib/domain/report/scope';
import type { ServerApp } from '../app';
import type { Tx } from '../db/tables';
import { log } from '../log';
import { deleteSession, deleteSessions } from '../repositories/accounts';
import { findPerson } from '../repositories/people';
import { addRecall, noteEmptied, noteReached } from '../repositories/recalls';
import {
	expectNothing,
	findReplica,
	replicasOn,
	revokeReplicas,
	type Replica
} from '../repositories/replicas';

/** Recalls the device of a replica; false where the person may not, or there is no such replica. */
export async function recallTablet(
	app: Pick<ServerApp, 'db' | 'now' | 'wake' | 'readHeads'>,
	person: Person,
	replicaId: string
): Promise<boolean> {
	const member = await app.db.tx(async (tx) => {
		const replica = await findReplica(tx, replicaId);
		const owner = replica && (await findPerson(tx, replica.user_id));
		if (replica === undefined || owner === undefined || !mayRecall(person, owner)) return null;
		for (const one of await replicasOn(tx, owner.id, replica.install)) {
			await recallReplica(tx, one, person, app.now());
		}
		return owner;
	});
	if (member === null) return false;
	log.info({ replica: replicaId, by: person.id }, 'a tablet was recalled');
	await call(app, member);
	return true;
}

async function recallReplica(tx: Tx, replica: Replica, by: Person, at: number): Promise<void> {
	const { id, user_id, session_id, pending_commands, pending_photos } = replica;
	await revokeReplicas(tx, user_id, id);
	if (session_id === null) await deleteSessions(tx, user_id, null);
	else await deleteSession(tx, user_id, session_id);
	await addRecall(tx, {
		...{ replica_id: id, person_id: user_id, by_id: by.id, at },
		...{ pending_commands, pending_photos }
	});
}

/** Whoever of the person's tablets listens asks now: a version beyond the head says "come". */
async function call(
	{ wake, readHeads }: Pick<ServerApp, 'wake' | 'readHeads'>,
	member: Person
): Promise<void> {
	const scope = userScope(member.id);
	const heads = await readHeads(member);
	wake.announce(new Map([[scope, (heads[scope] ?? 0) + 1]]));
}

/** A recalled tablet has been told. */
export function noteRecallReached(
	{ db, now }: Pick<ServerApp, 'db' | 'now'>,
	replicaId: string
): Promise<void> {
	return db.tx((tx) => noteReached(tx, replicaId, now()));
}

/** A recalled tablet says that nothing is left to hand in: nobody waits for it any more. */
export function noteRecallEmptied(
	{ db, now }: Pick<ServerApp, 'db' | 'now'>,
	replicaId: string
): Promise<void> {
	return db.tx(async (tx) => {
		await noteEmptied(tx, replicaId, now());
		await expectNothing(tx, [replicaId]);
	});
}
