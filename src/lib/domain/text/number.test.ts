import { describe, expect, it } from 'vitest';
import { numberFrom } from './number';

describe('a number as it was typed [story 44]', () => {
	it.each([
		['12', 12],
		['١٢', 12],
		['۱۲', 12],
		['-3.5', -3.5],
		['\u2212٣٫٥', -3.5],
		['1,250', 1250],
		['١٬٢٥٠٫٢٥', 1250.25],
		[' 7 ', 7],
		['\u2066٧\u2069', 7],
		['0', 0]
	])('%j is %d', (text, number) => expect(numberFrom(text)).toBe(number));

	it.each(['', ' ', 'seven', '1,5', '12,34', '1.2.3', '5 m', '--1', '1e3', '0x10'])(
		'%j is none',
		(text) => expect(numberFrom(text)).toBeNull()
	);
});
