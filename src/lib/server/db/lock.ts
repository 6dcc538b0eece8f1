/**
 * One process per data directory: two writers with their own caches would contradict each other.
 *
 * 1. Who finds the lock of a living process gets its id and start, and touches nothing.
 * 2. The lock of a dead process is taken over; "dead" is decided by the process id together with
 *    the moment that process started, because ids are given out again after a crash or a reboot.
 * 3. Taking over is one rename, so that of two newcomers exactly one wins.
 * Not here: what the data directory holds; locks between machines (use PostgreSQL for those).
 */
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

const fileName = 'maydan.lock';

const holder = z.object({
	pid: z.int().check(z.positive()),
	/** When the lock was taken, ms since epoch; for people. */
	startedAt: z.number(),
	/** What tells this life of the process id from an earlier one; null where unknown. */
	life: z.nullable(z.string()),
	token: z.string()
});
type Holder = z.infer<typeof holder>;

export interface DirectoryLock {
	/** Gives the directory free; a second call does nothing. */
	release(): void;
}

export interface DirectoryHeld {
	/** The living process that has the directory; `startedAt` in ms since epoch. */
	heldBy: { pid: number; startedAt: number };
}

/**
 * Locks a data directory for this process and creates the directory when it is absent. Returns the
 * holder instead when a living process has it. Throws only what the file system throws.
 */
export function lockDataDirectory(
	dir: string,
	now: () => number = Date.now
): DirectoryLock | DirectoryHeld {
	mkdirSync(dir, { recursive: true, mode: 0o700 });
	const file = join(dir, fileName);
	const me: Holder = {
		pid: process.pid,
		startedAt: now(),
		life: lifeOf(process.pid),
		token: randomUUID()
	};
	for (;;) {
		if (createExclusively(file, me)) return { release: () => release(file, me) };
		const other = read(file);
		if (other !== null && isAlive(other)) {
			return { heldBy: { pid: other.pid, startedAt: other.startedAt } };
		}
		setAside(file, other);
	}
}

/** A hard link appears whole or not at all: nobody can read a half-written lock. */
function createExclusively(file: string, me: Holder): boolean {
	const draft = `${file}.${me.token}`;
	writeFileSync(draft, JSON.stringify(me), { mode: 0o600 });
	try {
		linkSync(draft, file);
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		throw error;
	} finally {
		rmSync(draft, { force: true });
	}
}

/** Moves a dead lock away; puts it back when it turns out to be a newcomer's by now. */
function setAside(file: string, dead: Holder | null): void {
	const aside = `${file}.${randomUUID()}`;
	try {
		renameSync(file, aside);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return;
		throw error;
	}
	if (read(aside)?.token !== dead?.token) putBack(aside, file);
	rmSync(aside, { force: true });
}

function putBack(aside: string, file: string): void {
	try {
		linkSync(aside, file);
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') throw error;
	}
}

function release(file: string, me: Holder): void {
	if (read(file)?.token === me.token) rmSync(file, { force: true });
}

/** null when the lock is gone or unreadable, which a crash of the whole machine can leave behind. */
function read(file: string): Holder | null {
	try {
		return holder.parse(JSON.parse(readFileSync(file, 'utf8')));
	} catch {
		return null;
	}
}

function isAlive({ pid, life }: Holder): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		if (codeOf(error) !== 'EPERM') return false;
	}
	return life === null || life === lifeOf(pid);
}

/**
 * Boot id and start tick of a process on Linux, null where the system does not tell. The command
 * name stands in brackets before the fields and may itself hold brackets and spaces.
 */
function lifeOf(pid: number): string | null {
	try {
		const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const startTick = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
		return `${boot}/${startTick}`;
	} catch {
		return null;
	}
}

function codeOf(error: unknown): unknown {
	return error instanceof Error && 'code' in error ? error.code : undefined;
}
