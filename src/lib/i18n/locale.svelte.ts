/**
 * The language the app speaks now. Messages ask it while they render, so that every text on the
 * screen follows a switch without a reload.
 *
 * 1. <html lang dir> always says what `current` says (in a browser).
 * 2. The first value is the one the boot script put on <html>, so hydration meets the same texts.
 * 3. On the server it is the request's (see server/request-locale), never module state.
 */
import { directionOf, parseLocale, type Direction, type Locale } from './locale';
import { overwriteGetLocale } from './paraglide/runtime';

class CurrentLocale {
	#current = $state<Locale>('ar');
	#ofRequest: (() => Locale | undefined) | undefined;

	constructor() {
		if (typeof document === 'undefined') return;
		this.#current = parseLocale(document.documentElement.lang) ?? 'ar';
	}

	get current(): Locale {
		return this.#ofRequest?.() ?? this.#current;
	}

	get dir(): Direction {
		return directionOf(this.current);
	}

	/** On the server: asks for the language of the request being answered, at each reading. */
	followRequest(ofRequest: () => Locale | undefined) {
		this.#ofRequest = ofRequest;
	}

	/** Switches the app and <html>; remembering is the business of the preferences. */
	set(next: Locale) {
		this.#current = next;
		if (typeof document === 'undefined') return;
		document.documentElement.lang = next;
		document.documentElement.dir = directionOf(next);
	}
}

/** The current language, one per page. */
export const locale = new CurrentLocale();

if (typeof window !== 'undefined') overwriteGetLocale(() => locale.current);
