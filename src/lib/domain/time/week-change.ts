/**
 * The hours of the ordinary week as people change them, from a day on.
 *
 * 1. What was counted before that day stays counted as it was: the week of then is kept (`earlier`).
 * 2. A later change that was planned gives way to one that begins before it.
 * 3. Seasons that begin later have work on the days on which the week has it.
 */
import type { WorkingCalendar, WorkingWeek } from '../city/profile';
import { dateOfDay, dayMs, minuteOfDay } from './local-day';

/** The days whose hours changed, with both. */
export interface WeekReason {
	act: 'setWeek';
	from: string;
	days: { weekday: number; was: WorkingWeek[number]; is: WorkingWeek[number] }[];
}

/** More stretches of work than this has no day. */
export const maxPeriods = 3;

/** The week that holds on a day of the city. */
export function weekOn({ week, earlier = [] }: WorkingCalendar, day: string): WorkingWeek {
	return earlier.find(({ until }) => day <= until)?.week ?? week;
}

/** The first day of the week that holds last; null where it always has. */
export function weekFrom({ earlier = [] }: WorkingCalendar): string | null {
	const last = earlier.at(-1);
	return last === undefined ? null : dayAfter(last.until, 1);
}

/** The weekdays whose periods overlap, end before they begin, or are too many; 'empty': no work at all. */
export function weekFaults(week: WorkingWeek): (number | 'empty')[] {
	const wrong = week.flatMap((periods, weekday) => (isInOrder(periods) ? [] : [weekday]));
	return week.every((periods) => periods.length === 0) ? ['empty'] : wrong;
}

function isInOrder(periods: WorkingWeek[number]): boolean {
	let last = 0;
	return (
		periods.length <= maxPeriods &&
		periods.every(({ from, to }) => {
			const isAfter = minuteOfDay(from) >= last && minuteOfDay(to) > minuteOfDay(from);
			last = minuteOfDay(to);
			return isAfter && last <= 24 * 60;
		})
	);
}

/** The calendar with another week from a day on, and what that changes; null where it cannot work. */
export function afterWeek(
	calendar: WorkingCalendar,
	{ act, from, week }: { act: 'setWeek'; from: string; week: WorkingWeek }
): { calendar: WorkingCalendar; reason: WeekReason } | null {
	if (weekFaults(week).length > 0) return null;
	const before = (calendar.earlier ?? []).filter(({ until }) => until < from);
	const was = weekOn(calendar, from);
	const goesOn = isSame(was, week);
	const earlier = goesOn ? before : [...before, { until: dayAfter(from, -1), week: was }];
	const seasons = calendar.seasons.map((season) =>
		season.from < from ? season : { ...season, week: onWorkingDays(season.week, week) }
	);
	// Without a part of its own where there is nothing to keep: equal calendars are written equally.
	const { earlier: _, ...rest } = calendar;
	const kept = earlier.length === 0 ? {} : { earlier };
	const days = changedDays(goesOn ? calendar.week : was, week);
	return { calendar: { ...rest, week, ...kept, seasons }, reason: { act, from, days } };
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function changedDays(was: WorkingWeek, is: WorkingWeek): WeekReason['days'] {
	return is.flatMap((periods, weekday) => {
		const old = was[weekday] ?? [];
		return isSame(old, periods) ? [] : [{ weekday, was: old, is: periods }];
	});
}

/** The hours of a season on other days of the week: its usual ones where it had none. */
function onWorkingDays(season: WorkingWeek, week: WorkingWeek): WorkingWeek {
	const usual = season.find((periods) => periods.length > 0) ?? [];
	return season.map((periods, weekday) => {
		if ((week[weekday] ?? []).length === 0) return [];
		return periods.length === 0 ? usual : periods;
	});
}

const dayAfter = (day: string, days: number) => dateOfDay(Date.parse(day) / dayMs + days);
