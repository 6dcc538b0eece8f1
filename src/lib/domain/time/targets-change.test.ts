import { describe, expect, it } from 'vitest';
import { category } from '../../../../tests/support/builders';
import {
	afterTargetsAct,
	targetBounds,
	targetFaults,
	targetStagesChanged,
	usualDayMinutes
} from './targets-change';

const targets = { acknowledge: 30, firstVisit: 120, resolve: 420, review: 420 };

describe('other targets of a category', () => {
	it('replace those that stand, and keep both for the history', () => {
		const is = { ...category.targets, resolve: 4_200 };
		const act = { act: 'setTargets', categoryId: category.id, targets: is } as const;
		expect(afterTargetsAct([category], act)).toEqual({
			category: { ...category, targets: is },
			reason: {
				...{ act: 'setTargets', categoryId: category.id, name: category.name },
				...{ was: category.targets, is }
			}
		});
		expect(targetStagesChanged({ was: category.targets, is })).toEqual(['resolve']);
	});

	it.each([
		['nothing changes', category.id, category.targets],
		['no such category is known', 'unheard', targets],
		['they do not grow', category.id, { ...targets, firstVisit: 20 }]
	])('are none where %s', (_, categoryId, changed) => {
		expect(afterTargetsAct([category], { act: 'setTargets', categoryId, targets: changed })).toBe(
			null
		);
	});

	it('are named by stage where they are out of bounds, broken, or shorter than the stage before', () => {
		expect(targetFaults(targets)).toEqual([]);
		const { min, max } = targetBounds;
		expect(targetFaults({ ...targets, acknowledge: min - 1, review: max + 1 })).toEqual([
			{ stage: 'acknowledge', fault: 'bounds' },
			{ stage: 'review', fault: 'bounds' }
		]);
		expect(targetFaults({ ...targets, resolve: 430.5 })).toEqual([
			{ stage: 'resolve', fault: 'bounds' }
		]);
		expect(targetFaults({ ...targets, firstVisit: 20, resolve: 15 })).toEqual([
			{ stage: 'firstVisit', fault: 'order' },
			{ stage: 'resolve', fault: 'order' }
		]);
	});
});

it('tells days by the working day that a week has most often', () => {
	const day = [{ from: '07:30', to: '14:30' }];
	const short = [{ from: '08:00', to: '12:00' }];
	expect(usualDayMinutes([short, day, day, short, day, [], []])).toBe(420);
});
