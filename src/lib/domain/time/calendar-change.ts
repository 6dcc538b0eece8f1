/**
 * Changes of the city's working calendar: holidays announced days before, the hours of Ramadan, the
 * hours of the week.
 *
 * 1. A change gives another calendar or null, where it would change nothing or cannot work.
 * 2. What it was stays in words that a history can tell in either language, when the calendar has moved
 *    on: `CalendarReason`.
 */
import type { Bilingual, WorkingCalendar, WorkingWeek } from '../city/profile';
import { dateOfDay, dayMs } from './local-day';
import { afterWeek, type WeekReason } from './week-change';
import { workingClock } from './working-calendar';

interface Hours {
	from: string;
	to: string;
}

/** Days are "YYYY-MM-DD" of the city, both ends included. */
export type CalendarAct =
	| { act: 'addHoliday'; from: string; to: string; name: Bilingual }
	| {
			act: 'removeHoliday';
			date: string;
			/** Its last day, where it is not the first. */
			to?: string | undefined;
	  }
	| { act: 'setSeason'; from: string; to: string; name: Bilingual; hours: Hours }
	| { act: 'removeSeason'; from: string }
	| { act: 'setWeek'; from: string; week: WorkingWeek };

/** What was changed, by the names of then. */
export type CalendarReason =
	| {
			act: 'addHoliday' | 'removeHoliday' | 'setSeason' | 'removeSeason';
			name: Bilingual;
			from: string;
			to: string;
	  }
	| WeekReason;

/** A feast is not longer than this; a season (Ramadan) may be. */
const maxHolidayDays = 31;
const maxSeasonDays = 120;

export interface CalendarChange {
	calendar: WorkingCalendar;
	reason: CalendarReason;
}

/** The calendar after an act, and the act in words; null where nothing changes or nothing would work. */
export function afterCalendarAct(
	calendar: WorkingCalendar,
	act: CalendarAct
): CalendarChange | null {
	const change = changed(calendar, act);
	if (change === null || !works(change.calendar)) return null;
	return JSON.stringify(change.calendar) === JSON.stringify(calendar) ? null : change;
}

function changed(calendar: WorkingCalendar, act: CalendarAct): CalendarChange | null {
	switch (act.act) {
		case 'addHoliday':
			return addHoliday(calendar, act);
		case 'removeHoliday':
			return removeHoliday(calendar, act);
		case 'setSeason':
			return setSeason(calendar, act);
		case 'removeSeason': {
			const season = calendar.seasons.find(({ from }) => from === act.from);
			if (season === undefined) return null;
			const seasons = calendar.seasons.filter((other) => other !== season);
			const reason = { act: act.act, name: season.name, from: season.from, to: season.to };
			return { calendar: { ...calendar, seasons }, reason };
		}
		case 'setWeek':
			return daysBetween(act.from, act.from) === null ? null : afterWeek(calendar, act);
	}
}

function addHoliday(
	calendar: WorkingCalendar,
	{ act, from, to, name }: Extract<CalendarAct, { act: 'addHoliday' }>
): CalendarChange | null {
	const days = daysBetween(from, to);
	if (days === null || days.length > maxHolidayDays) return null;
	const kept = calendar.holidays.filter(({ date }) => !days.includes(date));
	const holidays = [...kept, ...days.map((date) => ({ date, name }))].sort((one, other) =>
		one.date.localeCompare(other.date)
	);
	return { calendar: { ...calendar, holidays }, reason: { act, name, from, to } };
}

/** Every day of the span is a working day again. */
function removeHoliday(
	calendar: WorkingCalendar,
	{ act, date: from, to = from }: Extract<CalendarAct, { act: 'removeHoliday' }>
): CalendarChange | null {
	const isInside = ({ date }: { date: string }) => date >= from && date <= to;
	const [first] = calendar.holidays.filter(isInside);
	if (first === undefined) return null;
	const holidays = calendar.holidays.filter((holiday) => !isInside(holiday));
	return { calendar: { ...calendar, holidays }, reason: { act, name: first.name, from, to } };
}

/** A season has one stretch of hours on every day of the ordinary week that has any. */
function setSeason(
	calendar: WorkingCalendar,
	{ act, from, to, name, hours }: Extract<CalendarAct, { act: 'setSeason' }>
): CalendarChange | null {
	const days = daysBetween(from, to);
	if (days === null || days.length > maxSeasonDays) return null;
	const others = calendar.seasons.filter((season) => season.from !== from);
	// Two seasons over one day: nobody could say which hours hold.
	if (others.some((season) => season.from <= to && from <= season.to)) return null;
	const week = calendar.week.map((day) => (day.length === 0 ? [] : [hours]));
	const seasons = [...others, { from, to, name, week }].sort((one, other) =>
		one.from.localeCompare(other.from)
	);
	return { calendar: { ...calendar, seasons }, reason: { act, name, from, to } };
}

/** Every day of a span in order; null where it is none. */
function daysBetween(from: string, to: string): string[] | null {
	const [first, last] = [Date.parse(from), Date.parse(to)];
	const count = Math.round((last - first) / dayMs) + 1;
	if (!(count >= 1) || count > 1000) return null;
	const days = Array.from({ length: count }, (_day, index) => dateOfDay(first / dayMs + index));
	return days[0] === from ? days : null;
}

function works(calendar: WorkingCalendar): boolean {
	try {
		workingClock(calendar);
		return true;
	} catch {
		return false;
	}
}
