import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataDirectory } from './lock';

let dir: string;
const now = () => 1_750_000_000_000;

beforeEach(() => {
	dir = mkdtempSync(join(tmpdir(), 'maydan-lock-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function take() {
	const lock = lockDataDirectory(dir, now);
	if ('heldBy' in lock) throw new Error(`held by ${lock.heldBy.pid}`);
	return lock;
}

/** Leaves a lock file as another process would have written it. */
function leaveLockOf(pid: number, life: string | null) {
	writeFileSync(
		join(dir, 'maydan.lock'),
		JSON.stringify({ pid, startedAt: 5, life, token: 'other' })
	);
}

/** Runs a process that lives until it is killed, and returns its id. */
async function aProcess() {
	const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: 'pipe' });
	await once(child, 'spawn');
	return child;
}

describe('lockDataDirectory', () => {
	it('creates an absent directory and locks it', () => {
		dir = join(dir, 'new', 'data');
		take().release();
		expect(readdirSync(dir)).toEqual([]);
	});

	it('names the living holder and leaves its lock alone [1]', () => {
		const first = take();
		expect(lockDataDirectory(dir, now)).toEqual({
			heldBy: { pid: process.pid, startedAt: now() }
		});
		first.release();
		take().release();
	});

	it('is refused by a foreign process that lives [1]', async () => {
		const other = await aProcess();
		leaveLockOf(other.pid ?? 0, null);
		expect(lockDataDirectory(dir, now)).toEqual({ heldBy: { pid: other.pid, startedAt: 5 } });
		other.kill('SIGKILL');
		await once(other, 'exit');
		take().release();
	});

	it.skipIf(process.platform !== 'linux')(
		'takes the lock over when the process id now belongs to another process [2]',
		() => {
			leaveLockOf(process.pid, 'an earlier boot/1');
			take().release();
		}
	);

	it('takes over what a crash of the machine left unreadable [2]', () => {
		writeFileSync(join(dir, 'maydan.lock'), '');
		take().release();
	});

	it('does not free a lock that is no longer its own', () => {
		const first = take();
		leaveLockOf(process.pid, null);
		first.release();
		expect(lockDataDirectory(dir, now)).toMatchObject({ heldBy: { pid: process.pid } });
	});

	it('leaves no other file behind', () => {
		leaveLockOf(2 ** 22 + 1, null);
		const lock = take();
		expect(readdirSync(dir)).toEqual(['maydan.lock']);
		lock.release();
		expect(readdirSync(dir)).toEqual([]);
	});
});
