import type { Command } from 'commander';
import { loadProfile } from '$lib/server/city/load-profile';
import type { Database } from '$lib/server/db/connect';
import { installCity } from '$lib/server/usecases/ref-data';

export interface SeedChoice {
	/** Name of a city profile, or its folder. */
	profile: string;
	/** The same seed gives the same city. */
	seed: string;
	/** Times the usual number of reports. */
	stress: number;
	now: number;
	onProgress: (text: string) => void;
}

/** Installs the city. */
export async function seedDemo(database: Database, choice: SeedChoice): Promise<void> {
	await database.tx((tx) => installCity(tx, loadProfile(choice.profile), choice.now));
}

/** Adds `seed` to the program. */
export function registerSeed(program: Command): void {
	program.command('seed', { hidden: true });
}
