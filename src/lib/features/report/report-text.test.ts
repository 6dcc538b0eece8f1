import { makeFormat } from '$lib/i18n/format';
import { describe, expect, it } from 'vitest';
import { aReport, category } from '../../../../tests/support/builders';
import { areaName, shortPlace } from './place-text';
import { missingText, refusalText } from './refusal-text';
import { answersSearch } from './search-text';

const format = makeFormat({ locale: 'ar', digits: 'latn', timeZone: 'Asia/Muscat' });
const seeb = {
	path: '/muscat/seeb/',
	name: { ar: 'السيب', en: 'Seeb' },
	label: { lat: 0, lon: 0 }
};
const areas = new Map([[seeb.path, seeb]]);
const names = { areas, categories: new Map([[category.id, category]]) };

describe('a search', () => {
	const report = aReport({
		number: 'MM-26-000042-1',
		areaPath: seeb.path,
		landmark: 'قرب مسجد الأزهر',
		description: 'انسداد في شبكة الصرف'
	});
	const answers = (query: string) => answersSearch(report, query, names);

	it('finds a number by a few of its digits, in any digits', () => {
		expect(answers('000042')).toBe(true);
		expect(answers('٠٠٠٠٤٢')).toBe(true);
		expect(answers('000043')).toBe(false);
	});

	it('finds words of place and problem in any spelling, and the area in both languages', () => {
		expect(answers('مسجد الازهر')).toBe(true);
		expect(answers('السيب')).toBe(true);
		expect(answers('seeb')).toBe(true);
		expect(answers('مطرح')).toBe(false);
	});
});

describe('the place of a report', () => {
	it('is the landmark, else the address, else the nearest area with a name', () => {
		const placed = { landmark: null, addressText: '', areaPath: '/muscat/seeb/hail/' };
		expect(shortPlace({ ...placed, landmark: 'الدوار' }, areas)).toBe('الدوار');
		expect(shortPlace({ ...placed, addressText: 'سكة 12' }, areas)).toBe('سكة 12');
		expect(shortPlace(placed, areas)).toBe('السيب');
		expect(areaName('/elsewhere/', areas)).toBe('');
	});
});

describe('a refusal', () => {
	it('names each missing piece of evidence once', () => {
		const text = missingText({ before: 1, after: 1, photos: 2, needsText: true }, format);
		expect(text).toBe('صورة قبل المعالجة، وصورة بعد المعالجة، ووصف مكتوب');
	});

	it('stays readable when a newer server sends a code or a detail we do not know', () => {
		expect(refusalText('not_on_fridays', null, format)).toContain('not_on_fridays');
		expect(refusalText('too_many_photos', { limit: 'many' }, format)).not.toBe('');
	});
});
