/**
 * The command program: one door for everything that is done to Maydan from a terminal. Built to
 * `build/cli/main.js` and called by `src/cli/bin.js`.
 *
 * 1. What a person did wrong is one sentence on stderr and exit code 1, never a stack trace.
 * 2. What is our own fault keeps its stack trace.
 * Not here: the work of the commands; each has its own module with a `register...` function.
 */
import { join } from 'node:path';
import { Command } from 'commander';
import { ProfileError } from '$lib/server/city/profile-error';
import { registerBackup } from './backup';
import { registerDev } from './dev';
import { registerImport } from './import';
import { registerInit } from './init';
import { registerMap } from './map';
import { Refusal } from './refusal';
import { registerSeed } from './seed';
import { registerServe } from './serve';
import { registerStart } from './start';
import { registerUser } from './user';

/** Where the program was started from, and the words after its name. */
export interface Invocation {
	/** The project's own folder, absolute. */
	root: string;
	args: string[];
}

/** Runs one command line; resolves when the command is done or the server is open. */
export async function run({ root, args }: Invocation): Promise<void> {
	// Profiles are data, read at run time from where they stand, not from the bundle.
	process.env.MAYDAN_PROFILES ||= join(root, 'src/lib/server/city/profiles');
	try {
		await createProgram(root).parseAsync(args, { from: 'user' });
	} catch (error) {
		if (!(error instanceof Refusal || error instanceof ProfileError)) throw error;
		console.error(error.message);
		process.exit(1);
	}
}

function createProgram(root: string): Command {
	const program = new Command('maydan')
		.description('Field operations for municipal reports: offline first, Arabic first.')
		.helpCommand(true)
		.showHelpAfterError();
	registerStart(program, root);
	registerServe(program, root);
	registerDev(program, root);
	registerInit(program);
	registerSeed(program);
	registerImport(program);
	registerUser(program);
	registerBackup(program);
	registerMap(program);
	program.command('build').description('build what changed and do nothing else');
	return program;
}
