/**
 * A new version of the app: found by the service worker, applied when nothing can be lost.
 *
 *   found ─▶ waiting ─ wanted and free ─▶ takes over ─ free ─▶ reload, once
 *
 * 1. The waiting worker takes over only when told to: by a person, or by itself when the page is
 *    hidden and no form is dirty.
 * 2. "Free" is a page that runs no exchange and whose forms hold nothing. What is wanted before
 *    happens then.
 * 3. A worker that another tab has let in reloads this page too, but never under somebody's hands:
 *    a page with a dirty form offers it like any new version.
 * Registered in builds only, and only where the browser has service workers (https or localhost).
 */
import { dirtyForms, runningExchanges } from './state/dirty.svelte';

/** What the update needs of the browser. */
export interface UpdatePorts {
	/** Lets the waiting worker take over. */
	letIn(): void;
	reload(): void;
}

export class AppUpdate {
	#ports: UpdatePorts | null = null;
	#isAsked = false;
	#isReady = $state(false);
	#isWanted = false;
	/** The new worker serves this page already: only the reload is left. */
	#hasTakenOver = false;

	/** A new version waits to be applied. */
	get isReady(): boolean {
		return this.#isReady;
	}

	/** Registers the worker and looks for a new version at each return to the page. */
	async register(): Promise<void> {
		if (this.#isAsked || !('serviceWorker' in navigator)) return;
		this.#isAsked = true;
		const { Workbox } = await import('workbox-window');
		const workbox = new Workbox('/service-worker.js', { type: 'module' });
		this.follow({ letIn: () => workbox.messageSkipWaiting(), reload: () => location.reload() });
		workbox.addEventListener('waiting', () => this.found());
		workbox.addEventListener('controlling', ({ isUpdate }) => {
			if (isUpdate === true) this.tookOver();
		});
		document.addEventListener('visibilitychange', () => {
			if (document.visibilityState === 'visible') void workbox.update().catch(() => undefined);
			else if (!dirtyForms.isAny) this.apply();
		});
		// Offline the worker of the last visit serves on.
		await workbox.register().catch(() => undefined);
	}

	/** Acts by these ports from here on. */
	follow(ports: UpdatePorts): void {
		this.#ports = ports;
		for (const holds of [dirtyForms, runningExchanges]) holds.whenFree(() => this.#goOn());
	}

	/** A new version waits. */
	found(): void {
		this.#isReady = true;
	}

	/** A new version serves this page from here on, let in here or in another tab. */
	tookOver(): void {
		this.#hasTakenOver = true;
		this.#isReady = true;
		this.#isWanted = !dirtyForms.isAny;
		this.#goOn();
	}

	/** Switches to the new version as soon as nothing would be lost by it. */
	apply(): void {
		this.#isWanted = this.#isReady;
		this.#goOn();
	}

	#goOn(): void {
		if (!this.#isWanted || dirtyForms.isAny || runningExchanges.isAny) return;
		this.#isWanted = false;
		if (this.#hasTakenOver) this.#ports?.reload();
		else this.#ports?.letIn();
	}
}

/** The update of this page. */
export const appUpdate = new AppUpdate();
