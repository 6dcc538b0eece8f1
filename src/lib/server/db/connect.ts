/**
 * Opens the database: SQLite in a data directory, or PostgreSQL by its address.
 *
 * 1. What is committed survives a loss of power (WAL with full synchronisation; PostgreSQL's own).
 * 2. `tx` writes, one transaction at a time on SQLite; `snapshot` reads one unchanging state and
 *    never waits for a writer.
 * 3. Inside `tx` and `snapshot` only the handle they give is used: another one would wait for ever.
 * Not here: the schema (migrate), and who may open a data directory (lock).
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { isTransient, type Engine } from './dialect';
import { nodeSqliteDialect } from './node-sqlite-dialect';
import type { Tables, Tx } from './tables';

/** `dataDir` holds `maydan.db`; the name `:memory:` is a database that ends with the process. */
export type DatabaseSettings = { dataDir: string } | { databaseUrl: string };

export interface Database {
	engine: Engine;
	/** For single statements outside a transaction, and for packages that bring their own queries. */
	kysely: Kysely<Tables>;
	/** For single statements that only read: they never wait for a writer. */
	reader: Tx;
	/** Runs a writing transaction; repeats it when the engine asks for that, so `work` must be repeatable. */
	tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
	/** Reads one consistent state. */
	snapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
	close(): Promise<void>;
}

const maxRetries = 5;
const retryBaseMs = 15;
/** How long another process may hold SQLite before a statement gives up, ms. */
const busyMs = 1_000;

/** Connects; throws what the engine throws when the directory or server cannot be had. */
export function connect(settings: DatabaseSettings): Database {
	return 'databaseUrl' in settings
		? connectPostgres(settings.databaseUrl)
		: connectSqlite(settings.dataDir);
}

function connectSqlite(dataDir: string): Database {
	const isInMemory = dataDir === ':memory:';
	if (!isInMemory) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	const file = isInMemory ? dataDir : join(dataDir, 'maydan.db');
	const writer = openSqlite(file);
	const reader = isInMemory ? writer : openSqlite(file);
	return {
		engine: 'sqlite',
		kysely: writer,
		reader,
		tx: (work) => repeating(() => writer.transaction().execute(work)),
		snapshot: (work) => reader.transaction().setAccessMode('read only').execute(work),
		async close() {
			if (reader !== writer) await reader.destroy();
			await writer.destroy();
		}
	};
}

function openSqlite(file: string): Kysely<Tables> {
	const database = new DatabaseSync(file);
	database.exec(
		`pragma busy_timeout = ${busyMs}; pragma journal_mode = wal; pragma synchronous = full;
		 pragma foreign_keys = on; pragma temp_store = memory; pragma cache_size = -32000;`
	);
	return new Kysely<Tables>({ dialect: nodeSqliteDialect(database) });
}

const int8 = 20;

function connectPostgres(databaseUrl: string): Database {
	const pool = new pg.Pool({
		connectionString: databaseUrl,
		max: 16,
		idle_in_transaction_session_timeout: 60_000,
		// Counters and moments stay far below 2^53.
		types: {
			getTypeParser: (oid: number, format?: 'text' | 'binary') =>
				oid === int8 ? Number : pg.types.getTypeParser(oid, format)
		}
	});
	// An idle connection that breaks is replaced at its next use; unheard, it would end the process.
	pool.on('error', () => undefined);
	const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
	return {
		engine: 'postgres',
		kysely,
		reader: kysely,
		tx: (work) => repeating(() => kysely.transaction().execute(work)),
		snapshot: (work) =>
			kysely
				.transaction()
				.setIsolationLevel('repeatable read')
				.setAccessMode('read only')
				.execute(work),
		close: () => kysely.destroy()
	};
}

async function repeating<T>(attempt: () => Promise<T>): Promise<T> {
	for (let retries = 0; ; retries++) {
		try {
			return await attempt();
		} catch (error) {
			if (retries === maxRetries || !isTransient(error)) throw error;
			await delay(Math.random() * retryBaseMs * 2 ** retries);
		}
	}
}
