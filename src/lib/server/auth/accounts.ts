/** Accounts as the seed and the commands make them: a person of ours with a password hash. */
import type { Person } from '$lib/domain/people/actor';
import type { Database } from '../db/connect';
import type { Tx } from '../db/tables';
import { insertAccount } from '../repositories/accounts';
import { hasDemoPeople } from '../repositories/people';
import { canonicalUserName } from './user-name';

export { hashPassword } from './password';

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

/** Whether accounts exist whose password is public: production refuses to open such a database. */
export function hasDemoAccounts(db: Database): Promise<boolean> {
	return hasDemoPeople(db.kysely);
}
