import { describe, expect, it } from 'vitest';
import type { WorkingCalendar } from '../city/profile';
import { afterCalendarAct } from './calendar-change';

const name = { ar: 'عيد', en: 'Feast' };
const day = [{ from: '07:30', to: '14:30' }];
const calendar: WorkingCalendar = {
	timeZone: 'Asia/Muscat',
	week: [day, day, day, day, day, [], []],
	seasons: [],
	holidays: [{ date: '2026-03-10', name }]
};

describe('a change of the calendar', () => {
	it('adds every day of a holiday in order, and takes one of them out again', () => {
		const span = { from: '2026-03-02', to: '2026-03-04' };
		const added = afterCalendarAct(calendar, { act: 'addHoliday', ...span, name });
		expect(added?.calendar.holidays.map(({ date }) => date)).toEqual([
			...['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-10']
		]);
		expect(added?.reason).toEqual({ act: 'addHoliday', name, ...span });
		const less = { act: 'removeHoliday', date: '2026-03-10' } as const;
		expect(afterCalendarAct(calendar, less)?.calendar.holidays).toEqual([]);
	});

	it('takes a holiday of several days out as a whole, and leaves its neighbours', () => {
		const days = ['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12'];
		const before = { ...calendar, holidays: days.map((date) => ({ date, name })) };
		const act = { act: 'removeHoliday', date: '2026-03-10', to: '2026-03-11' } as const;
		const change = afterCalendarAct(before, act);
		expect(change?.calendar.holidays.map(({ date }) => date)).toEqual([days[0], days[3]]);
		expect(change?.reason).toEqual({
			...{ act: 'removeHoliday', name, from: '2026-03-10', to: '2026-03-11' }
		});
	});

	it('gives a season its hours on working days only, in place of one of the same day', () => {
		const season = { act: 'setSeason', from: '2026-02-19', to: '2026-03-20', name } as const;
		const first = afterCalendarAct(calendar, { ...season, hours: { from: '09:00', to: '14:00' } });
		const hours = { from: '10:00', to: '13:00' };
		const second = afterCalendarAct(first?.calendar ?? calendar, { ...season, hours });
		expect(second?.calendar.seasons).toHaveLength(1);
		expect(second?.calendar.seasons[0]?.week).toEqual([
			...[[hours], [hours], [hours], [hours], [hours], [], []]
		]);
	});

	it.each([
		['changes nothing', { act: 'addHoliday', from: '2026-03-10', to: '2026-03-10', name }],
		['ends before it begins', { act: 'addHoliday', from: '2026-03-04', to: '2026-03-02', name }],
		['names no day', { act: 'addHoliday', from: '2026-02-30', to: '2026-03-02', name }],
		['lasts for months', { act: 'addHoliday', from: '2026-03-01', to: '2026-09-01', name }],
		['removes what is not there', { act: 'removeSeason', from: '2026-01-01' }],
		['sets the week that stands', { act: 'setWeek', from: '2026-03-02', week: calendar.week }],
		['sets a week from no day', { act: 'setWeek', from: '2026-02-30', week: calendar.week }]
	] as const)('is refused where it %s', (_, act) => {
		expect(afterCalendarAct(calendar, act)).toBeNull();
	});
});
