/**
 * Fills an empty database with a demo city: the profile, its people with accounts, and, where the
 * profile tells how, reports with a whole life behind them.
 *
 * 1. The same seed and moment give the same city.
 * 2. A database that holds a city is refused, never mixed.
 */
import type { Command } from 'commander';
import { loadProfile } from '$lib/server/city/load-profile';
import { newId } from '$lib/server/clock';
import type { Database } from '$lib/server/db/connect';
import { photoFiles } from '$lib/server/media/photo-files';
import { installCity, policyReader } from '$lib/server/usecases/ref-data';
import { storeReports } from '$lib/server/usecases/take-in-report';
import { holdDirectory } from './hold-directory';
import { holdsCity, openDatabase } from './open-database';
import { Refusal } from './refusal';
import { demoPeople, enrolDemoPeople } from './seed/demo-people';
import { generateReports } from './seed/generate';
import { drawScenes } from './seed/scenes';
import { readDemoSettings } from './settings';

export interface SeedChoice {
	/** Name of a city profile, or its folder. */
	profile: string;
	/** The same seed gives the same city. */
	seed: string;
	/** Times the usual number of open reports. */
	stress: number;
	now: number;
	/** Nothing older than so many days; the whole history unless told. */
	pastDays?: number;
	/** Where the demo's photos are put. */
	dataDir: string;
	onProgress: (text: string) => void;
}

/** Times the usual 600 open reports that make 11,000. */
const stressFactor = 18;

/** Installs the city with its people and reports; throws where the profile does not fit together. */
export async function seedDemo(database: Database, choice: SeedChoice): Promise<void> {
	const { seed, now, onProgress } = choice;
	const loaded = loadProfile(choice.profile);
	const { demo, profile } = loaded;
	const people = demo === null ? [] : demoPeople(demo, profile, seed);
	await database.tx(async (tx) => {
		await installCity(tx, loaded, now);
		await enrolDemoPeople(tx, people, now);
	});
	onProgress(`${people.length} people`);
	if (demo?.reports === undefined) return;
	const readPolicy = policyReader();
	const policy = await database.tx((tx) => readPolicy(tx));
	const files = photoFiles(choice.dataDir);
	const sceneOf = await drawScenes((sha256, bytes) => files.write(sha256, 'full', bytes));
	const reports = generateReports({
		texts: demo.reports,
		policy,
		people,
		sceneOf,
		seed,
		now,
		openFactor: choice.stress,
		pastDays: choice.pastDays
	});
	const deps = { db: database, now: () => now, newId, policy: readPolicy };
	const tell = everyNth(5000, (count) => onProgress(`${count} reports`));
	onProgress(`${await storeReports(deps, reports, tell)} reports in all`);
}

function everyNth(step: number, tell: (count: number) => void): (count: number) => void {
	return (count) => {
		if (count % step === 0) tell(count);
	};
}

interface SeedOptions {
	profile: string;
	seed: string;
	stress: boolean;
	now?: string;
	days?: string;
}

/** Adds `seed` to the program. */
export function registerSeed(program: Command): void {
	program
		.command('seed')
		.description('fill an empty database with a demo city')
		.option('--profile <city>', 'a profile name or folder', 'muscat')
		.option('--seed <text>', 'the same seed gives the same city', 'maydan')
		.option('--stress', 'eleven thousand open reports instead of some six hundred', false)
		.option('--now <moment>', 'seed as if it were this moment, such as 2026-11-24T08:00:00Z')
		.option('--days <number>', 'only the reports of the last days, not of two years')
		.action(seedByCommand);
}

async function seedByCommand({ profile, seed, stress, now, days }: SeedOptions): Promise<void> {
	const moment = now === undefined ? Date.now() : Date.parse(now);
	if (Number.isNaN(moment)) throw new Refusal(`--now is no moment: "${now}".`);
	const pastDays = days === undefined ? undefined : Number(days);
	if (pastDays !== undefined && !(pastDays >= 1))
		throw new Refusal(`--days is no number of days: "${days}".`);
	const settings = readDemoSettings(process.env);
	const held = holdDirectory(settings.dataDir);
	if (held !== null) throw new Refusal(held);
	const database = await openDatabase(settings);
	try {
		if (await holdsCity(database)) {
			throw new Refusal('This database holds a city already: name an empty DATA_DIR.');
		}
		const onProgress = (text: string) => console.log(text);
		await seedDemo(database, {
			profile,
			seed,
			stress: stress ? stressFactor : 1,
			now: moment,
			pastDays,
			dataDir: settings.dataDir,
			onProgress
		});
	} finally {
		await database.close();
	}
}
