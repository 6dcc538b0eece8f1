/**
 * `serve`: production.
 *
 * 1. It demands its secrets and its data, and never makes them up.
 * 2. It refuses a database in which demo accounts exist: their password is public.
 * 3. Everything that is missing is told at once, one sentence each.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { hasDemoAccounts } from '$lib/server/auth/accounts';
import { holdDirectory } from './hold-directory';
import { listen } from './http-server';
import { databaseFile, holdsCity, openDatabase } from './open-database';
import { Refusal } from './refusal';
import { readProductionSettings, type ProductionSettings } from './settings';

/** Adds `serve` to the program. */
export function registerServe(program: Command, root: string): void {
	program
		.command('serve')
		.description('start in production: demands MAYDAN_SECRET, ORIGIN and a database')
		.action(() => serve(root));
}

async function serve(root: string): Promise<void> {
	const faults: string[] = [];
	const settings = readProductionSettings(process.env, faults);
	faults.push(...(await faultsOfData(settings)));
	if (faults.length > 0) throw new Refusal(...faults);
	process.env.MAYDAN_MODE = 'production';
	process.env.DATA_DIR = settings.dataDir;
	const { url } = await listen({ ...settings, buildDir: join(root, 'build') });
	console.log(`Maydan is open at ${settings.origin}, listening on ${url}`);
}

async function faultsOfData(settings: ProductionSettings): Promise<string[]> {
	if (settings.databaseUrl === undefined && !existsSync(databaseFile(settings.dataDir))) {
		return [
			`There is no database in ${settings.dataDir}: set DATA_DIR or DATABASE_URL, or make one with "npm run maydan -- init".`
		];
	}
	const held = holdDirectory(settings.dataDir);
	return held === null ? faultsOfDatabase(settings) : [held];
}

async function faultsOfDatabase(settings: ProductionSettings): Promise<string[]> {
	const database = await openDatabase(settings);
	try {
		if (!(await holdsCity(database)))
			return ['The database holds no city: install one with "npm run maydan -- init".'];
		if (await hasDemoAccounts(database))
			return ['The database holds demo accounts, whose password is public: use another database.'];
		return [];
	} finally {
		await database.close();
	}
}
