import { createSubscriber } from 'svelte/reactivity';

/**
 * A clock that screens can lean on: `current` reads `read()` and asks to be read again every
 * `everyMs` while somebody looks at it. Words like "2 hours ago" then never stand still.
 */
export function ticking(read: () => number, everyMs = 30_000): { readonly current: number } {
	const subscribe = createSubscriber((update) => {
		const timer = setInterval(update, everyMs);
		return () => clearInterval(timer);
	});
	return {
		get current() {
			subscribe();
			return read();
		}
	};
}
