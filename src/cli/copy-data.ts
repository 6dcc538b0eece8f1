/**
 * Moves database and photos between the data directory and a backup.
 *
 * 1. A file under its final name is whole and on disk: copied aside, synced, renamed, folder synced.
 * 2. Photos never change once they have their name: only missing and damaged ones are copied.
 * 3. A copy of the database is looked through before anything is replaced by it.
 * Not here: when, in which order, and what the database is told of it (backup).
 */
import {
	chmodSync,
	closeSync,
	copyFileSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const staging = 'staging';
const endings = ['', '-wal', '-shm'];

/** Writes a consistent copy beside a running server; an older copy is replaced at the end. */
export function copyDatabase(file: string, to: string): void {
	const aside = `${to}.part`;
	rmSync(aside, { force: true });
	const database = new DatabaseSync(file);
	try {
		database.exec('pragma busy_timeout = 10000');
		database.prepare('vacuum into ?').run(aside);
	} finally {
		database.close();
	}
	chmodSync(aside, 0o600);
	moveDurably(aside, to);
}

/** What is wrong with a copy of the database, in a sentence; null where nothing is. */
export function faultOfCopy(copy: string): string | null {
	if (!existsSync(copy)) return `There is no ${basename(copy)} in ${dirname(copy)}.`;
	try {
		const database = new DatabaseSync(copy, { readOnly: true });
		try {
			const [check] = Object.values(database.prepare('pragma quick_check(1)').get() ?? {});
			database.prepare(`select value from meta where key = 'instance'`).get();
			return check === 'ok' ? null : `${copy} is damaged: ${String(check)}.`;
		} finally {
			database.close();
		}
	} catch (error) {
		return `${copy} is not a database of Maydan: ${error instanceof Error ? error.message : ''}.`;
	}
}

/** Moves the files of a database into a new folder; null where there are none. */
export function putAside(file: string, folder: string): string | null {
	const there = endings.filter((ending) => existsSync(file + ending));
	if (there.length === 0) return null;
	mkdirSync(folder, { mode: 0o700 });
	// The log first: left behind alone it would be read into the next database of this name.
	for (const ending of there.reverse())
		renameSync(file + ending, join(folder, `maydan.db${ending}`));
	return folder;
}

/** Copies the photos that the other side lacks, or has damaged; answers how many files. */
export function copyPhotos(fromDir: string, toDir: string): number {
	const from = join(fromDir, 'photos');
	if (!existsSync(from)) return 0;
	const folders = readdirSync(from, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && entry.name !== staging)
		.map(({ name }) => name);
	let copied = 0;
	for (const folder of folders) {
		for (const name of readdirSync(join(from, folder)).filter((file) => file.endsWith('.jpg'))) {
			const [source, target] = [fromDir, toDir].map((dir) => join(dir, 'photos', folder, name));
			if (source === undefined || target === undefined || isSameSize(source, target)) continue;
			mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
			copyDurably(source, target);
			copied += 1;
		}
	}
	return copied;
}

function isSameSize(file: string, other: string): boolean {
	return statSync(other, { throwIfNoEntry: false })?.size === statSync(file).size;
}

/** Copies a file; under its new name it is whole or not there. */
export function copyDurably(from: string, to: string): void {
	const aside = `${to}.part`;
	copyFileSync(from, aside);
	chmodSync(aside, 0o600);
	moveDurably(aside, to);
}

function moveDurably(aside: string, to: string): void {
	sync(aside);
	renameSync(aside, to);
	sync(dirname(to));
}

function sync(path: string): void {
	const file = openSync(path, 'r');
	try {
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
}
