/** Addresses below which nobody needs to be led back after signing in. */
const entrances = /^\/(login|shell)(?:[/?#]|$)/;

/**
 * The page a person asked for before the sign-in, when it is one of ours; else `home`.
 * Only a path of the same origin counts: `//host`, `/\host` and whole addresses lead elsewhere.
 */
export function nextPath(asked: string | null, home: string, origin: string): string {
	if (asked === null || !asked.startsWith('/')) return home;
	if (!URL.canParse(asked, origin)) return home;
	const url = new URL(asked, origin);
	if (url.origin !== origin || entrances.test(url.pathname)) return home;
	// What the browser would make of it, so that it cannot mean anything else later.
	return url.pathname + url.search + url.hash;
}
