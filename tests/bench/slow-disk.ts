/**
 * A slower disk for the browser: its flushes take 6 ms more, so that a bare strict commit takes some
 * 7 ms, as where the target of queueing was set (a tablet's storage is no faster). A library before the
 * C library's adds the wait (slow-disk.c); nothing else of the browser changes.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What a browser's environment has to say to get that disk; null where there is no compiler or loader for it. */
export function slowDisk(root: string, folder: string): Readonly<Record<string, string>> | null {
	if (process.platform !== 'linux') return null;
	const library = join(folder, 'slow-disk.so');
	const source = join(root, 'tests', 'bench', 'slow-disk.c');
	const { status } = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl']);
	return status === 0 ? { LD_PRELOAD: library } : null;
}
