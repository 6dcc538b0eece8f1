/**
 * The languages of the product and how one is chosen for a request or a page.
 *
 * 1. `?lang=` on any address wins, then the remembered cookie, then Arabic.
 * 2. The page's language is remembered in one cookie, so that server-rendered pages and the app
 *    agree; it holds nothing but "ar" or "en".
 * Not here: the running app's current language (see locale.svelte.ts).
 */
export const locales = ['ar', 'en'] as const;
export type Locale = (typeof locales)[number];
export type Direction = 'rtl' | 'ltr';

/** The cookie in which the language is remembered, for one year, on the whole site. */
export const localeCookie = 'maydan_lang';
export const localeCookieMaxAgeS = 365 * 24 * 60 * 60;

/** The language that a text names, or undefined when it names none of ours. */
export function parseLocale(text: string | null | undefined): Locale | undefined {
	return locales.find((locale) => locale === text);
}

/** The line of reading of a language. */
export function directionOf(locale: Locale): Direction {
	return locale === 'ar' ? 'rtl' : 'ltr';
}

/** The language of a request, from its `lang` parameter and its cookie; Arabic when neither says. */
export function requestLocale(asked: string | null, remembered: string | undefined): Locale {
	return parseLocale(asked) ?? parseLocale(remembered) ?? 'ar';
}

/** The shell's <html> tag turned to a language; leaves any other text as it is. */
export function localiseHtml(html: string, locale: Locale): string {
	return html.replace(
		'<html lang="ar" dir="rtl"',
		`<html lang="${locale}" dir="${directionOf(locale)}"`
	);
}
