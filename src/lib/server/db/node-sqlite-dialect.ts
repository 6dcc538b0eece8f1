/**
 * Kysely over the SQLite that Node brings along.
 *
 * 1. One connection; Kysely hands it out to one caller at a time.
 * 2. A writing transaction takes the write lock at once (`begin immediate`), so that it never fails
 *    half way for having begun by reading.
 * 3. SQLite ends a transaction itself where its disk is full or gone: what failed is told, not that there
 *    was nothing left to roll back.
 * 4. Statements are prepared once per text, the least recently used leave first.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
	CompiledQuery,
	SqliteAdapter,
	SqliteDriver,
	SqliteIntrospector,
	SqliteQueryCompiler,
	type DatabaseConnection,
	type Dialect,
	type SqliteDatabase,
	type SqliteStatement,
	type TransactionSettings
} from 'kysely';

const keptStatements = 300;

/** A Kysely dialect on one open `DatabaseSync`; destroying Kysely closes it. */
export function nodeSqliteDialect(database: DatabaseSync): Dialect {
	return {
		createDriver: () => new ImmediateDriver(database),
		createAdapter: () => new SqliteAdapter(),
		createQueryCompiler: () => new SqliteQueryCompiler(),
		createIntrospector: (db) => new SqliteIntrospector(db)
	};
}

class ImmediateDriver extends SqliteDriver {
	readonly #database: DatabaseSync;

	constructor(database: DatabaseSync) {
		super({ database: preparing(database) });
		this.#database = database;
	}

	override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
		if (this.#database.isTransaction) await super.rollbackTransaction(connection);
	}

	override async beginTransaction(
		connection: DatabaseConnection,
		settings?: TransactionSettings
	): Promise<void> {
		const isReading = settings?.accessMode === 'read only';
		await connection.executeQuery(CompiledQuery.raw(isReading ? 'begin' : 'begin immediate'));
	}
}

function preparing(database: DatabaseSync): SqliteDatabase {
	const kept = new Map<string, SqliteStatement>();
	return {
		prepare(text) {
			const statement = kept.get(text) ?? wrap(database.prepare(text));
			kept.delete(text);
			kept.set(text, statement);
			const oldest = kept.keys().next().value;
			if (kept.size > keptStatements && oldest !== undefined) kept.delete(oldest);
			return statement;
		},
		close: () => database.close()
	};
}

function wrap(statement: StatementSync): SqliteStatement {
	return {
		reader: statement.columns().length > 0,
		all: (parameters) => statement.all(...parameters.map(asInput)),
		run: (parameters) => statement.run(...parameters.map(asInput)),
		iterate: (parameters) => statement.iterate(...parameters.map(asInput))
	};
}

/** Flags are numbers and absence is null, as in the tables. */
function asInput(value: unknown): SQLInputValue {
	if (value === undefined || value === null) return null;
	if (typeof value === 'boolean') return value ? 1 : 0;
	if (value instanceof Date) return value.toISOString();
	if (typeof value === 'number' || typeof value === 'string' || typeof value === 'bigint') {
		return value;
	}
	if (value instanceof Uint8Array) return value;
	throw new TypeError(`SQLite cannot hold a ${typeof value}`);
}
