import { describe, expect, it } from 'vitest';
import type { WorkingCalendar } from '../city/profile';
import { afterCalendarAct, calendarState } from './calendar-change';

const name = { ar: 'عيد', en: 'Feast' };
const day = [{ from: '07:30', to: '14:30' }];
const calendar: WorkingCalendar = {
	timeZone: 'Asia/Muscat',
	week: [day, day, day, day, day, [], []],
	seasons: [],
	holidays: [{ date: '2026-03-10', name }]
};
const at = (iso: string) => Date.parse(`${iso}+04:00`);

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
		['removes what is not there', { act: 'removeSeason', from: '2026-01-01' }]
	] as const)('is refused where it %s', (_, act) => {
		expect(afterCalendarAct(calendar, act)).toBeNull();
	});
});

describe('what the calendar says of a moment', () => {
	it.each([
		['working time and its end', '2026-03-01T08:00', true, '2026-03-01T14:30'],
		['the morning before it begins', '2026-03-01T06:00', false, '2026-03-01T07:30'],
		['the evening, until the next day', '2026-03-01T20:00', false, '2026-03-02T07:30'],
		['a weekend, until Sunday', '2026-03-06T10:00', false, '2026-03-08T07:30']
	])('is %s', (_, now, isWorking, until) => {
		expect(calendarState(calendar, at(now))).toMatchObject({ isWorking, untilMs: at(until) });
	});

	it('is the name of the holiday, or of the season whose hours hold', () => {
		expect(calendarState(calendar, at('2026-03-10T08:00'))).toMatchObject({
			...{ isWorking: false, holiday: name, isWorkingDay: false, untilMs: at('2026-03-11T07:30') }
		});
		const season = { from: '2026-03-01', to: '2026-03-09', name, week: calendar.week };
		const state = calendarState({ ...calendar, seasons: [season] }, at('2026-03-01T08:00'));
		expect(state).toMatchObject({ season: name, holiday: null });
	});
});
