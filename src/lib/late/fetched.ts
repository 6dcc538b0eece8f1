/**
 * Code that comes after the first view, over a line that may break before the app is kept on the device.
 *
 * 1. A fetch that failed is made again as soon as the line is said to be back, and at growing
 *    intervals besides; nobody has to press anything for it.
 * 2. A style sheet that failed is fetched again too: the bundler asks for each only once.
 * When something is fetched is said by whoever needs it (later.svelte.ts).
 */

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;

/** What `load` brings, however often it takes; `onMiss` is told of each try that failed. */
export async function fetched<T>(load: () => Promise<T>, onMiss = () => {}): Promise<T> {
	for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
		try {
			return await load();
		} catch {
			onMiss();
			await lineMayBeBack(waitMs);
			renewFailedStyles();
		}
	}
}

function lineMayBeBack(afterMs: number): Promise<void> {
	return new Promise((resolve) => {
		const end = () => {
			clearTimeout(timer);
			removeEventListener('online', end);
			resolve();
		};
		const timer = setTimeout(end, afterMs);
		addEventListener('online', end);
	});
}

/** A link whose sheet never came holds none; another one of the same address is asked for anew. */
function renewFailedStyles(): void {
	for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')) {
		if (link.sheet === null) link.replaceWith(link.cloneNode());
	}
}

/** Resolves when the page has nothing to do, after a second at the latest. */
export function quietMoment(): Promise<void> {
	return new Promise((resolve) => {
		if (typeof requestIdleCallback === 'undefined') setTimeout(resolve, 200);
		else requestIdleCallback(() => resolve(), { timeout: 1000 });
	});
}
