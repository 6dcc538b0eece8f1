/**
 * Whether a request that changes something comes from somewhere else than our own pages.
 *
 * 1. Browsers say so themselves (`Sec-Fetch-Site`); where they do not, `Origin` has to be ours.
 * 2. A request with a cookie and without either is refused; one without a cookie has nothing to
 *    lose and is judged by what it carries instead (programs, other services).
 */
const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuse it? `origin` is the address that our pages are served from. */
export function isForeign(request: Request, origin: string): boolean {
	if (readingMethods.has(request.method)) return false;
	const site = request.headers.get('sec-fetch-site');
	if (site !== null) return site !== 'same-origin';
	const from = request.headers.get('origin');
	if (from !== null) return from !== origin;
	return request.headers.has('cookie');
}
