/**
 * Starts the built product for a test, the way a person starts it: by its door, with its own data
 * directory and a free port.
 *
 * 1. "Started" means that the product printed its address; nothing sleeps.
 * 2. `kill` is a power cut (SIGKILL); `restart` comes back with the same data on the same port.
 * 3. It is not built here: "npm test" and "npm run test:e2e" build once, before the first test.
 * 4. Whatever a test forgets is killed when the test process ends.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.ts';

const door = join(import.meta.dirname, '..', '..', 'src', 'cli', 'bin.js');
const readyLine = /^Maydan is open at (?:\S+, listening on )?(\S+)$/;

export interface ServerSettings {
	/** `start` (demo) unless told. */
	command?: 'start' | 'serve';
	/** City profile; the product's own default unless told. */
	profile?: string;
	/** Other command line words, after the command. */
	args?: string[];
	env?: Record<string, string>;
	/** A temporary one unless told. */
	dataDir?: string;
	/** `stop` removes the data directory: so it is unless one was given. */
	isTemporary?: boolean;
}

export interface RunningServer {
	/** Where this machine reaches it, without a slash at the end. */
	readonly url: string;
	readonly port: number;
	readonly dataDir: string;
	/** Id of the server's process; changes with every restart. */
	readonly pid: number;
	/** Everything the product printed so far, both streams. */
	output(): string;
	/** Ends the process at once, as a power cut would, and waits until it is gone. */
	kill(): Promise<void>;
	/** Starts again after `kill`, or after a polite stop of the running process. */
	restart(env?: Record<string, string>): Promise<void>;
	/** Asks the process to end, waits for it, and removes a temporary data directory. */
	stop(): Promise<void>;
}

/** Starts the product and resolves when it is open; rejects with its output when it ends instead. */
export async function startServer(settings: ServerSettings = {}): Promise<RunningServer> {
	const port = await freePort();
	const dataDir = settings.dataDir ?? mkdtempSync(join(tmpdir(), 'maydan-e2e-'));
	const isTemporary = settings.isTemporary ?? settings.dataDir === undefined;
	const lines: string[] = [];
	let env = settings.env ?? {};
	const launch = () => open(settings, { ...env, PORT: String(port), DATA_DIR: dataDir }, lines);
	let running = await launch();
	return {
		get url() {
			return running.url;
		},
		get pid() {
			return running.child.pid ?? 0;
		},
		port,
		dataDir,
		output: () => lines.join('\n'),
		kill: () => end(running.child, 'SIGKILL'),
		async restart(more = {}) {
			await end(running.child, 'SIGTERM');
			env = { ...env, ...more };
			running = await launch();
		},
		async stop() {
			await end(running.child, 'SIGTERM');
			if (isTemporary) rmSync(dataDir, { recursive: true, force: true });
		}
	};
}

interface Open {
	child: ChildProcess;
	url: string;
}

function open(
	{ command = 'start', profile, args = [] }: ServerSettings,
	env: Record<string, string>,
	lines: string[]
): Promise<Open> {
	const city = profile === undefined ? [] : ['--profile', profile];
	const child = spawn(process.execPath, [door, command, ...city, ...args], {
		env: { ...process.env, NODE_ENV: 'production', MAYDAN_BUILD: 'keep', ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	killWithUs(child);
	return new Promise((resolve, reject) => {
		const read = (line: string) => {
			lines.push(line);
			const url = readyLine.exec(line)?.[1];
			if (url !== undefined) resolve({ child, url });
		};
		createInterface(child.stdout).on('line', read);
		createInterface(child.stderr).on('line', read);
		child.once('error', reject);
		child.once('close', (code) =>
			reject(new Error(`The product ended (${code}) before it was open:\n${lines.join('\n')}`))
		);
	});
}

/** Ends a process and waits until its streams are closed too; does nothing when it has ended. */
async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = once(child, 'close');
	child.kill(signal);
	await ended;
}

function killWithUs(child: ChildProcess): void {
	const kill = () => child.kill('SIGKILL');
	process.once('exit', kill);
	child.once('close', () => process.off('exit', kill));
}
