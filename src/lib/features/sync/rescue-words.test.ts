import { makeFormat } from '$lib/i18n/format';
import { unreachable, type Failure } from '$lib/client/errors';
import { describe, expect, it } from 'vitest';
import { amountWords } from './amount-words';
import { receiptLines, rescueFailure } from './rescue-words';

const format = makeFormat({ locale: 'ar', digits: 'latn', timeZone: 'Asia/Muscat' });
const failure = (part: Partial<Failure>): Failure => ({ ...unreachable, kind: 'refused', ...part });

describe('the receipt of a rescue file', () => {
	it('tells new acts from those that the server had', () => {
		const receipt = { commands: 5, known: 2, photos: 1, isUnderReview: false };
		expect(receiptLines(receipt, format)).toEqual([
			'وصلت 3 إجراءات جديدة',
			'إجراءان كانا لدى الخادم',
			'وصلت صورة واحدة'
		]);
	});

	it('says that nothing was new when a file is handed in twice', () => {
		const receipt = { commands: 2, known: 2, photos: 0, isUnderReview: false };
		expect(receiptLines(receipt, format)).toEqual([
			'لا إجراءات جديدة',
			'إجراءان كانا لدى الخادم',
			'لا صور جديدة'
		]);
	});
});

describe('a rescue file that was not taken', () => {
	it('says what is wrong with it, each fault in words of its own', () => {
		const told = [
			failure({ code: 'unsupported_type' }),
			failure({ code: 'not_permitted' }),
			failure({ code: 'conflict' }),
			failure({ code: 'too_many_requests', retryAfterMs: 120_000 }),
			failure({ kind: 'broken', code: 'busy' }),
			unreachable
		].map((each) => rescueFailure(each, format));
		expect(new Set(told).size).toBe(told.length);
		expect(told[3]).toContain('دقيقتان');
	});
});

describe('an amount of work', () => {
	it('names acts and photos, and leaves out what is not there', () => {
		expect(amountWords(3, 2, format)).toBe('3 إجراءات وصورتان');
		expect(amountWords(1, 0, format)).toBe('إجراء واحد');
		expect(amountWords(0, 1, format)).toBe('صورة واحدة');
		expect(amountWords(0, 0, format)).toBe('');
	});
});
