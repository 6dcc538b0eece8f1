/** When what a first view does without may have its turn. */
import { hasNextTask } from './next-task';

const longestMs = 1000;

/** Resolves when the page has nothing to do and its first view stands, after a second at the latest. */
export function quietMoment(): Promise<void> {
	return new Promise((resolve) => {
		const endsAt = performance.now() + longestMs;
		const look = () => {
			if (hasNextTask() && performance.now() < endsAt) whenIdle(look);
			else resolve();
		};
		whenIdle(look);
	});
}

function whenIdle(look: () => void): void {
	if (typeof requestIdleCallback === 'undefined') setTimeout(look, 200);
	else requestIdleCallback(look, { timeout: longestMs });
}

/**
 * When to fetch what comes after a first view: at once beside it while it is on its way over a line that
 * may break; in a quiet moment where the service worker has the whole app here.
 */
export function timeToFetch(isVisible: Promise<void>): Promise<void> {
	const worker: ServiceWorkerContainer | undefined = navigator.serviceWorker;
	return worker?.controller ? quietMoment() : isVisible;
}
