/**
 * Parts of a screen that its first view does without: each stands as `current` once it is here.
 *
 * 1. Once loaded it stays, so that what closes can end in its own time.
 * 2. The service worker keeps it: offline it comes like everything else. Before that, a broken line
 *    only makes it later (fetched).
 * Call these while a component starts.
 */
import { fetched, quietMoment } from './fetched';

export interface Late<T> {
	readonly current: T | undefined;
	/** A try has failed; it goes on trying. */
	readonly isMissing: boolean;
}

/** What stands below or beside the first view, or may be wanted when the line has gone: in the first quiet moment. */
export function afterPaint<T>(load: () => Promise<T>): Late<T> {
	return onceOpen(
		() => true,
		() => quietMoment().then(load)
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
		void fetched(load, () => (isMissing = true)).then((loaded) => {
			current = loaded;
			isMissing = false;
		});
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
