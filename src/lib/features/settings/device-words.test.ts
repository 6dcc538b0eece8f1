import { makeFormat } from '$lib/i18n/format';
import { describe, expect, it } from 'vitest';
import { clockFault, clockWords, roomWords } from './device-words';

const format = makeFormat({ locale: 'ar', digits: 'latn', timeZone: 'Asia/Muscat' });
const minute = 60_000;

describe('the clock of a device', () => {
	it('is wrong from more than two minutes on, and says which way', () => {
		expect(clockFault(2 * minute)).toBeNull();
		expect(clockFault(-2 * minute)).toBeNull();
		expect(clockFault(3 * minute)).toBe('slow');
		expect(clockFault(-3 * minute)).toBe('fast');
	});

	it('is called right only once it was compared', () => {
		expect(clockWords(null, format)).not.toBe(clockWords(0, format));
		expect(clockWords(-25 * minute, format)).toBe('متقدم 25 دقيقة');
	});
});

describe('the room of a device', () => {
	it('is counted in photos, and not to the last one where there is plenty', () => {
		expect(roomWords(2, format)).toBe('المساحة تكفي لنحو صورتين');
		expect(roomWords(0, format)).toBe('لا مساحة لصور أخرى');
		expect(roomWords(5000, format)).toContain('1,000');
	});
});
