/**
 * A new version of the app: found by the service worker, applied when nothing can be lost.
 *
 * 1. The waiting worker takes over only when told to, and then the page reloads once.
 * 2. It is told by a person, or by itself when the page is hidden and no form is dirty.
 * Registered in builds only, and only where the browser has service workers (https or localhost).
 */
import { Workbox } from 'workbox-window';
import { dirtyForms } from './state/dirty.svelte';

class AppUpdate {
	#workbox: Workbox | null = null;
	#isReady = $state(false);

	/** A new version waits to be applied. */
	get isReady(): boolean {
		return this.#isReady;
	}

	/** Registers the worker and looks for a new version at each return to the page. */
	register(): void {
		if (this.#workbox !== null || !('serviceWorker' in navigator)) return;
		const workbox = new Workbox('/service-worker.js', { type: 'module' });
		this.#workbox = workbox;
		workbox.addEventListener('waiting', () => (this.#isReady = true));
		workbox.addEventListener('controlling', ({ isUpdate }) => {
			if (isUpdate === true) location.reload();
		});
		document.addEventListener('visibilitychange', () => {
			if (document.visibilityState === 'visible') void workbox.update().catch(() => undefined);
			else if (this.#isReady) this.apply();
		});
		// Offline the worker of the last visit serves on.
		void workbox.register().catch(() => undefined);
	}

	/** Switches to the new version unless a form would lose something. */
	apply(): void {
		if (this.#isReady && !dirtyForms.isAny) this.#workbox?.messageSkipWaiting();
	}
}

/** The update of this page. */
export const appUpdate = new AppUpdate();
