/**
 * `backup` and `restore`: the data of this server as a folder, and back.
 *
 *   backup   database (while the server runs) ─▶ then photos ─▶ watermark: devices may free what it holds
 *   restore  photos in place ─▶ old database aside ─▶ copy in its place ─▶ new epoch ─▶ note forgotten
 *
 * 1. The database is copied before the photos, so that every photo it knows is in the folder.
 * 2. The watermark is written after everything is on disk, and says when the copy began.
 * 3. Nothing is deleted: what a restore replaces is kept beside the data. A restore that was cut short
 *    can be run again, and a server started in between still sees that it was one.
 * 4. After a restore nothing counts as backed up until the next backup.
 * With PostgreSQL the operator's own tools copy the database; `--mark-only` does the rest.
 */
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Database } from '$lib/server/db/connect';
import { beginEpoch, dropNote } from '$lib/server/epoch';
import { readMeta, writeMeta } from '$lib/server/repositories/meta';
import { copyDatabase, copyDurably, copyPhotos, faultOfCopy, putAside } from './copy-data';
import { holdDirectory } from './hold-directory';
import { databaseFile, openDatabase } from './open-database';
import { Refusal } from './refusal';
import { readPlace, type Place } from './settings';

interface Options {
	markOnly?: boolean;
	/** When the operator's own backup began, as ISO 8601. */
	began?: string;
}

const copyName = 'maydan.db';

/** Adds `backup` and `restore` to the program. */
export function registerBackup(program: Command): void {
	program
		.command('backup <folder>')
		.description('copy database and photos into a folder, while the server runs')
		.option(
			'--mark-only',
			'the database is backed up already (PostgreSQL): copy photos and note it'
		)
		.option(
			'--began <moment>',
			'with --mark-only: when that backup began, like 2026-03-01T02:00:00Z'
		)
		.action((folder: string, options: Options) => backup(resolve(folder), options));
	program
		.command('restore <folder>')
		.description('put a backup in place; devices then offer again what it does not know')
		.option(
			'--mark-only',
			'the database is restored already (PostgreSQL): photos and new epoch only'
		)
		.action((folder: string, options: Options) => restore(resolve(folder), options));
}

async function backup(folder: string, { markOnly = false, began }: Options): Promise<void> {
	const place = placeFor(folder, markOnly);
	const beganAt = markOnly ? momentOf(began) : Date.now();
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const file = databaseFile(place.dataDir);
	if (!markOnly && !existsSync(file))
		throw new Refusal(`There is no database in ${file}: set DATA_DIR.`);
	if (!markOnly) copyDatabase(file, join(folder, copyName));
	const photos = copyPhotos(place.dataDir, folder);
	await withDatabase(place, (db) =>
		db.tx((tx) => writeMeta(tx, 'durable_through', String(beganAt)))
	);
	console.log(
		`Backed up into ${folder}: ${markOnly ? 'photos' : 'database and photos'}, ${photos} files new.`
	);
}

async function restore(folder: string, { markOnly = false }: Options): Promise<void> {
	const place = placeFor(folder, markOnly);
	const copy = join(folder, copyName);
	const fault = markOnly ? null : faultOfCopy(copy);
	if (fault !== null) throw new Refusal(fault);
	const held = holdDirectory(place.dataDir);
	if (held !== null) throw new Refusal(held);
	const photos = copyPhotos(folder, place.dataDir);
	const file = databaseFile(place.dataDir);
	const aside = markOnly ? null : putAside(file, asideOf(place.dataDir));
	if (!markOnly) copyDurably(copy, file);
	await withDatabase(place, beginAfterRestore);
	dropNote(place.dataDir);
	console.log(
		`Restored from ${folder}: ${photos} photo files were missing. Devices will offer the rest.`
	);
	if (aside !== null) console.log(`What was there before is kept in ${aside}.`);
}

function beginAfterRestore(db: Database): Promise<void> {
	return db.tx(async (tx) => {
		await beginEpoch(tx);
		// Devices keep their bytes: what they send again is in no backup yet.
		if ((await readMeta(tx, 'durable_through')) === null)
			await writeMeta(tx, 'durable_through', '0');
	});
}

const asideOf = (dataDir: string) =>
	join(dataDir, `before-restore-${new Date().toISOString().replace(/[:.]/g, '-')}`);

/** Settings of this server, if this way of copying fits them. */
function placeFor(folder: string, markOnly: boolean): Place {
	const faults: string[] = [];
	const place = readPlace(process.env, faults);
	if (markOnly === (place.databaseUrl === undefined)) faults.push(wrongWay(markOnly));
	if (isSamePlace(folder, place.dataDir))
		faults.push(`${folder} is the data directory itself: name another folder.`);
	if (faults.length > 0) throw new Refusal(...faults);
	return place;
}

function wrongWay(markOnly: boolean): string {
	return markOnly
		? 'With the embedded database leave --mark-only away: this command copies everything.'
		: 'With PostgreSQL use its own tools for the database, then this command with --mark-only.';
}

function isSamePlace(folder: string, dataDir: string): boolean {
	const real = (path: string) => (existsSync(path) ? realpathSync(path) : path);
	return real(folder) === real(dataDir);
}

/** What a dump holds is what stood there when it began, not when it ended: devices rely on it. */
function momentOf(began: string | undefined): number {
	const at = Date.parse(began ?? '');
	if (at <= Date.now()) return at;
	throw new Refusal(
		'Say with --began when the backup of the database began, like --began 2026-03-01T02:00:00Z.'
	);
}

async function withDatabase(place: Place, work: (db: Database) => Promise<unknown>): Promise<void> {
	const db = await openDatabase(place);
	try {
		await work(db);
	} finally {
		await db.close();
	}
}
