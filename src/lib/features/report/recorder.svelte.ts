/**
 * Does the same to many reports (act-in-parts) and shows meanwhile how far it is. One path for one act and
 * for five hundred.
 *
 * 1. What takes one part alone is done before it could be shown.
 * 2. What is shown can be stopped: what is recorded by then stays, the rest was not tried.
 */
import type { ActResult } from '$lib/client/device';
import type { Intent } from '$lib/domain/report/command';
import { v7 as uuidv7 } from 'uuid';
import { actInParts, partSize, type PartsEnd, type Task } from './act-in-parts';

/** Many acts on their way to the disk. */
export interface Recording {
	/** How many have been looked at. */
	done: number;
	total: number;
	/** Stops before the next part. */
	stop: () => void;
}

export function openRecorder(act: (intents: readonly Intent[]) => Promise<ActResult>) {
	let current = $state.raw<Recording | null>(null);
	let isBusy = $state(false);

	return {
		/** Null while nothing that takes its time is being recorded. */
		get current() {
			return current;
		},
		/** Something is being recorded, shown or not. */
		get isBusy() {
			return isBusy;
		},
		async record(tasks: readonly Task[]): Promise<PartsEnd> {
			let isStopped = false;
			const total = tasks.length;
			const stop = () => (isStopped = true);
			const onprogress = (done: number) => {
				if (total > partSize) current = { done, total, stop };
			};
			isBusy = true;
			onprogress(0);
			try {
				return await actInParts(tasks, {
					...{ act, onprogress, group: uuidv7() },
					isStopped: () => isStopped
				});
			} finally {
				current = null;
				isBusy = false;
			}
		}
	};
}
