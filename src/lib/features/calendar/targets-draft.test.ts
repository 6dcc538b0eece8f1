import { describe, expect, it } from 'vitest';
import { draftOfTargets, faultsOfTargets, targetsAct, targetsOf } from './targets-draft';

const targets = { acknowledge: 30, firstVisit: 150, resolve: 840, review: 420 };
const draft = draftOfTargets(targets);

describe('targets that are being written', () => {
	it('begin as they stand, in hours and minutes, and are none as long as nothing differs', () => {
		expect(draft.firstVisit).toEqual({ hours: '2', minutes: '30' });
		expect(targetsOf(draft)).toEqual(targets);
		expect(faultsOfTargets(draft, targets)).toBe('same');
		const other = { ...draft, firstVisit: { hours: '', minutes: '150' } };
		expect(faultsOfTargets(other, targets)).toBe('same');
	});

	it('are read in the digits of either language', () => {
		const typed = { ...draft, resolve: { hours: '٢٠', minutes: '' } };
		expect(faultsOfTargets(typed, targets)).toEqual([]);
		expect(targetsAct('sewage', typed)).toEqual({
			...{ act: 'setTargets', categoryId: 'sewage' },
			targets: { ...targets, resolve: 1200 }
		});
	});

	it('name the stage that is no time, out of bounds, or shorter than the one before', () => {
		const wrong = {
			...draft,
			acknowledge: { hours: 'x', minutes: '' },
			firstVisit: { hours: '', minutes: '1.5' },
			resolve: { hours: '-1', minutes: '' }
		};
		const bounds = 'bounds';
		expect(faultsOfTargets(wrong, targets)).toEqual([
			{ stage: 'acknowledge', fault: bounds },
			{ stage: 'firstVisit', fault: bounds },
			{ stage: 'resolve', fault: bounds }
		]);
		const short = { ...draft, resolve: { hours: '1', minutes: '' } };
		expect(faultsOfTargets(short, targets)).toEqual([{ stage: 'resolve', fault: 'order' }]);
	});
});
