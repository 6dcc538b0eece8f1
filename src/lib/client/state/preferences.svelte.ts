/**
 * What a person set for this device: language, theme, text size, digits, the hand
 * that holds it, vibration, and how soon an untouched screen locks.
 *
 * 1. One key of local storage holds them all; what cannot be read or is unknown falls back to the
 *    default, field by field, and never throws.
 * 2. Every change is on <html> at once; `static/boot.js` does the same before the first paint.
 * 3. The language is also a cookie, so that server-rendered pages speak it.
 * Not here: what belongs to an account (that is the server's).
 */
import {
	localeCookie,
	localeCookieMaxAgeS,
	locales,
	parseLocale,
	type Locale
} from '$lib/i18n/locale';
import { format } from '$lib/i18n/format.svelte';
import { locale } from '$lib/i18n/locale.svelte';
import * as z from 'zod/mini';

export const themes = ['system', 'light', 'dark', 'sun'] as const;
export type Theme = (typeof themes)[number];
export const textSizes = [1, 2, 3, 4] as const;
export type TextSize = (typeof textSizes)[number];
export const digitSystems = ['latn', 'arab'] as const;
export type Digits = (typeof digitSystems)[number];

export const hands = ['either', 'right', 'left'] as const;
/** The hand whose thumb the main acts lie under; `either`: where the language puts them. */
export type Hand = (typeof hands)[number];
/** Minutes without a touch until the screen locks; 0: never by itself. */
export const autoLockSteps = [1, 5, 15, 0] as const;
export type AutoLock = (typeof autoLockSteps)[number];

const storageKey = 'maydan.preferences';

const schema = z.object({
	language: z.catch(z.optional(z.enum(locales)), undefined),
	theme: z.catch(z._default(z.enum(themes), 'system'), 'system'),
	textSize: z.catch(z._default(z.literal([...textSizes]), 2), 2),
	digits: z.catch(z._default(z.enum(digitSystems), 'latn'), 'latn'),
	hand: z.catch(z._default(z.enum(hands), 'either'), 'either'),
	vibration: z.catch(z._default(z.boolean(), true), true),
	autoLock: z.catch(z._default(z.literal([...autoLockSteps]), 5), 5)
});
type Stored = z.infer<typeof schema>;

/** What the preferences need of a browser; absent parts are simply not used. */
export interface PreferencePorts {
	storage?: Pick<Storage, 'getItem' | 'setItem'>;
	root?: HTMLElement;
	writeCookie?: (line: string) => void;
}

function read(storage: PreferencePorts['storage']): Stored {
	try {
		return schema.parse(JSON.parse(storage?.getItem(storageKey) ?? '{}'));
	} catch {
		return schema.parse({});
	}
}

export class Preferences {
	#ports: PreferencePorts;
	#stored = $state.raw<Stored>(schema.parse({}));

	constructor(ports: PreferencePorts) {
		this.#ports = ports;
		this.#stored = read(ports.storage);
		format.setDigits(this.#stored.digits);
	}

	get language(): Locale {
		return locale.current;
	}
	get theme(): Theme {
		return this.#stored.theme;
	}
	get textSize(): TextSize {
		return this.#stored.textSize;
	}
	get digits(): Digits {
		return this.#stored.digits;
	}

	get hand(): Hand {
		return this.#stored.hand;
	}
	/** May the device vibrate? */
	get vibration(): boolean {
		return this.#stored.vibration;
	}
	get autoLock(): AutoLock {
		return this.#stored.autoLock;
	}

	setLanguage(language: Locale) {
		locale.set(language);
		this.#ports.writeCookie?.(
			`${localeCookie}=${language}; path=/; max-age=${localeCookieMaxAgeS}; samesite=lax`
		);
		this.#store({ language });
	}
	setTheme(theme: Theme) {
		this.#store({ theme });
	}
	setTextSize(textSize: TextSize) {
		this.#store({ textSize });
	}
	setDigits(digits: Digits) {
		this.#store({ digits });
		format.setDigits(digits);
	}

	setHand(hand: Hand) {
		this.#store({ hand });
	}
	setVibration(vibration: boolean) {
		this.#store({ vibration });
	}
	setAutoLock(autoLock: AutoLock) {
		this.#store({ autoLock });
	}

	/** Obeys and remembers `?lang=` of an address; an address without it changes nothing. */
	followAddress(url: URL) {
		const asked = parseLocale(url.searchParams.get('lang'));
		if (asked && (asked !== locale.current || asked !== this.#stored.language))
			this.setLanguage(asked);
	}

	#store(change: Partial<Stored>) {
		this.#stored = { ...this.#stored, ...change };
		this.#apply();
		try {
			this.#ports.storage?.setItem(storageKey, JSON.stringify(this.#stored));
		} catch {
			// A full or forbidden storage costs the memory of a setting, never the setting itself.
		}
	}

	#apply() {
		const root = this.#ports.root;
		if (!root) return;
		root.dataset.theme = this.#stored.theme;
		root.dataset.textSize = String(this.#stored.textSize);
		root.dataset.hand = this.#stored.hand;
	}
}

function browserPorts(): PreferencePorts {
	if (typeof document === 'undefined') return {};
	const ports: PreferencePorts = {
		root: document.documentElement,
		writeCookie: (line) => {
			document.cookie = line;
		}
	};
	try {
		ports.storage = window.localStorage;
	} catch {
		// Storage is forbidden here: settings last as long as the page.
	}
	return ports;
}

/** The preferences of this page. */
export const preferences = new Preferences(browserPorts());
