/**
 * What the hand feels of an act, where the device can vibrate and its person wants it to: 30 to 50 ms,
 * so that a gloved hand in traffic knows without looking.
 */
import { preferences } from './state/preferences.svelte';

const patternsMs = { capture: [40], closed: [40, 80, 40], warning: [50] } as const;
export type Moment = keyof typeof patternsMs;

/** Vibrates once for a moment; does nothing where it is switched off or the device cannot. */
export function feel(moment: Moment): void {
	// Until somebody switches it off it is on, also for settings that were stored before there was one.
	if (Reflect.get(preferences, 'vibration') === false) return;
	if (typeof navigator.vibrate === 'function') navigator.vibrate(patternsMs[moment]);
}
