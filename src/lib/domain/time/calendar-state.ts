/** The working calendar as it is read: what it says of a moment, and holidays as people know them. */
import type { Bilingual, WorkingCalendar } from '../city/profile';
import { dayMs } from './local-day';
import { workingClock } from './working-calendar';

/** What the calendar says of a moment. */
export interface CalendarState {
	isWorking: boolean;
	/** The end of the working time, or the next beginning (ms). */
	untilMs: number;
	/** What makes the day free, or its hours other ones. */
	holiday: Bilingual | null;
	season: Bilingual | null;
	/** The day has working time at all. */
	isWorkingDay: boolean;
}

export function calendarState(calendar: WorkingCalendar, now: number): CalendarState {
	const clock = workingClock(calendar);
	const day = clock.localDay(now);
	const season = calendar.seasons.find(({ from, to }) => day >= from && day <= to);
	return {
		...clock.workAt(now),
		holiday: calendar.holidays.find(({ date }) => date === day)?.name ?? null,
		season: season?.name ?? null,
		isWorkingDay: clock.dayEnd(now) !== null
	};
}

/** Adjoining days of one name, "YYYY-MM-DD", both ends included. */
export interface HolidaySpan {
	name: Bilingual;
	from: string;
	to: string;
}

/** Holidays as they were announced, in their order: days of one name that adjoin are one. */
export function holidaySpans(holidays: WorkingCalendar['holidays']): HolidaySpan[] {
	const spans: HolidaySpan[] = [];
	for (const { date, name } of holidays.toSorted((a, b) => a.date.localeCompare(b.date))) {
		const last = spans.at(-1);
		if (last && adjoin(last.to, date) && last.name.ar === name.ar && last.name.en === name.en) {
			last.to = date;
		} else spans.push({ name, from: date, to: date });
	}
	return spans;
}

const adjoin = (day: string, next: string) => Date.parse(next) - Date.parse(day) === dayMs;
