/**
 * Parts of a screen that its first view does without: each stands as `current` once it is here.
 *
 * 1. Once loaded it stays, so that what closes can end in its own time.
 * 2. The service worker keeps it: offline it comes like everything else. What a broken line loses
 *    before that comes with the page's next load (client/lost-parts): no browser asks for it twice.
 * Call these while a component starts.
 */
import { nextTask } from './next-task';
import { quietMoment, timeToFetch } from './quiet-moment';

export interface Late<T> {
	readonly current: T | undefined;
	/** It was asked for and did not come. */
	readonly isMissing: boolean;
}

/**
 * What stands below or beside the first view, or may be wanted when the line has gone: fetched as
 * soon as that is painted, unless it is kept here, and shown in the first quiet moment.
 */
export function afterPaint<T>(load: () => Promise<T>): Late<T> {
	return onceOpen(
		() => true,
		() => {
			const begun = timeToFetch(nextTask()).then(load);
			return Promise.all([begun, quietMoment()]).then(() => begun);
		}
	);
}

/** What floats above a page (dialogs, sheets, menus): fetched at its first opening. */
export function onceOpen<T>(isOpen: () => boolean, load: () => Promise<T>): Late<T> {
	let current = $state.raw<T>();
	let isMissing = $state(false);
	let isAsked = false;
	// An effect, because opening is the caller's and loading takes a moment.
	$effect(() => {
		if (isAsked || !isOpen()) return;
		isAsked = true;
		load().then(
			(loaded) => (current = loaded),
			(error: unknown) => {
				isMissing = true;
				reportError(error);
			}
		);
	});
	return {
		get current() {
			return current;
		},
		get isMissing() {
			return isMissing;
		}
	};
}
