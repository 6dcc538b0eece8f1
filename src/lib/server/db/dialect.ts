/**
 * The few places where the two engines differ, and nothing else.
 *
 * 1. Rows are locked by `for update` on PostgreSQL; on SQLite the transaction holds the only write
 *    lock already.
 * 2. A fault is transient when the same transaction may succeed a moment later.
 */
import { CompiledQuery, SqliteAdapter, type Insertable, type SelectQueryBuilder } from 'kysely';
import type { Tables, Tx } from './tables';

export type Engine = 'sqlite' | 'postgres';

/** The engine behind a handle. */
export function engineOf(tx: Tx): Engine {
	return tx.getExecutor().adapter instanceof SqliteAdapter ? 'sqlite' : 'postgres';
}

/** Locks the rows that a query finds until the transaction ends. */
export function lockRows<DB, TB extends keyof DB, O>(
	engine: Engine,
	query: SelectQueryBuilder<DB, TB, O>
): SelectQueryBuilder<DB, TB, O> {
	return engine === 'postgres' ? query.forUpdate() : query;
}

/** Keeps the rows that a query finds unchanged until the transaction ends; others may hold them too. */
export function holdRows<DB, TB extends keyof DB, O>(
	engine: Engine,
	query: SelectQueryBuilder<DB, TB, O>
): SelectQueryBuilder<DB, TB, O> {
	return engine === 'postgres' ? query.forShare() : query;
}

/** Rows per statement on SQLite, where each text is prepared once: few texts are ever prepared. */
const pieces = [256, 64, 16, 4, 1];
/** SQLite takes 32,766 values in one statement, PostgreSQL 65,535. */
const maxValues = 30_000;

/**
 * Inserts rows in order, many per statement. All rows must carry the keys of the first one.
 * `onConflict` is SQL that follows the values and may name `excluded`.
 */
export async function insertRows<T extends keyof Tables>(
	tx: Tx,
	table: T,
	rows: readonly Insertable<Tables[T]>[],
	onConflict = ''
): Promise<void> {
	const [first] = rows;
	if (first === undefined) return;
	const columns = Object.keys(first);
	const engine = engineOf(tx);
	for (let from = 0; from < rows.length;) {
		const fitting = Math.min(rows.length - from, Math.floor(maxValues / columns.length));
		// On PostgreSQL each statement is a round trip.
		const size = engine === 'postgres' ? fitting : (pieces.find((one) => one <= fitting) ?? 1);
		const text = insertText(engine, table, columns, size, onConflict);
		const piece = rows.slice(from, from + size);
		await tx.executeQuery(CompiledQuery.raw(text, piece.flatMap(valuesBy(columns))));
		from += size;
	}
}

/** The `on conflict` that replaces every other column of a row that stands under the same key. */
export function replacing(key: string, columns: readonly string[]): string {
	const set = columns.map((column) => `${quoted(column)} = excluded.${quoted(column)}`);
	return `on conflict (${key}) do update set ${set.join(', ')}`;
}

function insertText(
	engine: Engine,
	table: string,
	columns: readonly string[],
	size: number,
	onConflict: string
): string {
	let next = 0;
	const place = () => (engine === 'postgres' ? `$${++next}` : '?');
	const row = () => `(${columns.map(place).join(', ')})`;
	const values = Array.from({ length: size }, row).join(', ');
	return `insert into ${quoted(table)} (${columns.map(quoted).join(', ')}) values ${values} ${onConflict}`;
}

const quoted = (name: string) => `"${name}"`;

function valuesBy(columns: readonly string[]): (row: object) => unknown[] {
	return (row) => {
		const values = new Map<string, unknown>(Object.entries(row));
		return columns.map((column) => values.get(column) ?? null);
	};
}

/** PostgreSQL: serialization, deadlock, lock not available. */
const busyStates: readonly unknown[] = ['40001', '40P01', '55P03'];
const uniqueViolation = '23505';
const sqliteBusy = 5;
const sqliteLocked = 6;

/** Whether others stood in the way and the same transaction may succeed a moment later. */
export function isBusy(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	if (busyStates.includes(stateOf(error))) return true;
	return [sqliteBusy, sqliteLocked].includes(sqliteCodeOf(error) & 0xff);
}

/** Whether it is worth running the transaction again: busy, or a key that was taken this very moment. */
export function isTransient(error: unknown): boolean {
	return isBusy(error) || (error instanceof Error && stateOf(error) === uniqueViolation);
}

const goneStates = /^(25P03|53300|57P0[1-3]|08.{3}|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;
/** The driver has no code for a connection that ends in the middle of a query. */
const goneWords = /^(Connection terminated|Client has encountered a connection error)/;

/** Whether the way to the database broke: nothing is wrong with what was asked. */
export function isUnreachable(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	return goneStates.test(String(stateOf(error))) || goneWords.test(error.message);
}

const stateOf = (error: Error): unknown => ('code' in error ? error.code : undefined);

const sqliteFull = 13;

/** Whether the disk of the database has no room left. */
export function isDiskFull(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	const isFull = sqliteCodeOf(error) === sqliteFull;
	return isFull || stateOf(error) === '53100' || stateOf(error) === 'ENOSPC';
}

const isSqliteFault = (error: Error) => 'errcode' in error && typeof error.errcode === 'number';

function sqliteCodeOf(error: Error): number {
	return isSqliteFault(error) && 'errcode' in error ? Number(error.errcode) : 0;
}

/** What a column for counts holds at most. */
export const maxInteger = 2_147_483_647;

/** Whether a value fits no column: a NUL in a text, a number beyond its type. Only PostgreSQL minds. */
export function isUnstorable(error: unknown): boolean {
	return error instanceof Error && /^22[0-9A-Z]{3}$/.test(String(stateOf(error)));
}

/** A fault of the database or of the way to it, as opposed to a mistake in our own code. */
export function isDatabaseFault(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	return isSqliteFault(error) || typeof stateOf(error) === 'string';
}
