/**
 * The epoch: which memory of this database devices speak to. A restore from backup begins a new one,
 * and devices then offer again what the backup does not know.
 *
 *   restore command ─▶ new epoch            database behind its note at a start ─▶ new epoch
 *
 * 1. A note beside the data (`epoch.json`) holds how many changes the database had told of. It is
 *    written after the database was read, so that it never runs ahead of it, and within an epoch it
 *    only rises: what went back under a running server is told by the next start.
 * 2. A database that tells of fewer changes than its own note, or of another epoch, was restored, whoever
 *    forgot to say so.
 * Not here: a device whose cursor is ahead of what this database wrote (usecases/read-changes).
 * Source: sync design 3.13.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { newId } from './clock';
import type { Database } from './db/connect';
import type { Tx } from './db/tables';
import { log } from './log';
import { countChanges } from './repositories/feed';
import { keepMeta, readMeta, writeMeta } from './repositories/meta';

const note = z.object({ instance: z.string(), epoch: z.string(), changes: z.number() });
type Note = z.infer<typeof note>;

/** The file beside the data. */
export const epochFile = (dataDir: string) => join(dataDir, 'epoch.json');

/** The epoch that holds from this start on; a new one where the database has gone back. */
export function openEpoch(db: Pick<Database, 'tx'>, dataDir: string): Promise<string> {
	return db.tx(async (tx) => {
		const epoch = await keepMeta(tx, 'epoch', newEpoch());
		const instance = await keepMeta(tx, 'instance', newId());
		const changes = await countChanges(tx);
		const noted = readNote(dataDir);
		if (noted?.instance !== instance) return epoch;
		if (noted.epoch === epoch && noted.changes <= changes) return epoch;
		log.warn({ noted: noted.changes, changes }, 'the database is older than its note: new epoch');
		return beginEpoch(tx);
	});
}

/** Short, for every answer names it. */
const newEpoch = () => randomBytes(9).toString('base64url');

/** A new epoch, from a restore on; what stands on disk is then looked through at the next start. */
export async function beginEpoch(tx: Tx): Promise<string> {
	const epoch = newEpoch();
	await writeMeta(tx, 'epoch', epoch);
	await writeMeta(tx, 'restored', '1');
	return epoch;
}

/** Notes how far the database has come; where there is no directory, nothing. */
export async function noteEpoch(db: Pick<Database, 'snapshot'>, dataDir: string): Promise<void> {
	if (dataDir === ':memory:') return;
	const current = await db.snapshot(async (tx) => ({
		epoch: (await readMeta(tx, 'epoch')) ?? '',
		instance: (await readMeta(tx, 'instance')) ?? '',
		changes: await countChanges(tx)
	}));
	const noted = readNote(dataDir);
	const isSame = noted?.instance === current.instance && noted.epoch === current.epoch;
	if (isSame && noted.changes > current.changes) {
		log.error({ noted: noted.changes, ...current }, 'the database went back: restart the server');
	}
	if (!isSame || noted.changes < current.changes) writeNote(dataDir, current);
}

/** Forgets the note: the database in this directory is another one from here on. */
export function dropNote(dataDir: string): void {
	rmSync(epochFile(dataDir), { force: true });
}

function readNote(dataDir: string): Note | null {
	try {
		return note.safeParse(JSON.parse(readFileSync(epochFile(dataDir), 'utf8'))).data ?? null;
	} catch {
		return null;
	}
}

function writeNote(dataDir: string, content: Note): void {
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	const aside = `${epochFile(dataDir)}.part`;
	writeFileSync(aside, JSON.stringify(content));
	renameSync(aside, epochFile(dataDir));
}
