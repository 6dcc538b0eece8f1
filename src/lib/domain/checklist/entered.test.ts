import { describe, expect, it } from 'vitest';
import { inspected } from '../../../../tests/support/builders';
import { answerGap, checklistOf } from './answer';
import { answersFrom, entryState, progressOf, type Entered } from './entered';

const photo = 'f'.repeat(64);
const list = checklistOf(inspected);
const stateOf = (id: string, entry: string | boolean | number | undefined) => {
	const item = list.find((candidate) => candidate.id === id);
	return item && entryState(item, entry, [photo]);
};

describe('an entry', () => {
	it('of a number is read in the digits it was typed in [story 44]', () => {
		const depth = (typed: string) => answersFrom(list, { depth: typed }, []);
		expect(depth('٤٢')).toEqual([{ itemId: 'depth', value: 42 }]);
		expect(depth('42')).toEqual(depth('٤٢'));
		expect(depth('۴۲٫۵')).toEqual([{ itemId: 'depth', value: 42.5 }]);
	});

	it('is open while empty, and unfit while it is no answer', () => {
		expect(stateOf('depth', undefined)).toBe('open');
		expect(stateOf('depth', '  ')).toBe('open');
		expect(stateOf('depth', 'عميق')).toBe('unfit');
		expect(stateOf('depth', '٢٠١')).toBe('unfit');
		expect(stateOf('depth', '٢٠٠')).toBe('answered');
		expect(stateOf('area-clean', false)).toBe('answered');
	});

	it('of a photo that does not count any more is open again', () => {
		expect(stateOf('plate', photo)).toBe('answered');
		expect(stateOf('plate', 'e'.repeat(64))).toBe('open');
		expect(answersFrom(list, { plate: 'e'.repeat(64) }, [photo])).toEqual([]);
	});
});

describe('the answers of a draft', () => {
	it('stand in the order of the list, and keep what the list does not ask any more', () => {
		const entered = { smell: 'none', depth: '7', 'area-clean': true, found: '' };
		expect(answersFrom(list, entered, [])).toEqual([
			{ itemId: 'area-clean', value: true },
			{ itemId: 'depth', value: 7 },
			{ itemId: 'smell', value: 'none' }
		]);
	});

	it('lack exactly what the rule would refuse', () => {
		const drafts: Entered[] = [
			{},
			{ depth: 'x' },
			{ 'area-clean': true },
			{ 'area-clean': false, depth: '5' }
		];
		for (const entered of drafts) {
			const { demanded } = progressOf(list, entered, [photo], 'fixed');
			const answers = answersFrom(list, entered, [photo]);
			const gap = answerGap(inspected, { outcome: 'fixed', answers, photos: [photo] });
			expect(demanded.map(({ id }) => id)).toEqual(gap.map(({ itemId }) => itemId));
		}
	});

	it('count how far the list has come', () => {
		const entered = { 'area-clean': true, depth: '900', ground: 'soil' };
		expect(progressOf(list, entered, [], 'fixed')).toMatchObject({ answered: 2, total: 5 });
	});
});
