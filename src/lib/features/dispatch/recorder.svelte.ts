/**
 * Records many acts of the desk and shows meanwhile how far they are.
 *
 * 1. What takes one part alone is done before it could be shown.
 * 2. What is shown can be stopped: what is recorded by then stays, the rest was not tried.
 */
import { partSize, type PartsEnd } from '../report/act-in-parts';
import type { Intent } from '$lib/domain/report/command';
import { inParts, type Act } from './in-parts';

/** Many acts on their way to the disk. */
export interface Recording {
	/** How many have been looked at. */
	done: number;
	total: number;
	/** Stops before the next part. */
	stop: () => void;
}

export function openRecorder() {
	let current = $state.raw<Recording | null>(null);

	return {
		/** Null while nothing that takes its time is being recorded. */
		get current() {
			return current;
		},
		/** Throws where nothing at all could be written. */
		async record(act: Act, intents: readonly Intent[]): Promise<PartsEnd> {
			const abort = new AbortController();
			const total = intents.length;
			const told = (done: number) => {
				if (total > partSize) current = { done, total, stop: () => abort.abort() };
			};
			told(0);
			try {
				return await inParts(act, intents, { signal: abort.signal, told });
			} finally {
				current = null;
			}
		}
	};
}
