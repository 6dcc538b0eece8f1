/** Holds the data directory for the life of this process, or says who has it. */
import { lockDataDirectory } from '$lib/server/db/lock';

/** Locks `dataDir` until the process ends; returns a sentence that names the holder when there is one. */
export function holdDirectory(dataDir: string): string | null {
	const lock = lockDataDirectory(dataDir);
	if (!('heldBy' in lock)) {
		process.once('exit', () => lock.release());
		return null;
	}
	const { pid, startedAt } = lock.heldBy;
	const since = new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ');
	return `The data directory ${dataDir} is in use by process ${pid} since ${since} UTC: stop it, or choose another with DATA_DIR.`;
}
