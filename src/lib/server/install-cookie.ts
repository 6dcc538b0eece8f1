/** The cookie that names a browser, whoever signs in there: it outlives the storage that holds the work. */
import type { Cookies } from '@sveltejs/kit';

const cookieName = 'maydan_install';
const shape = /^[0-9a-f-]{36}$/;
const tenYearsSeconds = 10 * 365 * 24 * 60 * 60;

/** The name of the asking browser; null where it has none yet. */
export function installOf(cookies: Pick<Cookies, 'get'>): string | null {
	const known = cookies.get(cookieName) ?? '';
	return shape.test(known) ? known : null;
}

/** Gives the browser its name, or prolongs it. */
export function keepInstall(cookies: Pick<Cookies, 'set'>, install: string, url: URL): void {
	cookies.set(cookieName, install, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: url.protocol === 'https:',
		maxAge: tenYearsSeconds
	});
}
