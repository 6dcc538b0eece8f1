/**
 * At most so many calls per subject and window, in the memory of this process: for lanes whose
 * callers are known by a secret, where the limit guards against defects and loops.
 * Not here: guessing of passwords, which is counted in the database (auth/throttle).
 */
const maxSubjects = 10_000;

export interface RateLimit {
	/** Counts a call; how long to wait where it is one too many, else 0. */
	waitMs(subject: string): number;
}

/** `most` calls per `windowMs` and subject; `now` in ms. */
export function rateLimit(most: number, windowMs: number, now: () => number): RateLimit {
	const windows = new Map<string, { until: number; count: number }>();
	return {
		waitMs(subject) {
			const at = now();
			const known = windows.get(subject);
			const current =
				known !== undefined && known.until > at ? known : { until: at + windowMs, count: 0 };
			current.count += 1;
			windows.delete(subject);
			windows.set(subject, current);
			if (windows.size > maxSubjects) windows.delete(windows.keys().next().value ?? '');
			return current.count > most ? current.until - at : 0;
		}
	};
}
