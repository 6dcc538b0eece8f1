import { format } from '$lib/i18n/format.svelte';
import { locale } from '$lib/i18n/locale.svelte';
import { describe, expect, it } from 'vitest';
import { Preferences } from './preferences.svelte';

function aStorage(content?: string) {
	const kept = new Map<string, string>();
	if (content !== undefined) kept.set('maydan.preferences', content);
	return {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value)
	};
}

describe('preferences', () => {
	it.each([[undefined], ['not json'], ['[]'], ['{"theme":"pink","textSize":9,"digits":3}']])(
		'fall back to the defaults when %j is stored',
		(content) => {
			const { theme, textSize, digits } = new Preferences({ storage: aStorage(content) });
			expect({ theme, textSize, digits }).toEqual({ theme: 'system', textSize: 2, digits: 'latn' });
			const { hand, vibration, autoLock } = new Preferences({ storage: aStorage(content) });
			expect({ hand, vibration, autoLock }).toEqual({
				hand: 'either',
				vibration: true,
				autoLock: 5
			});
		}
	);

	it('keep what can be read when one field cannot', () => {
		const storage = aStorage('{"theme":"sun","textSize":"huge"}');
		expect(new Preferences({ storage }).theme).toBe('sun');
		expect(new Preferences({ storage }).textSize).toBe(2);
	});

	it('are there again after a reload', () => {
		const storage = aStorage();
		const first = new Preferences({ storage });
		first.setTheme('sun');
		first.setTextSize(4);
		first.setDigits('arab');
		const second = new Preferences({ storage });
		expect([second.theme, second.textSize, second.digits]).toEqual(['sun', 4, 'arab']);
		first.setHand('left');
		first.setVibration(false);
		first.setAutoLock(15);
		const third = new Preferences({ storage });
		expect([third.hand, third.vibration, third.autoLock]).toEqual(['left', false, 15]);
	});

	it('turn every figure on the page when the digits change', () => {
		const preferences = new Preferences({ storage: aStorage() });
		preferences.setDigits('arab');
		expect(format.current.figures('26')).toBe('٢٦');
		preferences.setDigits('latn');
		expect(format.current.figures('26')).toBe('26');
	});

	it('hold for the page when storage is full', () => {
		const storage = {
			getItem: () => null,
			setItem: () => {
				throw new DOMException('full', 'QuotaExceededError');
			}
		};
		const preferences = new Preferences({ storage });
		preferences.setTheme('dark');
		expect(preferences.theme).toBe('dark');
	});

	it('obey and remember the language an address asks for', () => {
		const cookies: string[] = [];
		const storage = aStorage();
		const preferences = new Preferences({ storage, writeCookie: (line) => cookies.push(line) });
		preferences.followAddress(new URL('https://city.example/track?lang=en'));
		expect(locale.current).toBe('en');
		expect(cookies[0]).toMatch(/^maydan_lang=en;/);
		expect(storage.getItem('maydan.preferences')).toContain('"language":"en"');
		preferences.followAddress(new URL('https://city.example/track'));
		expect(locale.current).toBe('en');
		preferences.followAddress(new URL('https://city.example/track?lang=ar'));
		expect([locale.current, locale.dir]).toEqual(['ar', 'rtl']);
	});
});
