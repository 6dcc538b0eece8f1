import { describe, expect, it } from 'vitest';
import type { WorkingCalendar } from '../city/profile';
import { calendarState, holidaySpans } from './calendar-state';

const name = { ar: 'عيد', en: 'Feast' };
const day = [{ from: '07:30', to: '14:30' }];
const calendar: WorkingCalendar = {
	timeZone: 'Asia/Muscat',
	week: [day, day, day, day, day, [], []],
	seasons: [],
	holidays: [{ date: '2026-03-10', name }]
};
const at = (iso: string) => Date.parse(`${iso}+04:00`);

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

describe('holidays as people know them', () => {
	it('are one where days of one name adjoin, also over the end of a month', () => {
		const other = { ar: 'عيد', en: 'Another feast' };
		const days = [
			{ date: '2026-04-01', name },
			{ date: '2026-03-31', name },
			{ date: '2026-04-02', name: other },
			{ date: '2026-04-04', name: other }
		];
		expect(holidaySpans(days)).toEqual([
			{ name, from: '2026-03-31', to: '2026-04-01' },
			{ name: other, from: '2026-04-02', to: '2026-04-02' },
			{ name: other, from: '2026-04-04', to: '2026-04-04' }
		]);
	});
});
