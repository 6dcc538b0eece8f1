import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepMeta, readMeta, writeMeta } from '../repositories/meta';
import { connect, type Database } from './connect';
import { migrate } from './migrate';

let dataDir: string;
let db: Database;
beforeEach(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'maydan-db-'));
	db = connect({ dataDir });
	await migrate(db);
});
afterEach(async () => {
	await db.close();
	rmSync(dataDir, { recursive: true, force: true });
});

it('waits for the disk at each commit and keeps references whole', async () => {
	const settings = await Promise.all(
		['journal_mode', 'synchronous', 'foreign_keys'].map((name) =>
			sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(db.kysely)
		)
	);
	const values = settings.flatMap(({ rows }) => rows.flatMap(Object.values));
	expect(values).toEqual(['wal', 2, 1]);
});

it('migrates what is migrated already, also twice at once', async () => {
	const other = connect({ dataDir });
	await Promise.all([migrate(db), migrate(other)]);
	await other.close();
	expect(await readMeta(db.kysely, 'epoch')).toBeNull();
});

it('applies a migration that comes later than one with a later name', async () => {
	await sql`drop table push_subscription`.execute(db.kysely);
	await sql`drop table trail_point`.execute(db.kysely);
	await sql`drop table shift`.execute(db.kysely);
	await sql`delete from kysely_migration where name = '0006-shift'`.execute(db.kysely);
	await migrate(db);
	const rows = await db.kysely.selectFrom('shift').selectAll().execute();
	expect(rows).toEqual([]);
});

it('reads one state from beginning to end, without waiting for who writes', async () => {
	await db.tx((tx) => writeMeta(tx, 'mode', 'before'));
	const seen = await db.snapshot(async (snapshot) => {
		const first = await readMeta(snapshot, 'mode');
		await db.tx((tx) => writeMeta(tx, 'mode', 'after'));
		return [first, await readMeta(snapshot, 'mode')];
	});
	expect(seen).toEqual(['before', 'before']);
	expect(await readMeta(db.kysely, 'mode')).toBe('after');
});

it('leaves nothing of a transaction that failed', async () => {
	const failing = db.tx(async (tx) => {
		await writeMeta(tx, 'mode', 'half');
		throw new Error('injected');
	});
	await expect(failing).rejects.toThrow('injected');
	expect(await readMeta(db.kysely, 'mode')).toBeNull();
});

it('tells why a transaction failed that SQLite has ended itself', async () => {
	const full = Object.assign(new Error('database or disk is full'), { errcode: 13 });
	const ended = db.tx(async (tx) => {
		await writeMeta(tx, 'mode', 'half');
		await sql`rollback`.execute(tx);
		throw full;
	});
	await expect(ended).rejects.toBe(full);
	expect(await readMeta(db.kysely, 'mode')).toBeNull();
});

it('repeats a transaction that found the database busy, five times at most', async () => {
	const busy = Object.assign(new Error('database is locked'), { errcode: 5 });
	let calls = 0;
	const twice = await db.tx(async (tx) => {
		calls += 1;
		if (calls < 3) throw busy;
		return keepMeta(tx, 'epoch', 'e');
	});
	expect([calls, twice]).toEqual([3, 'e']);
	calls = 0;
	const never = db.tx(async () => {
		calls += 1;
		throw busy;
	});
	await expect(never).rejects.toBe(busy);
	expect(calls).toBe(6);
});
