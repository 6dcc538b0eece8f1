/**
 * Rows of sign-in: the identity library's tables as far as we write them ourselves, and failed
 * attempts. Everything else in those tables is the library's business.
 */
import type { Tx } from '../db/tables';

type IdentityTables = {
	auth_user: {
		id: string;
		name: string;
		email: string;
		emailVerified: boolean | number;
		username: string;
		createdAt: string;
		updatedAt: string;
	};
	auth_account: {
		id: string;
		userId: string;
		accountId: string;
		providerId: string;
		password: string;
		createdAt: string;
		updatedAt: string;
	};
	auth_session: { id: string; userId: string; expiresAt: string };
	auth_failure: { attempt: string; subject: string; at: number };
};

export interface Account {
	personId: string;
	userName: string;
	passwordHash: string;
	/** Moment of creation. */
	at: number;
}

/** Writes what a person needs to sign in. Throws where the person or the name has an account. */
export async function insertAccount(tx: Tx, account: Account): Promise<void> {
	const identity = tx.withTables<IdentityTables>();
	const moment = new Date(account.at).toISOString();
	await identity
		.insertInto('auth_user')
		.values({
			id: account.personId,
			name: account.userName,
			// The library wants an address; nobody is ever written to.
			email: `${account.personId}@person.invalid`,
			emailVerified: 1,
			username: account.userName,
			createdAt: moment,
			updatedAt: moment
		})
		.execute();
	await identity
		.insertInto('auth_account')
		.values({
			id: account.personId,
			userId: account.personId,
			accountId: account.personId,
			providerId: 'credential',
			password: account.passwordHash,
			createdAt: moment,
			updatedAt: moment
		})
		.execute();
}

/** Whether the demo made this person. */
export async function isDemoPerson(tx: Tx, personId: string): Promise<boolean> {
	const row = await tx
		.selectFrom('person')
		.select('is_demo')
		.where('id', '=', personId)
		.executeTakeFirst();
	return row?.is_demo === 1;
}

/** The stored hash of a person's password; null where the person has no account. */
export async function passwordHashOf(tx: Tx, personId: string): Promise<string | null> {
	const row = await tx
		.withTables<IdentityTables>()
		.selectFrom('auth_account')
		.select('password')
		.where('userId', '=', personId)
		.where('providerId', '=', 'credential')
		.executeTakeFirst();
	return row?.password ?? null;
}

/** Replaces the stored hash; false where the person has no account. `at` in ms since epoch. */
export async function savePasswordHash(
	tx: Tx,
	personId: string,
	passwordHash: string,
	at: number
): Promise<boolean> {
	const result = await tx
		.withTables<IdentityTables>()
		.updateTable('auth_account')
		.set({ password: passwordHash, updatedAt: new Date(at).toISOString() })
		.where('userId', '=', personId)
		.where('providerId', '=', 'credential')
		.executeTakeFirst();
	return result.numUpdatedRows > 0n;
}

/** Ends the sessions of a person, all or all but one. */
export async function deleteSessions(
	tx: Tx,
	personId: string,
	keptId: string | null
): Promise<void> {
	let query = tx
		.withTables<IdentityTables>()
		.deleteFrom('auth_session')
		.where('userId', '=', personId);
	if (keptId !== null) query = query.where('id', '<>', keptId);
	await query.execute();
}

/** Forgets sessions that ended by themselves; `at` in ms since epoch. */
export async function deleteExpiredSessions(tx: Tx, at: number): Promise<void> {
	await tx
		.withTables<IdentityTables>()
		.deleteFrom('auth_session')
		.where('expiresAt', '<', new Date(at).toISOString())
		.execute();
}

/** Ends one session of a person; false where the person has no such session. */
export async function deleteSession(tx: Tx, personId: string, id: string): Promise<boolean> {
	const result = await tx
		.withTables<IdentityTables>()
		.deleteFrom('auth_session')
		.where('userId', '=', personId)
		.where('id', '=', id)
		.executeTakeFirst();
	return result.numDeletedRows > 0n;
}

/** Failed attempts of one subject after a moment: how many, and when the last one was. */
export async function failuresSince(tx: Tx, subject: string, sinceAt: number) {
	const row = await tx
		.withTables<IdentityTables>()
		.selectFrom('auth_failure')
		.select(({ fn }) => [fn.countAll().as('count'), fn.max('at').as('lastAt')])
		.where('subject', '=', subject)
		.where('at', '>', sinceAt)
		.executeTakeFirstOrThrow();
	return { count: Number(row.count), lastAt: Number(row.lastAt ?? 0) };
}

/** Notes one attempt against each of its subjects and forgets those before `keepFromAt`. */
export async function insertFailure(
	tx: Tx,
	attempt: { id: string; subjects: readonly string[]; at: number },
	keepFromAt: number
): Promise<void> {
	const identity = tx.withTables<IdentityTables>();
	await identity.deleteFrom('auth_failure').where('at', '<=', keepFromAt).execute();
	await identity
		.insertInto('auth_failure')
		.values(attempt.subjects.map((subject) => ({ attempt: attempt.id, subject, at: attempt.at })))
		.execute();
}

/** Forgets one attempt, and every attempt against one subject. */
export async function deleteFailures(tx: Tx, attemptId: string, subject: string): Promise<void> {
	await tx
		.withTables<IdentityTables>()
		.deleteFrom('auth_failure')
		.where((or) => or.or([or('attempt', '=', attemptId), or('subject', '=', subject)]))
		.execute();
}
