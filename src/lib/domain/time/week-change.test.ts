import { describe, expect, it } from 'vitest';
import type { WorkingCalendar, WorkingWeek } from '../city/profile';
import { afterWeek, weekFaults, weekFrom, weekOn } from './week-change';
import { workingClock } from './working-calendar';

const name = { ar: 'رمضان', en: 'Ramadan' };
const day = [{ from: '07:30', to: '14:30' }];
const short = [{ from: '08:00', to: '12:00' }];
const full: WorkingWeek = [day, day, day, day, day, [], []];
const half: WorkingWeek = [day, day, day, day, short, [], []];
const calendar: WorkingCalendar = {
	timeZone: 'Asia/Muscat',
	week: full,
	seasons: [],
	holidays: []
};
const at = (iso: string) => Date.parse(`${iso}+04:00`);
const set = (from: string, week: WorkingWeek, before = calendar) =>
	afterWeek(before, { act: 'setWeek', from, week })?.calendar ?? before;

describe('another week', () => {
	it('holds from its day on: what was counted before stays counted as it was', () => {
		const changed = set('2026-03-08', half);
		const clock = workingClock(changed);
		const thursday = (date: string) =>
			clock.workingBetween(at(`${date}T00:00`), at(`${date}T23:00`));
		expect([thursday('2026-03-05'), thursday('2026-03-12')]).toEqual([420, 240]);
		expect([weekOn(changed, '2026-03-07'), weekOn(changed, '2026-03-08')]).toEqual([full, half]);
		expect([weekFrom(calendar), weekFrom(changed)]).toEqual([null, '2026-03-08']);
	});

	it('says which days have other hours, and which they had', () => {
		const change = afterWeek(calendar, { act: 'setWeek', from: '2026-03-08', week: half });
		expect(change?.reason).toEqual({
			...{ act: 'setWeek', from: '2026-03-08' },
			days: [{ weekday: 4, was: day, is: short }]
		});
	});

	it('puts a planned one aside that begins later, and is none where the standing one goes on', () => {
		const planned = set('2026-04-01', half);
		expect(set('2026-03-08', half, planned).earlier).toEqual([{ until: '2026-03-07', week: full }]);
		const cancelled = afterWeek(planned, { act: 'setWeek', from: '2026-03-08', week: full });
		expect(cancelled?.calendar).toEqual(calendar);
		expect(cancelled?.reason.days).toEqual([{ weekday: 4, was: short, is: day }]);
	});

	it('gives seasons ahead work on its days alone, and leaves one that has begun', () => {
		const hours = [{ from: '09:00', to: '14:00' }];
		const week = full.map((periods) => (periods.length === 0 ? [] : hours));
		const season = (from: string) => ({ from, to: from, name, week });
		const seasons = [season('2026-03-01'), season('2026-05-01')];
		const moved: WorkingWeek = [day, day, day, day, [], [], day];
		const changed = set('2026-03-08', moved, { ...calendar, seasons });
		expect(changed.seasons.map((one) => one.week)).toEqual([
			week,
			[hours, hours, hours, hours, [], [], hours]
		]);
	});

	it.each([
		['has no work at all', [[], [], [], [], [], [], []], ['empty']],
		['ends before it begins', [[{ from: '14:00', to: '09:00' }], day, [], [], [], [], []], [0]],
		['overlaps itself', [day, [...day, ...short], [], [], [], [], []], [1]],
		['goes over midnight', [day, day, [{ from: '20:00', to: '24:30' }], [], [], [], []], [2]],
		['has too many stretches', [day, day, [], [...day, ...day, ...day, ...day], [], [], []], [3]]
	])('is refused where it %s', (_, week, faults) => {
		expect(weekFaults(week)).toEqual(faults);
		expect(afterWeek(calendar, { act: 'setWeek', from: '2026-03-08', week })).toBeNull();
	});

	it('may pause at noon', () => {
		const morning = { from: '08:00', to: '12:00' };
		const split: WorkingWeek = [[morning, { from: '13:00', to: '16:00' }], [], [], [], [], [], []];
		expect(weekFaults(split)).toEqual([]);
	});
});
