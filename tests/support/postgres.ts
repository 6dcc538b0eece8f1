/**
 * A private PostgreSQL for tests and benches: own cluster in a temporary directory on a free port,
 * gone afterwards. The server refuses to run as root, so root runs it as the user `postgres`.
 *
 * 1. Where it cannot be had, the answer is a reason to skip with, not an exception.
 * 2. "Started" means that the server said so; nothing sleeps.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.ts';

export interface TestPostgres {
	/** Connection string of an empty database. */
	url: string;
	/** Connection string of another, empty database in the same cluster. */
	createDatabase(name: string): string;
	stop(): Promise<void>;
}

export interface PostgresSettings {
	/** false (tests): commits do not wait for the disk; true (benches): as in production. */
	durable?: boolean;
}

interface Owner {
	uid?: number;
	gid?: number;
}

/** Starts a private cluster, or says why there is none. */
export async function startPostgres(
	settings: PostgresSettings = {}
): Promise<TestPostgres | { skip: string }> {
	const bin = findBinaries();
	if (bin === undefined)
		return { skip: 'PostgreSQL is not installed (on Debian: apt-get install postgresql)' };
	const owner = findOwner();
	if (owner === undefined)
		return { skip: 'PostgreSQL does not run as root and there is no user "postgres"' };
	// Short, because the path of a unix socket may have about 100 characters.
	const dir = mkdtempSync(join(tmpdir(), 'maydan-pg-'));
	if (owner.uid !== undefined && owner.gid !== undefined) chownSync(dir, owner.uid, owner.gid);
	execFileSync(
		join(bin, 'initdb'),
		['-D', join(dir, 'data'), '-U', 'maydan', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
		{ ...owner, cwd: dir, env: { ...process.env, LC_ALL: 'C.UTF-8' }, stdio: 'pipe' }
	);
	return start(bin, dir, owner, settings);
}

async function start(bin: string, dir: string, owner: Owner, settings: PostgresSettings) {
	const port = await freePort();
	const relaxed = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];
	const child = spawn(
		join(bin, 'postgres'),
		[
			...['-D', join(dir, 'data'), '-p', String(port), '-h', '127.0.0.1', '-k', dir],
			...(settings.durable === true ? [] : relaxed)
		],
		{ ...owner, cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] }
	);
	const kill = () => child.kill('SIGQUIT');
	process.once('exit', kill);
	await ready(child);
	const createDatabase = (name: string) => {
		execFileSync(
			join(bin, 'createdb'),
			['-h', '127.0.0.1', '-p', String(port), '-U', 'maydan', name],
			{ ...owner, cwd: dir, stdio: 'pipe' }
		);
		return `postgres://maydan@127.0.0.1:${port}/${name}`;
	};
	return {
		url: createDatabase('maydan'),
		createDatabase,
		async stop() {
			process.off('exit', kill);
			if (child.exitCode === null && child.signalCode === null) {
				const ended = once(child, 'exit');
				child.kill('SIGINT');
				await ended;
			}
			rmSync(dir, { recursive: true, force: true });
		}
	};
}

function ready(child: ChildProcess): Promise<void> {
	const lines: string[] = [];
	return new Promise((resolve, reject) => {
		if (child.stderr === null) return reject(new Error('PostgreSQL has no output to read'));
		createInterface(child.stderr).on('line', (line) => {
			lines.push(line);
			if (line.includes('ready to accept connections')) resolve();
		});
		child.once('error', reject);
		child.once('exit', () => reject(new Error(`PostgreSQL ended:\n${lines.join('\n')}`)));
	});
}

/** The folder of the newest installed server programs. */
function findBinaries(): string | undefined {
	const debian = '/usr/lib/postgresql';
	const versions = existsSync(debian) ? readdirSync(debian).map(Number) : [];
	const folders = [
		...versions.sort((a, b) => b - a).map((version) => join(debian, String(version), 'bin')),
		...(process.env.PATH ?? '').split(delimiter)
	];
	return folders.find((folder) => folder !== '' && existsSync(join(folder, 'initdb')));
}

/** Whom to run as: ourselves, or the user `postgres` when we are root. */
function findOwner(): Owner | undefined {
	if (process.getuid?.() !== 0) return {};
	try {
		const ids = ['-u', '-g'].map((flag) =>
			Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }).toString())
		);
		return { uid: ids[0], gid: ids[1] };
	} catch {
		return undefined;
	}
}
