/**
 * Parts of the app that a broken line has lost, on a page that no service worker serves yet. A browser
 * asks for a script only once a page, so the second try is the page itself, loaded anew.
 *
 * 1. Only when it promises something: the line is said to be back, or the worker has everything by
 *    now. Each such sign reloads once, so that a part that is broken itself makes no loop.
 * 2. Never under somebody's hands: a dirty form and a running exchange end first.
 */
import { dirtyForms, runningExchanges } from './state/dirty.svelte';

/** What it needs of the browser; without https there is no worker. */
export interface PagePorts {
	readonly page: EventTarget;
	readonly worker: Pick<ServiceWorkerContainer, 'controller' | 'ready'> | undefined;
	reload(): void;
}

export class LostParts {
	#isAny = false;
	#isWanted = false;
	#reload = () => {};

	/** A part of this page did not come. */
	get isAny(): boolean {
		return this.#isAny;
	}

	/** Hears of every part that is lost from here on; the bundler tells of it. */
	watch({ page, worker, reload }: PagePorts): void {
		this.#reload = reload;
		page.addEventListener('vite:preloadError', () => {
			this.#isAny = true;
			// A page that it serves already has lost nothing to the line.
			if (worker?.controller === null) void worker.ready.then(() => this.#promise());
		});
		page.addEventListener('online', () => this.#promise());
		for (const holds of [dirtyForms, runningExchanges]) holds.whenFree(() => this.#goOn());
	}

	#promise(): void {
		this.#isWanted = this.#isAny;
		this.#goOn();
	}

	#goOn(): void {
		if (!this.#isWanted || dirtyForms.isAny || runningExchanges.isAny) return;
		this.#isWanted = false;
		this.#reload();
	}
}

/** Those of this page. */
export const lostParts = new LostParts();
