/**
 * Creates, updates and, at the first time, fills the database of the demo.
 *
 * 1. A database that holds a city is never filled again.
 * 2. A filling that was broken off is noticed by the mark it leaves, and starts over; half a city
 *    would look like a whole one.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '$lib/server/db/connect';
import { databaseFile, holdsCity, openDatabase } from './open-database';
import { Refusal } from './refusal';
import { seedDemo } from './seed';
import type { Place } from './settings';

/** What the demo is filled with, when there is nothing yet. */
export interface DemoChoice {
	/** Name of a city profile, or its folder. */
	profile: string;
	/** Times the usual number of reports. */
	stress: number;
	/** The same seed gives the same city. */
	seed: string;
}

/** Leaves a database that is current and not empty; data that exists is kept. */
export async function prepareDemo(place: Place, choice: DemoChoice): Promise<void> {
	const mark = join(place.dataDir, 'filling');
	if (existsSync(mark)) discardHalf(place, mark);
	const database = await openDatabase(place);
	try {
		if (await holdsCity(database)) return;
		writeFileSync(mark, '');
		await fill(database, place.dataDir, choice);
		rmSync(mark);
	} finally {
		await database.close();
	}
}

async function fill(
	database: Database,
	dataDir: string,
	{ profile, stress, seed }: DemoChoice
): Promise<void> {
	console.log(`Filling the database with the demo city "${profile}" ...`);
	const onProgress = (text: string) => console.log(`  ${text}`);
	await seedDemo(database, { profile, seed, stress, now: Date.now(), dataDir, onProgress });
}

function discardHalf({ dataDir, databaseUrl }: Place, mark: string): void {
	if (databaseUrl !== undefined) {
		throw new Refusal(
			'Filling this PostgreSQL database was broken off and cannot be continued: ' +
				`let DATABASE_URL name an empty one and remove ${mark}.`
		);
	}
	console.log('Filling the database was broken off; starting over.');
	const file = databaseFile(dataDir);
	for (const path of [file, `${file}-wal`, `${file}-shm`, join(dataDir, 'photos')])
		rmSync(path, { recursive: true, force: true });
}
