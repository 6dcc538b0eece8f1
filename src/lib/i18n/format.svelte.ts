/**
 * The formats of the language and digits that this page shows now: rebuilt when either changes, so
 * lists on screen follow a switch. The language follows the page by itself; whoever owns the city
 * profile and the preferences hands in the rest.
 */
import { makeFormat, type Digits, type Format } from './format';
import { locale } from './locale.svelte';

class CurrentFormat {
	#timeZone = $state('Asia/Muscat');
	#digits = $state<Digits>('latn');
	#format = $derived(
		makeFormat({ locale: locale.current, digits: this.#digits, timeZone: this.#timeZone })
	);

	/** The formats as they are now; read it while rendering. */
	get current(): Format {
		return this.#format;
	}
	get timeZone(): string {
		return this.#timeZone;
	}
	/** Sets the city's time zone (an IANA name). */
	setTimeZone(timeZone: string) {
		this.#timeZone = timeZone;
	}
	setDigits(digits: Digits) {
		this.#digits = digits;
	}
}

/** The formats of this page: `format.current.date(at)`. */
export const format = new CurrentFormat();
