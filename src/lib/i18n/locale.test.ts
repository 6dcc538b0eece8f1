import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { localiseHtml, requestLocale } from './locale';

describe('the language of a request', () => {
	it.each([
		['en', 'ar', 'en'],
		[null, 'en', 'en'],
		['fr', 'en', 'en'],
		['fr', undefined, 'ar'],
		[null, undefined, 'ar']
	] as const)('asked %j, remembered %j: %j', (asked, remembered, expected) => {
		expect(requestLocale(asked, remembered)).toBe(expected);
	});

	it('turns the shell of this product, whose tag it must recognise', () => {
		const shell = readFileSync('src/app.html', 'utf8');
		expect(localiseHtml(shell, 'en')).toContain('<html lang="en" dir="ltr"');
		expect(localiseHtml(shell, 'ar')).toContain('<html lang="ar" dir="rtl"');
	});
});
