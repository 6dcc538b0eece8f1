/**
 * When a command was really given: the device's clock plus what it was wrong by at its last contact,
 * never before the last contact at which nothing was unsent, never after it was received.
 * Source: sync design 3.8.
 */
import type { Command } from '$lib/domain/report/command';

export interface ClockBounds {
	/** Last contact at which the device had nothing unsent, ms. */
	notBefore: number;
	/** When the server received it, ms. */
	notAfter: number;
}

const doubtfulSkewMs = 2 * 60_000;
/** Less than this beyond a bound is the time the request took. */
const doubtfulBeyondMs = 5_000;

/** The moment in ms, and whether the device's clock must be doubted. */
export function correctedTime(
	{ deviceAt, skew }: Pick<Command, 'deviceAt' | 'skew'>,
	{ notBefore, notAfter }: ClockBounds
): { at: number; isDoubtful: boolean } {
	const told = deviceAt + Math.round(skew?.ms ?? 0);
	const at = Math.min(notAfter, Math.max(notBefore, told));
	const isFarOff = Math.abs(skew?.ms ?? 0) > doubtfulSkewMs;
	return { at, isDoubtful: isFarOff || Math.abs(told - at) > doubtfulBeyondMs };
}
