import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspected } from '../../../../tests/support/builders';
import type { ChecklistItem } from '../city/profile';
import { outcomes } from '../report/outcome';
import {
	answerGap,
	answerTo,
	checklistOf,
	fits,
	joinedAnswers,
	type Answer,
	type AnswerValue
} from './answer';

const photo = 'f'.repeat(64);
const item = (id: string): ChecklistItem => {
	const found = checklistOf(inspected).find((candidate) => candidate.id === id);
	if (found === undefined) throw new Error(id);
	return found;
};
const lacking = (answers: Answer[] | null, outcome: (typeof outcomes)[number] = 'fixed') =>
	answerGap(inspected, { outcome, answers, photos: [photo] }).map(({ itemId }) => itemId);
const clean = { itemId: 'area-clean', value: true };

describe('an answer', () => {
	it.each<[string, AnswerValue, boolean]>([
		['area-clean', false, true],
		['area-clean', 'yes', false],
		['ground', 'soil', true],
		['ground', 'concrete', false],
		['ground', true, false],
		['depth', 0, true],
		['depth', 200, true],
		['depth', -1, false],
		['depth', 200.5, false],
		['depth', '20', false],
		['found', 'قطعة معدنية', true],
		['found', '  ', false],
		['plate', photo, true],
		['plate', 'e'.repeat(64), false]
	])('to %s of %j fits: %s', (id, value, isFit) => {
		expect(fits(item(id), value, [photo])).toBe(isFit);
	});

	it('never fits where there is none', () => {
		for (const asked of checklistOf(inspected)) expect(fits(asked, undefined, [photo])).toBe(false);
	});

	it('that was given twice counts as the later one', () => {
		const both = [clean, { itemId: 'area-clean', value: false }];
		expect(answerTo(both, 'area-clean')).toBe(false);
	});
});

describe('what a finish lacks of a checklist', () => {
	it('is what is required and open, for a repair only', () => {
		expect(lacking([])).toEqual(['area-clean']);
		expect(lacking([clean])).toEqual([]);
		for (const outcome of outcomes.filter((known) => known !== 'fixed')) {
			expect(lacking([], outcome), outcome).toEqual([]);
		}
	});

	it('is what does not fit, required or not, whatever the outcome', () => {
		const unfit = [clean, { itemId: 'depth', value: 900 }];
		expect(lacking(unfit)).toEqual(['depth']);
		expect(lacking(unfit, 'nothing_found')).toEqual(['depth']);
	});

	it('is nothing for a question that the list does not have, nor for who was asked nothing', () => {
		expect(lacking([clean, { itemId: 'removed-since', value: 7 }])).toEqual([]);
		expect(lacking(null)).toEqual([]);
	});

	it('names each question in its own words', () => {
		const [gap] = answerGap(inspected, { outcome: 'fixed', answers: [], photos: [] });
		expect(gap).toEqual({ itemId: 'area-clean', text: item('area-clean').text });
	});

	it('never grows by an answer that fits, whatever else was answered', () => {
		const value = fc.oneof(fc.boolean(), fc.integer(), fc.string());
		const answers = fc.array(
			fc.record({ itemId: fc.constantFrom('area-clean', 'ground', 'depth', 'other'), value })
		);
		fc.assert(
			fc.property(answers, (given) => {
				const before = lacking(given);
				const more = lacking([...given, { itemId: 'depth', value: 12 }]);
				expect(before).toEqual(expect.arrayContaining(more));
			})
		);
	});
});

describe('answers of two closings', () => {
	it('are those of the first, and of the second what the first leaves open', () => {
		const first = [clean];
		const second = [
			{ itemId: 'area-clean', value: false },
			{ itemId: 'depth', value: 3 }
		];
		expect(joinedAnswers(first, second)).toEqual([clean, { itemId: 'depth', value: 3 }]);
	});
});
