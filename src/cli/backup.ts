/**
 * `backup` and `restore`: the data of this server as a folder, and back.
 *
 *   backup   database (while the server runs) ─▶ then photos ─▶ watermark: devices may free what it holds
 *   restore  old data aside ─▶ database and photos in place ─▶ new epoch: devices offer again what it lacks
 *
 * 1. The database is copied before the photos, so that every photo it knows is in the folder.
 * 2. The watermark is written after everything is on disk, and says when the copy began.
 * 3. Nothing is deleted: what a restore replaces is kept beside the data.
 * With PostgreSQL the operator's own tools copy the database; `--mark-only` does the rest.
 */
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Command } from 'commander';
import type { Database } from '$lib/server/db/connect';
import { beginEpoch, dropNote } from '$lib/server/epoch';
import { writeMeta } from '$lib/server/repositories/meta';
import { holdDirectory } from './hold-directory';
import { databaseFile, openDatabase } from './open-database';
import { Refusal } from './refusal';
import { readPlace, type Place } from './settings';

interface Options {
	markOnly?: boolean;
}

const copyName = 'maydan.db';
const staging = 'staging';

/** Adds `backup` and `restore` to the program. */
export function registerBackup(program: Command): void {
	program
		.command('backup <folder>')
		.description('copy database and photos into a folder, while the server runs')
		.option(
			'--mark-only',
			'the database is backed up already (PostgreSQL): copy photos and note it'
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

async function backup(folder: string, { markOnly = false }: Options): Promise<void> {
	const place = placeOf();
	if (markOnly === (place.databaseUrl === undefined)) throw new Refusal(wrongWay(markOnly));
	const beganAt = Date.now();
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	if (!markOnly) copyDatabase(databaseFile(place.dataDir), join(folder, copyName));
	const photos = copyPhotos(place.dataDir, folder);
	await withDatabase(place, (db) =>
		db.tx((tx) => writeMeta(tx, 'durable_through', String(beganAt)))
	);
	console.log(
		`Backed up into ${folder}: ${markOnly ? 'photos' : 'database and photos'}, ${photos} files new.`
	);
}

async function restore(folder: string, { markOnly = false }: Options): Promise<void> {
	const place = placeOf();
	if (markOnly === (place.databaseUrl === undefined)) throw new Refusal(wrongWay(markOnly));
	const copy = join(folder, copyName);
	if (!markOnly && !existsSync(copy)) throw new Refusal(`There is no ${copyName} in ${folder}.`);
	const held = holdDirectory(place.dataDir);
	if (held !== null) throw new Refusal(held);
	const aside = markOnly ? null : putAside(place.dataDir);
	if (!markOnly) copyFileSync(copy, databaseFile(place.dataDir));
	const photos = copyPhotos(folder, place.dataDir);
	dropNote(place.dataDir);
	await withDatabase(place, (db) => db.tx((tx) => beginEpoch(tx)));
	console.log(
		`Restored from ${folder}: ${photos} photo files were missing. Devices will offer the rest.`
	);
	if (aside !== null) console.log(`What was there before is kept in ${aside}.`);
}

function wrongWay(markOnly: boolean): string {
	return markOnly
		? 'With the embedded database leave --mark-only away: this command copies everything.'
		: 'With PostgreSQL use its own tools for the database, then this command with --mark-only.';
}

function placeOf(): Place {
	const faults: string[] = [];
	const place = readPlace(process.env, faults);
	if (faults.length > 0) throw new Refusal(...faults);
	return place;
}

/** A consistent copy, beside a running server; an older copy is replaced at the end. */
function copyDatabase(file: string, to: string): void {
	if (!existsSync(file)) throw new Refusal(`There is no database in ${file}: set DATA_DIR.`);
	const part = `${to}.${process.pid}.part`;
	const database = new DatabaseSync(file);
	try {
		database.exec('pragma busy_timeout = 10000');
		database.prepare('vacuum into ?').run(part);
	} finally {
		database.close();
	}
	renameSync(part, to);
}

/** Files are never changed once they have their final name: only missing ones are copied. */
function copyPhotos(fromDir: string, toDir: string): number {
	const from = join(fromDir, 'photos');
	if (!existsSync(from)) return 0;
	let copied = 0;
	for (const folder of readdirSync(from).filter((name) => name !== staging)) {
		for (const name of readdirSync(join(from, folder)).filter((file) => file.endsWith('.jpg'))) {
			const to = join(toDir, 'photos', folder, name);
			if (existsSync(to)) continue;
			mkdirSync(join(toDir, 'photos', folder), { recursive: true, mode: 0o700 });
			cpSync(join(from, folder, name), `${to}.part`);
			renameSync(`${to}.part`, to);
			copied += 1;
		}
	}
	return copied;
}

/** The database files as they were; null where there were none. */
function putAside(dataDir: string): string | null {
	const file = databaseFile(dataDir);
	if (!existsSync(file)) return null;
	const aside = join(dataDir, `before-restore-${new Date().toISOString().replace(/[:.]/g, '-')}`);
	mkdirSync(aside, { mode: 0o700 });
	for (const ending of ['', '-wal', '-shm']) {
		if (existsSync(file + ending)) renameSync(file + ending, join(aside, copyName + ending));
	}
	return aside;
}

async function withDatabase(place: Place, work: (db: Database) => Promise<unknown>): Promise<void> {
	const db = await openDatabase(place);
	try {
		await work(db);
	} finally {
		await db.close();
	}
}
