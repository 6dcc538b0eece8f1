import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorkingCalendar } from '../city/profile';
import { maxWorkingMinutes, workingClock } from './working-calendar';

const name = { ar: 'موسم', en: 'Season' };
const days = (from: string, to: string, working: readonly number[]) =>
	[0, 1, 2, 3, 4, 5, 6].map((day) => (working.includes(day) ? [{ from, to }] : []));

const sundayToThursday = [0, 1, 2, 3, 4];
const mondayToFriday = [1, 2, 3, 4, 5];
const muscat: WorkingCalendar = {
	timeZone: 'Asia/Muscat',
	week: days('07:30', '14:30', sundayToThursday),
	seasons: [
		{ from: '2026-02-18', to: '2026-03-19', name, week: days('09:00', '14:00', sundayToThursday) }
	],
	holidays: [
		{ date: '2026-03-19', name },
		{ date: '2026-03-22', name }
	]
};
const office = (timeZone: string): WorkingCalendar => ({
	timeZone,
	week: days('08:00', '17:00', mondayToFriday),
	seasons: [],
	holidays: []
});
const aroundTheClock = (timeZone: string): WorkingCalendar => ({
	...office(timeZone),
	week: days('00:00', '24:00', [0, 1, 2, 3, 4, 5, 6])
});
const at = (iso: string) => Date.parse(iso);

describe('adding working time', () => {
	const clock = workingClock(muscat);
	it.each([
		['inside a day', '2026-01-04T08:00+04:00', 60, '2026-01-04T09:00+04:00'],
		['from before the day begins', '2026-01-04T05:00+04:00', 60, '2026-01-04T08:30+04:00'],
		['to the very end of a day', '2026-01-04T07:30+04:00', 420, '2026-01-04T14:30+04:00'],
		['over night', '2026-01-04T14:00+04:00', 60, '2026-01-05T08:00+04:00'],
		['from after the day has ended', '2026-01-04T20:00+04:00', 30, '2026-01-05T08:00+04:00'],
		['over the weekend', '2026-01-08T14:00+04:00', 60, '2026-01-11T08:00+04:00'],
		['from a Friday', '2026-01-09T10:00+04:00', 1, '2026-01-11T07:31+04:00'],
		['a whole week', '2026-01-04T07:30+04:00', 5 * 420, '2026-01-08T14:30+04:00'],
		['in Ramadan hours', '2026-02-18T07:30+04:00', 300, '2026-02-18T14:00+04:00'],
		['from ordinary into Ramadan', '2026-02-17T14:00+04:00', 60, '2026-02-18T09:30+04:00'],
		[
			'over the feast, in and after the season',
			'2026-03-18T13:30+04:00',
			60,
			'2026-03-23T08:00+04:00'
		]
	])('works %s', (_, from, minutes, to) => {
		expect(new Date(clock.addWorking(at(from), minutes)).toISOString()).toBe(
			new Date(at(to)).toISOString()
		);
	});

	it('gives back the start when there is nothing to add', () => {
		expect(clock.addWorking(at('2026-01-09T10:00Z'), 0)).toBe(at('2026-01-09T10:00Z'));
		expect(clock.addWorking(at('2026-01-09T10:00Z'), -5)).toBe(at('2026-01-09T10:00Z'));
	});

	it.each([NaN, Infinity, maxWorkingMinutes + 1])('refuses %d minutes [4]', (minutes) => {
		expect(() => clock.addWorking(0, minutes)).toThrow(RangeError);
	});

	it('refuses a moment that is none [4]', () => {
		expect(() => clock.addWorking(NaN, 1)).toThrow(RangeError);
	});

	it.each([
		['spring, a day of 23 hours', 'America/Los_Angeles', '2026-03-08T00:00-08:00', 1380],
		['autumn, a day of 25 hours', 'America/Los_Angeles', '2026-11-01T00:00-07:00', 1500],
		['spring, a day of 23 hours', 'America/New_York', '2026-03-08T00:00-05:00', 1380],
		['autumn, a day of 25 hours', 'America/New_York', '2026-11-01T00:00-04:00', 1500]
	])('counts what passed on the change in %s in %s [2]', (_, timeZone, midnight, minutes) => {
		const zoned = workingClock(aroundTheClock(timeZone));
		const nextMidnight = zoned.addWorking(at(midnight), minutes);
		expect(zoned.localDay(nextMidnight - 1)).toBe(zoned.localDay(at(midnight)));
		expect(zoned.localDay(nextMidnight)).not.toBe(zoned.localDay(at(midnight)));
	});

	it('survives a period that the change of the clock swallows [2]', () => {
		const night = workingClock({
			...office('America/New_York'),
			week: days('02:30', '03:15', [0, 1, 2, 3, 4, 5, 6])
		});
		const [eve, dayAfter] = [at('2026-03-08T00:00-05:00'), at('2026-03-09T02:40-04:00')];
		expect(night.workingBetween(eve, dayAfter)).toBe(10);
		expect(night.addWorking(eve, 10)).toBe(dayAfter);
	});

	it.each([
		['America/Los_Angeles', '2026-03-06T16:00-08:00', '2026-03-09T09:00-07:00'],
		['America/New_York', '2026-10-30T16:00-04:00', '2026-11-02T09:00-05:00']
	])('keeps office hours by the wall clock after the change in %s [2]', (timeZone, from, to) => {
		expect(workingClock(office(timeZone)).addWorking(at(from), 120)).toBe(at(to));
	});
});

