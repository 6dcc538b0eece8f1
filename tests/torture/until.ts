/** Waits for a state of a world in real time; how long is a limit against hanging, not a measure. */
import { setTimeout as delay } from 'node:timers/promises';

const usualMs = 25;

/** Resolves as soon as `check` does not throw; its last error where it still does after `limitMs`. */
export async function until(
	check: () => Promise<void> | void,
	limitMs: number,
	between: () => void = () => undefined,
	everyMs = usualMs
): Promise<void> {
	const end = performance.now() + limitMs;
	for (;;) {
		try {
			return await check();
		} catch (error) {
			if (performance.now() > end) throw error;
		}
		between();
		await delay(everyMs);
	}
}
