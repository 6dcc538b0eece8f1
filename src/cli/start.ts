/**
 * `start`: the demo. One command on an empty machine gives a city with people and reports in it.
 *
 * 1. Existing data is kept; only an empty database is filled.
 * 2. It needs no secret: it makes one and keeps it beside the data.
 * 3. Everybody may sign in with a password that is printed, so it listens on this machine only
 *    unless HOST says otherwise. Production is `serve`.
 */
import { join } from 'node:path';
import type { Command } from 'commander';
import { demoPassword } from '$lib/protocol/session';
import { holdDirectory } from './hold-directory';
import { listen } from './http-server';
import { prepareDemo, type DemoChoice } from './prepare-demo';
import { Refusal } from './refusal';
import { keptSecret, readDemoSettings } from './settings';

/** Adds `start` to the program. */
export function registerStart(program: Command, root: string): void {
	withDemoOptions(program.command('start'))
		.description('start the demo: creates and fills the database at the first time')
		.action((choice: DemoChoice) => start(root, choice));
}

/** The options that `start` and `dev` share. */
export function withDemoOptions(command: Command): Command {
	return command
		.option('--profile <city>', 'city of a new database: a profile name or folder', 'muscat')
		.option(
			'--seed <text>',
			'chance of a new database: the same text gives the same city',
			'maydan'
		)
		.option('--stress <factor>', 'fill a new database with so many times the reports', Number, 1);
}

async function start(root: string, choice: DemoChoice): Promise<void> {
	const settings = readDemoSettings(process.env);
	await openDemo(settings, choice);
	const { url } = await listen({ ...settings, buildDir: join(root, 'build') });
	announce(url);
}

/**
 * Takes the data directory, prepares the database, and tells the application by the environment
 * what was settled. Throws a `Refusal` when another process has the data.
 */
export async function openDemo(
	settings: ReturnType<typeof readDemoSettings>,
	choice: DemoChoice
): Promise<void> {
	const held = holdDirectory(settings.dataDir);
	if (held !== null) throw new Refusal(held);
	await prepareDemo(settings, choice);
	process.env.MAYDAN_MODE = 'demo';
	process.env.MAYDAN_SECRET ||= keptSecret(settings.dataDir);
	process.env.DATA_DIR = settings.dataDir;
}

/** Prints where to go and who may sign in; the first line is what scripts wait for. */
export function announce(url: string): void {
	console.log(`Maydan is open at ${url}`);
	console.log('Demo accounts: inspector1 to inspector40, supervisor1 to supervisor8,');
	console.log(`  directorate1 to directorate5; the password of each is ${demoPassword}`);
	console.log('Stop with Ctrl+C.');
}
