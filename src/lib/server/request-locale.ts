/**
 * The language of a page rendered on the server: what the address asks for, what the cookie
 * remembers, Arabic.
 *
 * 1. It travels with the request (async storage), so two requests never share one.
 * 2. <html lang dir> leaves the server right, for readers without JavaScript.
 * 3. A language asked for by the address is remembered by the same cookie the app writes.
 * Used by the hook of the server for everything but the API.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Handle } from '@sveltejs/kit';
import {
	localeCookie,
	localeCookieMaxAgeS,
	localiseHtml,
	parseLocale,
	requestLocale,
	type Locale
} from '$lib/i18n/locale';
import { locale } from '$lib/i18n/locale.svelte';
import { overwriteServerAsyncLocalStorage } from '$lib/i18n/paraglide/runtime';

const storage = new AsyncLocalStorage<{ locale?: Locale }>();
overwriteServerAsyncLocalStorage(storage);
locale.followRequest(() => storage.getStore()?.locale);

/** Renders the page in the request's language and remembers a language the address asked for. */
export const speakTheirLanguage: Handle = ({ event, resolve }) => {
	const asked = event.isDataRequest || event.route.id === null ? null : askedOf(event.url);
	const chosen = requestLocale(asked, event.cookies.get(localeCookie));
	if (parseLocale(asked)) {
		event.cookies.set(localeCookie, chosen, {
			path: '/',
			maxAge: localeCookieMaxAgeS,
			sameSite: 'lax',
			// The app writes the same cookie when a person switches; it holds no secret.
			httpOnly: false,
			secure: event.url.protocol === 'https:'
		});
	}
	return storage.run({ locale: chosen }, () =>
		resolve(event, { transformPageChunk: ({ html }) => localiseHtml(html, chosen) })
	);
};

// Reading the search of an address is refused while pages are prerendered: they speak Arabic.
function askedOf(url: URL): string | null {
	try {
		return url.searchParams.get('lang');
	} catch {
		return null;
	}
}
