/**
 * What a hand feels of an act: short vibrations, one pattern for each kind of moment.
 *
 * 1. Never the only sign: whatever vibrates is on the screen as well.
 * 2. Whoever has switched it off, and a device without a motor, feels nothing.
 * Source: field design, 30-50 ms on capture, on "closed" and on a warning about the place.
 */
import { preferences } from './state/preferences.svelte';

/** Milliseconds on, off, on ... */
const patterns = {
	/** A photo was taken. */
	capture: [40],
	/** A job is finished. */
	done: [50],
	/** The place, or something else, is not as it should be. */
	warning: [40, 60, 40],
	/** Urgent work, which asks to be acknowledged: felt in a pocket. */
	alarm: [300, 120, 300, 120, 300]
} as const satisfies Record<string, readonly number[]>;
type Feedback = keyof typeof patterns;

interface Motor {
	vibrate?(pattern: number[]): boolean;
}

/** Vibrates for a kind of moment, where the person wants it and the device can. */
export function vibrate(
	kind: Feedback,
	isWanted = preferences.vibration,
	motor: Motor = navigator
): void {
	if (isWanted) motor.vibrate?.([...patterns[kind]]);
}
