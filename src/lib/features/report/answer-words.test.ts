import { describe, expect, it } from 'vitest';
import { inspected } from '../../../../tests/support/builders';
import { makeFormat } from '$lib/i18n/format';
import { answerRows } from './answer-words';

const format = makeFormat({ locale: 'ar', digits: 'arab', timeZone: 'Asia/Muscat' });
const read = (answers: { itemId: string; value: string | number | boolean }[]) =>
	answerRows(inspected, { outcome: 'fixed', answers }, format);

describe('the answers of a closing', () => {
	it('are read in the order of the list and in the digits of the reader', () => {
		const rows = read([
			{ itemId: 'depth', value: 42.5 },
			{ itemId: 'area-clean', value: true }
		]);
		expect(rows.map(({ itemId, value }) => [itemId, value])).toEqual([
			['area-clean', 'نعم'],
			['depth', '٤٢٫٥']
		]);
	});

	it('ask for a look where a required question is open or answered with no', () => {
		expect(read([])).toMatchObject([{ itemId: 'area-clean', value: 'لم يُجب', needsLook: true }]);
		expect(read([{ itemId: 'area-clean', value: false }])).toMatchObject([{ needsLook: true }]);
		expect(read([{ itemId: 'area-clean', value: true }])).toMatchObject([{ needsLook: false }]);
	});

	it('keep what is not asked any more, and a choice that has gone, readable', () => {
		const rows = read([
			{ itemId: 'area-clean', value: true },
			{ itemId: 'ground', value: 'water' },
			{ itemId: 'smell', value: 'قوية' }
		]);
		expect(rows.slice(1).map(({ value }) => value)).toEqual(['water', 'قوية']);
		expect(rows[2]?.question).toContain('smell');
	});

	it('are none where nothing was asked', () => {
		expect(answerRows(undefined, { outcome: 'fixed' }, format)).toEqual([]);
		expect(answerRows(inspected, { outcome: 'duplicate' }, format)).toEqual([]);
	});
});
