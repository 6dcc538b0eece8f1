/** `init`: an empty production database with a city in it, ready for its first account. */
import type { Command } from 'commander';
import { loadProfile } from '$lib/server/city/load-profile';
import { installCity } from '$lib/server/usecases/ref-data';
import { holdDirectory } from './hold-directory';
import { holdsCity, openDatabase } from './open-database';
import { Refusal } from './refusal';
import { readDemoSettings } from './settings';

/** Adds `init` to the program. */
export function registerInit(program: Command): void {
	program
		.command('init')
		.description('create a database for production, with a city and without any account')
		.requiredOption('--profile <city>', 'a profile name or folder')
		.action(({ profile }: { profile: string }) => init(profile));
}

async function init(profile: string): Promise<void> {
	const loaded = loadProfile(profile);
	const place = readDemoSettings(process.env);
	const held = holdDirectory(place.dataDir);
	if (held !== null) throw new Refusal(held);
	const database = await openDatabase(place);
	try {
		if (await holdsCity(database)) throw new Refusal('This database holds a city already.');
		await database.tx((tx) => installCity(tx, loaded, Date.now()));
	} finally {
		await database.close();
	}
	console.log(`${loaded.profile.name.en} is installed. Next: npm run maydan -- user create --help`);
}
