/**
 * Report numbers: short, easy to say, guarded by a check digit, for example `MM-26-004217-3`:
 * prefix of the city, year, running number of that year (at least 6 digits), Luhn digit over both.
 */
import { latinDigits } from '../text/digits';

const shape = /^([A-Z]{2,3})-(\d{2})-(\d{6,9})-(\d)$/;

/** Makes the number of the `serial`-th report of a year. */
export function reportNumber(prefix: string, year: number, serial: number): string {
	const yy = String(year % 100).padStart(2, '0');
	const running = String(serial).padStart(6, '0');
	return `${prefix}-${yy}-${running}-${luhnDigit(yy + running)}`;
}

/**
 * Reads a number as a person types it: any digits, any case, spaces for dashes or no dashes.
 * Null where it is not a number or its check digit is wrong.
 */
export function parseReportNumber(typed: string): string | null {
	const compact = latinDigits(typed)
		.toUpperCase()
		.replace(/[\s\-–_.]/gu, '');
	const match = /^([A-Z]{2,3})(\d{2})(\d{6,9})(\d)$/.exec(compact);
	if (match === null) return null;
	const number = `${match[1]}-${match[2]}-${match[3]}-${match[4]}`;
	return isReportNumber(number) ? number : null;
}

export function isReportNumber(text: string): boolean {
	const match = shape.exec(text);
	return match !== null && luhnDigit(`${match[2]}${match[3]}`) === Number(match[4]);
}

/** Luhn (ISO/IEC 7812-1 annex B): catches every wrong digit and nearly every swap of neighbours. */
function luhnDigit(digits: string): number {
	const sum = [...digits].reverse().reduce((total, digit, index) => {
		const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
		return total + (doubled > 9 ? doubled - 9 : doubled);
	}, 0);
	return (10 - (sum % 10)) % 10;
}
