import { describe, expect, it } from 'vitest';
import type { WorkingWeek } from '$lib/domain/city/profile';
import { addPeriod, draftOfWeek, faultsOfWeek, mayAddPeriod, weekAct, weekOf } from './week-draft';

const day = [{ from: '07:30', to: '14:30' }];
const week: WorkingWeek = [day, day, day, day, day, [], []];
const begun = () => draftOfWeek(week, '2026-03-08');

describe('hours of the week that are being written', () => {
	it('begin as they stand, and are none as long as nothing differs', () => {
		expect(weekOf(begun())).toEqual(week);
		expect(faultsOfWeek(begun(), week)).toEqual(['same']);
	});

	it('offer a free day the usual hours, and keep those of a day that is switched off', () => {
		const draft = begun();
		for (const one of draft.days) one.isOpen = !one.isOpen;
		expect(weekOf(draft)).toEqual([[], [], [], [], [], day, day]);
		for (const one of draft.days) one.isOpen = true;
		expect(weekAct(draft)).toEqual({
			...{ act: 'setWeek', from: '2026-03-08' },
			week: [day, day, day, day, day, day, day]
		});
	});

	it('name the day that is unfinished or in disorder, and ask from when they hold', () => {
		const draft = begun();
		const [sunday] = draft.days;
		if (sunday) addPeriod(sunday);
		expect(weekOf(draft)[0]).toEqual([...day, { from: '14:30', to: '' }]);
		expect(faultsOfWeek(draft, week)).toEqual([0]);
		sunday?.periods.splice(1, 1, { from: '14:00', to: '16:00' });
		expect(faultsOfWeek({ ...draft, from: '' }, week)).toEqual(['from', 0]);
		for (const one of draft.days) one.isOpen = false;
		expect(faultsOfWeek(draft, week)).toEqual(['empty']);
	});

	it('have at most three stretches a day', () => {
		const monday = { isOpen: true, periods: [{ from: '06:00', to: '08:00' }] };
		for (let times = 0; times < 5; times++) addPeriod(monday);
		expect([monday.periods.length, mayAddPeriod(monday)]).toEqual([3, false]);
	});
});
