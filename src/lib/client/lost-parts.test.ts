import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LostParts } from './lost-parts';
import { dirtyForms } from './state/dirty.svelte';

let page: EventTarget;
const reload = vi.fn();
const say = (name: string) => page.dispatchEvent(new Event(name));

beforeEach(() => {
	page = new EventTarget();
	reload.mockClear();
});

/** A page that has lost a part; `worker` is what its browser says of the service worker. */
function aPage(worker?: { controller: ServiceWorker | null; ready: Promise<never> }): LostParts {
	const parts = new LostParts();
	parts.watch({ page, worker, reload });
	say('vite:preloadError');
	return parts;
}
const turn = () => new Promise((resolve) => setTimeout(resolve));

describe('a page that has lost a part of the app', () => {
	it('is loaded anew once the line is said to be back, because a browser asks for a script only once', () => {
		expect(aPage().isAny).toBe(true);
		expect(reload).not.toHaveBeenCalled();
		say('online');
		expect(reload).toHaveBeenCalledTimes(1);
	});

	it('is loaded anew without a line too once the worker has everything', async () => {
		aPage({ controller: null, ready: Promise.resolve() as Promise<never> });
		await turn();
		expect(reload).toHaveBeenCalledTimes(1);
	});

	it('is not loaded anew because of a worker that serves it already: that would be a loop', async () => {
		const controller = {} as ServiceWorker;
		aPage({ controller, ready: Promise.resolve() as Promise<never> });
		await turn();
		expect(reload).not.toHaveBeenCalled();
	});

	it('waits for the form that somebody fills in', () => {
		aPage();
		const saved = dirtyForms.hold();
		say('online');
		expect(reload).not.toHaveBeenCalled();
		saved();
		expect(reload).toHaveBeenCalledTimes(1);
	});

	it('stays as it is where nothing was lost', () => {
		const parts = new LostParts();
		parts.watch({ page, worker: undefined, reload });
		say('online');
		expect([parts.isAny, reload.mock.calls]).toEqual([false, []]);
	});
});
