import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReportNumber, parseReportNumber, reportNumber } from './number';

describe('report numbers', () => {
	it('carry prefix, year, running number and check digit', () => {
		expect(reportNumber('MM', 2026, 4217)).toMatch(/^MM-26-004217-\d$/);
	});

	it('are read back however they are typed', () => {
		const number = reportNumber('MM', 2026, 4217);
		const bare = number.replaceAll('-', '');
		const arabic = number.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));
		for (const typed of [number, bare, bare.toLowerCase(), number.replaceAll('-', ' '), arabic]) {
			expect(parseReportNumber(typed)).toBe(number);
		}
	});

	it('are refused with any one digit wrong', () => {
		fc.assert(
			fc.property(
				fc.nat(999_999_999),
				fc.nat(8),
				fc.integer({ min: 1, max: 9 }),
				(serial, at, add) => {
					const number = reportNumber('MM', 2026, serial);
					const places = [...number].flatMap((char, i) => (/\d/.test(char) ? [i] : []));
					const place = places[at % places.length] ?? 0;
					const wrong = (Number(number[place]) + add) % 10;
					const broken = number.slice(0, place) + wrong + number.slice(place + 1);
					expect(isReportNumber(number)).toBe(true);
					expect(parseReportNumber(broken)).toBeNull();
				}
			)
		);
	});
});
