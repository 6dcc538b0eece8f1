/**
 * What went wrong with a local database: no room, or a connection that the browser ended. Everything
 * else is a defect.
 */

/** No room. Browsers say it plainly or as the inner reason of an aborted transaction. */
export function isQuota(error: unknown): boolean {
	if (typeof error !== 'object' || error === null) return false;
	if ('name' in error && error.name === 'QuotaExceededError') return true;
	return 'inner' in error && isQuota(error.inner);
}

/** Chromium aborts and closes, WebKit loses its server and calls that unknown. */
const endings: readonly unknown[] = [
	'AbortError',
	'DatabaseClosedError',
	'InvalidStateError',
	'UnknownError'
];

/** The connection was ended from outside: the next transaction opens another one. */
export function isEndedConnection(error: unknown): boolean {
	if (typeof error !== 'object' || error === null || isQuota(error)) return false;
	return 'name' in error && endings.includes(error.name);
}
