/**
 * When a command was really given: the device's clock plus what it was wrong by at its last contact,
 * never before the last contact at which nothing was unsent, never after it was received. Order never
 * comes from here.
 * Source: sync design 3.8.
 */
import * as z from 'zod/mini';
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

/** More than a clock that is being set right by the network. */
const setBackMs = 2_000;
const told = z.object({ session: z.string(), deviceAt: z.number(), monoMs: z.number() });

/**
 * Notices a wall clock that is set back while a page lives. Its monotonic clock cannot tell the other
 * direction from a device that slept: some browsers stop it meanwhile. What was set ahead is caught by
 * the bounds of the contacts.
 */
export class SessionClock {
	/** Wall minus monotonic clock at its highest, ms, by session. */
	readonly #highest = new Map<string, number>();

	/** `before`: the payload of the command before these, where one is known. */
	constructor(before: string | null) {
		const last = before === null ? undefined : told.safeParse(JSON.parse(before)).data;
		if (last !== undefined) this.isSetBack(last);
	}

	/** Whether the wall clock had been set back before this command, since an earlier one of its session. */
	isSetBack({ session, deviceAt, monoMs }: z.infer<typeof told>): boolean {
		const offset = deviceAt - monoMs;
		const highest = this.#highest.get(session) ?? offset;
		this.#highest.set(session, Math.max(highest, offset));
		return highest - offset > setBackMs;
	}
}
