import { describe, expect, it } from 'vitest';
import { filledTemplate, inserted, templatesFor } from './templates';

const name = { ar: 'اسم', en: 'Name' };
const facts = { number: 'MM-26-000001-7', category: 'طفح مجاري', place: 'الحيل الشمالية' };

describe('prepared texts', () => {
	it('are those of the field, and none where the city has no list', () => {
		const own = { id: 'a', name, text: name, uses: ['return' as const] };
		const other = { id: 'b', name, text: name, uses: ['note' as const, 'hold' as const] };
		expect(templatesFor([own, other], 'hold').map(({ id }) => id)).toEqual(['b']);
		expect(templatesFor(undefined, 'note')).toEqual([]);
	});

	it('are filled from the report', () => {
		expect(filledTemplate('البلاغ {number}: {category} في {place}.', facts)).toBe(
			'البلاغ MM-26-000001-7: طفح مجاري في الحيل الشمالية.'
		);
	});

	it('leave out what the report does not say, so that nobody sends braces', () => {
		expect(filledTemplate('في {place} اليوم {colour}', { ...facts, place: '' })).toBe('في اليوم');
	});

	it('keep what stands in the field, and stand apart from it', () => {
		expect(inserted('', 'نص', { from: 0, to: 0 })).toEqual({ value: 'نص', caret: 2 });
		expect(inserted('كتبت', 'نص', { from: 4, to: 4 }).value).toBe('كتبت\nنص');
		expect(inserted('قبل بعد', 'نص', { from: 4, to: 4 })).toEqual({
			value: 'قبل نص بعد',
			caret: 6
		});
		expect(inserted('كله', 'نص', { from: 0, to: 3 }).value).toBe('نص');
	});
});