describe('working time between two moments', () => {
	const clock = workingClock(muscat);
	it('counts periods only, with fractions of a minute', () => {
		expect(clock.workingBetween(at('2026-01-08T14:00+04:00'), at('2026-01-11T08:00+04:00'))).toBe(
			60
		);
		expect(clock.workingBetween(at('2026-01-09T00:00+04:00'), at('2026-01-10T00:00+04:00'))).toBe(
			0
		);
		expect(clock.workingBetween(at('2026-01-04T08:00:00Z'), at('2026-01-04T08:00:30Z'))).toBe(0.5);
	});

	it('is nothing backwards', () => {
		expect(clock.workingBetween(at('2026-01-05T08:00Z'), at('2026-01-04T08:00Z'))).toBe(0);
	});

	it('names the day of the city, not of Greenwich', () => {
		expect(clock.localDay(at('2026-01-04T19:59:59Z'))).toBe('2026-01-04');
		expect(clock.localDay(at('2026-01-04T20:00:00Z'))).toBe('2026-01-05');
	});
});

describe.each([
	['Muscat', muscat],
	['San Francisco', office('America/Los_Angeles')],
	['New York', office('America/New_York')],
	['round the clock in Los Angeles', aroundTheClock('America/Los_Angeles')]
])('properties in %s [3]', (_, calendar) => {
	const clock = workingClock(calendar);
	const moments = fc.integer({ min: at('2024-01-01T00:00Z'), max: at('2028-01-01T00:00Z') });
	const amounts = fc.integer({ min: 0, max: 60 * 420 });

	it('finds again what it added', () => {
		fc.assert(
			fc.property(moments, amounts, (from, minutes) => {
				expect(clock.workingBetween(from, clock.addWorking(from, minutes))).toBe(minutes);
			}),
			{ numRuns: 300 }
		);
	});

	it('adds in two steps what it adds in one', () => {
		fc.assert(
			fc.property(moments, amounts, amounts, (from, first, second) => {
				const stepwise = clock.addWorking(clock.addWorking(from, first), second);
				if (second > 0) expect(stepwise).toBe(clock.addWorking(from, first + second));
			}),
			{ numRuns: 300 }
		);
	});

	it('never gets earlier with a later start or more to add', () => {
		fc.assert(
			fc.property(moments, amounts, fc.nat(10_000_000), fc.nat(500), (from, minutes, ms, more) => {
				const due = clock.addWorking(from, minutes + 1);
				expect(clock.addWorking(from + ms, minutes + 1)).toBeGreaterThanOrEqual(due);
				expect(clock.addWorking(from, minutes + 1 + more)).toBeGreaterThanOrEqual(due);
			}),
			{ numRuns: 300 }
		);
	});
});

describe('the end of a working day', () => {
	const clock = workingClock(muscat);
	it.each([
		['an ordinary day', '2026-01-04T08:00+04:00', '2026-01-04T14:30+04:00'],
		['a day of the season', '2026-02-18T08:00+04:00', '2026-02-18T14:00+04:00'],
		['the evening of a day', '2026-01-04T22:00+04:00', '2026-01-04T14:30+04:00']
	])('is that of its last period on %s', (_, from, to) => {
		expect(clock.dayEnd(at(from))).toBe(at(to));
	});

	it('is none on a day without work', () => {
		expect(clock.dayEnd(at('2026-01-09T10:00+04:00'))).toBeNull();
		expect(clock.dayEnd(at('2026-03-22T10:00+04:00'))).toBeNull();
	});
});

describe('a calendar that cannot work', () => {
	it.each([
		['has no working time', { week: days('08:00', '17:00', []) }],
		['names no time zone', { timeZone: 'Asia/Atlantis' }],
		['has a period that ends before it starts', { week: days('17:00', '08:00', [1]) }],
		['has a period past midnight', { week: days('17:00', '24:30', [1]) }],
		[
			'has periods that overlap',
			{
				week: days('08:00', '12:00', [1]).map((day) =>
					day.length ? [...day, { from: '11:00', to: '13:00' }] : []
				)
			}
		]
	])('throws at once when it %s [4]', (_, change) => {
		expect(() => workingClock({ ...muscat, ...change })).toThrow(RangeError);
	});
});
