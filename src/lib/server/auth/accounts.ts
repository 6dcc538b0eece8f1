/** Accounts as the seed and the commands make them: a person of ours with a password hash. */
import type { Person } from '$lib/domain/people/actor';
import type { Database } from '../db/connect';
import type { Tx } from '../db/tables';
import { deleteSessions, insertAccount, savePasswordHash } from '../repositories/accounts';
import { hasDemoPeople } from '../repositories/people';
import { hashPassword } from './password';
import { canonicalUserName } from './user-name';

export { hashPassword };

/**
 * Lets a stored person sign in; `passwordHash` comes from `hashPassword`, `at` in ms since epoch.
 * Throws where the person has an account already.
 */
export async function createAccount(
	tx: Tx,
	person: Pick<Person, 'id' | 'userName'>,
	passwordHash: string,
	at: number
): Promise<void> {
	const userName = canonicalUserName(person.userName);
	await insertAccount(tx, { personId: person.id, userName, passwordHash, at });
}

/**
 * Sets a password and ends the sessions of its person, all or all but `keptId`; false where the
 * person has no account. `at` in ms since epoch.
 */
export async function setPassword(
	db: Database,
	personId: string,
	next: string,
	{ keptId, at }: { keptId: string | null; at: number }
): Promise<boolean> {
	const hash = await hashPassword(next);
	return db.tx(async (tx) => {
		if (!(await savePasswordHash(tx, personId, hash, at))) return false;
		await deleteSessions(tx, personId, keptId);
		return true;
	});
}

/** Whether accounts exist whose password is public: production refuses to open such a database. */
export function hasDemoAccounts(db: Database): Promise<boolean> {
	return hasDemoPeople(db.kysely);
}
