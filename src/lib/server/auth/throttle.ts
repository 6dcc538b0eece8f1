/**
 * Slows guessing down: attempts to sign in are counted by name and by address in the database.
 *
 * 1. An attempt counts as failed from the moment it is admitted until it is known to be right:
 *    a thousand guesses at once are a thousand failures.
 * 2. After `free` failures within 15 minutes each further one doubles the wait (30 s, 1, 2 ... 15
 *    minutes); attempts that are turned away do not prolong it.
 * 3. A name that nobody has is counted like any other, and stored as a keyed hash like any other.
 */
import { createHmac, randomUUID } from 'node:crypto';
import type { Database } from '../db/connect';
import { deleteFailures, failuresSince, insertFailure } from '../repositories/accounts';

const windowMs = 15 * 60_000;
const firstWaitMs = 30_000;
const free = { name: 5, address: 30 } as const;

export type Admission = { admitted: true; attemptId: string } | { admitted: false; waitMs: number };

export interface Throttle {
	/** Asks for one attempt; it counts as failed until `forget`. */
	admit(name: string, address: string): Promise<Admission>;
	/** The attempt was right: it and the earlier failures of that name are forgotten. */
	forget(attemptId: string, name: string): Promise<void>;
}

/** A throttle over the database; `now` in ms since epoch. */
export function openThrottle(db: Database, secret: string, now: () => number): Throttle {
	const subjectOf = (kind: keyof typeof free, value: string) =>
		createHmac('sha256', secret).update(`${kind}:${value}`).digest('base64url');
	return {
		admit: (name, address) =>
			db.tx(async (tx) => {
				const at = now();
				const subjects = [subjectOf('name', name), subjectOf('address', address)] as const;
				const byName = await failuresSince(tx, subjects[0], at - windowMs);
				const byAddress = await failuresSince(tx, subjects[1], at - windowMs);
				const waitMs = Math.max(
					waitAfter(byName, free.name, at),
					waitAfter(byAddress, free.address, at)
				);
				if (waitMs > 0) return { admitted: false, waitMs };
				const attemptId = randomUUID();
				await insertFailure(tx, { id: attemptId, subjects, at }, at - windowMs);
				return { admitted: true, attemptId };
			}),
		forget: (attemptId, name) =>
			db.tx((tx) => deleteFailures(tx, attemptId, subjectOf('name', name)))
	};
}

function waitAfter(
	{ count, lastAt }: { count: number; lastAt: number },
	allowed: number,
	at: number
): number {
	if (count < allowed) return 0;
	const pauseMs = Math.min(windowMs, firstWaitMs * 2 ** (count - allowed));
	return Math.max(0, lastAt + pauseMs - at);
}
