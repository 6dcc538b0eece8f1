/**
 * Code that is not loaded before something first opens: what floats above a page (dialogs, menus,
 * tooltips) brings a package along that no first screen needs.
 *
 * 1. Once loaded it stays, so that what closes can end in its own time.
 * 2. The service worker keeps it: opening works offline like everything else.
 */

/** The module from the first opening on; call it while a component starts. */
export function onceOpen<T>(
	isOpen: () => boolean,
	load: () => Promise<T>
): { readonly current: T | undefined } {
	let current = $state.raw<T>();
	let isAsked = false;
	// An effect, because opening is the caller's and loading takes a moment.
	$effect(() => {
		if (isAsked || !isOpen()) return;
		isAsked = true;
		void load().then((loaded) => (current = loaded));
	});
	return {
		get current() {
			return current;
		}
	};
}
