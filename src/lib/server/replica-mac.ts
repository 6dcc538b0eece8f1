/**
 * Who may hand in work without a session: whoever can sign by the secret of a replica, which only
 * its device ever had. Anything else is answered alike, whether the replica exists or not.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ServerApp } from './app';
import { log } from './log';
import { findReplica, type Replica } from './repositories/replicas';

/** The replica whose secret signed this text; undefined where none did. */
export async function signedBy(
	{ db }: Pick<ServerApp, 'db'>,
	replicaId: string,
	text: string,
	mac: string
): Promise<Replica | undefined> {
	const replica = await findReplica(db.reader, replicaId);
	const secret = Buffer.from(replica?.secret ?? '', 'base64url');
	const expected = createHmac('sha256', secret).update(text).digest();
	const given = Buffer.from(mac, 'base64url');
	const isEqual = given.length === expected.length && timingSafeEqual(given, expected);
	if (replica !== undefined && isEqual) return replica;
	log.warn({ security: 'wrong_signature', replica: replicaId }, 'signed by nobody');
	return undefined;
}
