/** Holds the data directory for the life of this process, or says who has it. */
import { lockDataDirectory } from '$lib/server/db/lock';
import { Refusal } from './refusal';

/** Locks `dataDir` until the process ends; throws a `Refusal` that names the holder. */
export function holdDirectory(dataDir: string): void {
	const lock = lockDataDirectory(dataDir);
	if (!('heldBy' in lock)) {
		process.once('exit', () => lock.release());
		return;
	}
	const { pid, startedAt } = lock.heldBy;
	const since = new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ');
	throw new Refusal(
		`The data directory ${dataDir} is in use by process ${pid} since ${since} UTC: stop it, or choose another with DATA_DIR.`
	);
}
