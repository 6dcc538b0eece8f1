/** The boot script and the preferences are two readers of one memory: they must agree. */
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Preferences } from './preferences.svelte';

const script = readFileSync('static/boot.js', 'utf8');

interface Page {
	stored?: string;
	cookie?: string;
	search?: string;
	lang?: string;
}

function boot({ stored, cookie = '', search = '', lang = 'ar' }: Page) {
	const documentElement = { lang, dir: '', dataset: { theme: '', textSize: '', hand: '' } };
	runInNewContext(script, {
		document: { documentElement, cookie },
		localStorage: { getItem: () => stored ?? null },
		location: { search },
		URLSearchParams
	});
	return documentElement;
}

describe('the boot script', () => {
	it.each([
		[{}, 'ar', 'rtl'],
		[{ lang: 'en' }, 'en', 'ltr'],
		[{ stored: '{"language":"en"}' }, 'en', 'ltr'],
		[{ stored: '{"language":"en"}', cookie: 'a=b; maydan_lang=ar' }, 'ar', 'rtl'],
		[{ cookie: 'maydan_lang=ar', search: '?lang=en' }, 'en', 'ltr'],
		[{ search: '?lang=fr' }, 'ar', 'rtl']
	])('on %j speaks %s, %s', (page, lang, dir) => {
		expect(boot(page)).toMatchObject({ lang, dir });
	});

	it.each([
		[undefined],
		['broken'],
		['null'],
		['{"theme":"sun","textSize":4,"hand":"left"}'],
		['{"theme":"pink","textSize":9}']
	])('reads %j as the preferences do', (stored) => {
		const storage = { getItem: () => stored ?? null, setItem: () => {} };
		const { theme, textSize, hand } = new Preferences({ storage });
		expect(boot({ stored }).dataset).toEqual({ theme, textSize: String(textSize), hand });
	});
});
