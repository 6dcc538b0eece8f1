/** Opens the database that a start or a command works on, in its newest schema. */
import { join } from 'node:path';
import { connect, type Database } from '$lib/server/db/connect';
import { migrate } from '$lib/server/db/migrate';
import { readReference } from '$lib/server/repositories/reference';
import { Refusal } from './refusal';
import type { Place } from './settings';

/** The file of the embedded database. */
export function databaseFile(dataDir: string): string {
	return join(dataDir, 'maydan.db');
}

/** Connects and migrates; throws a `Refusal` when the database cannot be reached. */
export async function openDatabase({ dataDir, databaseUrl }: Place): Promise<Database> {
	const database = connect(databaseUrl === undefined ? { dataDir } : { databaseUrl });
	try {
		await migrate(database);
		return database;
	} catch (error) {
		await database.close();
		throw isUnreachable(error) ? new Refusal(whyUnreachable(databaseUrl, error)) : error;
	}
}

/** Whether a city was installed; its people and reports may have changed since. */
export async function holdsCity(database: Database): Promise<boolean> {
	const profile = await database.snapshot((tx) => readReference(tx, 'profile'));
	return profile.size > 0;
}

/** Codes of the network and of PostgreSQL that mean "not there, not let in". */
const unreachable =
	/^(ECONNREFUSED|ENOTFOUND|ETIMEDOUT|ECONNRESET|EHOSTUNREACH|EAI_AGAIN|28000|28P01|3D000|57P03)$/;

function isUnreachable(error: unknown): error is Error {
	return error instanceof Error && 'code' in error && unreachable.test(String(error.code));
}

/** Names host and database, never the password. */
function whyUnreachable(databaseUrl: string | undefined, error: Error): string {
	const url = URL.parse(databaseUrl ?? '');
	const reason = error.message || ('code' in error ? String(error.code) : 'no answer');
	return `PostgreSQL cannot be used at ${url?.host ?? 'DATABASE_URL'}${url?.pathname ?? ''}: ${reason}.`;
}
