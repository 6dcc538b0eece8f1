/**
 * How long somebody waits who has typed wrong PINs. Pure.
 *
 * 1. Four wrong ones cost nothing; from the fifth on each doubles the wait, from 30 seconds to half an
 *    hour.
 * 2. After the tenth only the password opens this person's work here. That bound needs no clock: one
 *    that is set forward shortens waits, and never adds a try.
 */
const freeTries = 5;
const mostTries = 10;
const firstWaitMs = 30_000;
const longestWaitMs = 30 * 60_000;

interface Tries {
	failed: number;
	/** Device clock, ms. */
	failedAt: number;
}

/** Whether only a sign-in by password is left. */
export const needsPassword = ({ failed }: Pick<Tries, 'failed'>) => failed >= mostTries;

/** How long until the next try, ms; 0 where one may be made now. */
export function waitMs({ failed, failedAt }: Tries, now: number): number {
	if (failed < freeTries) return 0;
	const whole = Math.min(longestWaitMs, firstWaitMs * 2 ** (failed - freeTries));
	// A clock that was set back must not lock anybody out for longer than was said.
	return Math.min(whole, Math.max(0, failedAt + whole - now));
}
