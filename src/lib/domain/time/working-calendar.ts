/**
 * Working time of a city: due times, ages and pauses are counted in it.
 *
 * 1. Only minutes inside the working periods count; holidays beat seasons, seasons beat the week that
 *    held on the day.
 * 2. Wall-clock hours follow the time zone's rules, also on the days it changes its offset.
 * 3. `workingBetween(t, addWorking(t, n)) = n`, and both grow with their arguments.
 * 4. A calendar that can never add up, and an amount without end, throw instead of running on.
 * Days are computed once and kept: imports ask for hundreds of thousands of due times.
 */
import type { WorkingCalendar, WorkingWeek } from '../city/profile';
import {
	checkedTimeZone,
	dateOfDay,
	dayMs,
	instantOf,
	minuteOfDay,
	wallTimeOf,
	weekdayOfDay,
	type WallTime
} from './local-day';

/** Ten years around the clock; a target beyond it is a mistake in the data. */
export const maxWorkingMinutes = 10 * 366 * 24 * 60;
const maxDaysAhead = 60 * 366;
const minuteMs = 60_000;

export interface WorkingClock {
	/**
	 * The instant (ms) at which `minutes` of working time have passed since `fromMs`: the very end of
	 * a period rather than the start of the next. Nothing or less to add gives back `fromMs`.
	 * Throws a RangeError for what is no number or more than `maxWorkingMinutes`.
	 */
	addWorking(fromMs: number, minutes: number): number;
	/** Working minutes (with fractions) between two instants; 0 when `toMs` is not later. */
	workingBetween(fromMs: number, toMs: number): number;
	/** The city's calendar day at an instant, "YYYY-MM-DD". */
	localDay(ms: number): string;
	/** Weekday and minute that the city's clocks show at an instant. */
	wallTime(ms: number): WallTime;
	/** Whether there is work at an instant, and until when (ms) that lasts. */
	workAt(ms: number): { isWorking: boolean; untilMs: number };
	/** The end (ms) of the last working period of that day; null on a day without work. */
	dayEnd(ms: number): number | null;
}

interface Period {
	fromMs: number;
	toMs: number;
}
interface Day {
	startMs: number;
	endMs: number;
	date: string;
	workingMs: number;
	periods: readonly Period[];
}

/** Prepares a calendar; throws when it names no time zone, has no working time or periods in disorder. */
export function workingClock(calendar: WorkingCalendar): WorkingClock {
	const dayOf = dayReader(calendar);
	const dayAt = (ms: number) => {
		if (!Number.isFinite(ms)) throw new RangeError(`Not a moment: ${ms}`);
		let day = Math.floor(ms / dayMs);
		while (ms < dayOf(day).startMs) day--;
		while (ms >= dayOf(day).endMs) day++;
		return day;
	};
	return {
		addWorking: (fromMs, minutes) => add(dayOf, dayAt(fromMs), fromMs, minutes),
		workingBetween: (fromMs, toMs) => {
			if (!(toMs > fromMs)) return 0;
			return between(dayOf, dayAt(fromMs), fromMs, toMs) / minuteMs;
		},
		localDay: (ms) => dayOf(dayAt(ms)).date,
		wallTime: (ms) => wallTimeOf(ms, calendar.timeZone),
		workAt: (ms) => workAt(dayOf, dayAt(ms), ms),
		dayEnd: (ms) => dayOf(dayAt(ms)).periods.at(-1)?.toMs ?? null
	};
}

type DayOf = (day: number) => Day;

function add(dayOf: DayOf, firstDay: number, fromMs: number, minutes: number): number {
	if (!(minutes <= maxWorkingMinutes)) throw new RangeError(`Not a working time: ${minutes} min`);
	let leftMs = minutes * minuteMs;
	if (leftMs <= 0) return fromMs;
	for (let day = firstDay; day < firstDay + maxDaysAhead; day++) {
		const { periods, workingMs } = dayOf(day);
		if (day > firstDay && workingMs < leftMs) {
			leftMs -= workingMs;
			continue;
		}
		for (const period of periods) {
			const startMs = Math.max(period.fromMs, fromMs);
			const lengthMs = Math.max(0, period.toMs - startMs);
			if (lengthMs >= leftMs) return startMs + leftMs;
			leftMs -= lengthMs;
		}
	}
	throw new RangeError(`No end of ${minutes} working minutes within sixty years`);
}

function between(dayOf: DayOf, firstDay: number, fromMs: number, toMs: number): number {
	let sumMs = 0;
	for (let day = firstDay; dayOf(day).startMs < toMs; day++) {
		const { startMs, endMs, workingMs, periods } = dayOf(day);
		if (startMs >= fromMs && endMs <= toMs) {
			sumMs += workingMs;
			continue;
		}
		for (const period of periods) {
			sumMs += Math.max(0, Math.min(period.toMs, toMs) - Math.max(period.fromMs, fromMs));
		}
	}
	return sumMs;
}

function workAt(dayOf: DayOf, firstDay: number, ms: number) {
	for (let day = firstDay; day < firstDay + maxDaysAhead; day++) {
		for (const { fromMs, toMs } of dayOf(day).periods) {
			if (ms < fromMs) return { isWorking: false, untilMs: fromMs };
			if (ms < toMs) return { isWorking: true, untilMs: toMs };
		}
	}
	throw new RangeError('No working time within sixty years');
}

function dayReader(calendar: WorkingCalendar): DayOf {
	const timeZone = checkedTimeZone(calendar.timeZone);
	const week = minutesOf(calendar.week);
	if (week.every((day) => day.length === 0)) throw new RangeError('No working time in the week');
	const earlier = (calendar.earlier ?? []).map(({ until, week }) => ({
		until,
		week: minutesOf(week)
	}));
	const weekOn = (date: string) => earlier.find(({ until }) => date <= until)?.week ?? week;
	const seasons = calendar.seasons.map(({ from, to, week }) => ({
		from,
		to,
		week: minutesOf(week)
	}));
	const holidays = new Set(calendar.holidays.map(({ date }) => date));
	const known = new Map<number, Day>();

	const build = (day: number): Day => {
		const date = dateOfDay(day);
		const season = seasons.find(({ from, to }) => date >= from && date <= to);
		const spans = holidays.has(date)
			? []
			: ((season?.week ?? weekOn(date))[weekdayOfDay(day)] ?? []);
		const startMs = known.get(day - 1)?.endMs ?? instantOf(day, 0, timeZone);
		const endMs = known.get(day + 1)?.startMs ?? instantOf(day + 1, 0, timeZone);
		// Asking the zone is dear, and on nearly every day its clocks run through.
		const isPlain = endMs - startMs === dayMs;
		const at = (minutes: number) =>
			isPlain ? startMs + minutes * minuteMs : instantOf(day, minutes, timeZone);
		// The wall clock may skip the end of a period, never run it backwards.
		const periods = spans.map(([from, to]) => {
			const fromMs = at(from);
			return { fromMs, toMs: Math.max(fromMs, at(to)) };
		});
		return {
			startMs,
			endMs,
			date,
			workingMs: periods.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs), 0),
			periods
		};
	};
	return (day) => {
		const kept = known.get(day);
		if (kept) return kept;
		const built = build(day);
		known.set(day, built);
		return built;
	};
}

/** Minutes after midnight, checked to be in order and apart. */
function minutesOf(week: WorkingWeek): (readonly [from: number, to: number])[][] {
	return week.map((day, weekday) => {
		let endOfLast = 0;
		return day.map(({ from, to }) => {
			const span = [minuteOfDay(from), minuteOfDay(to)] as const;
			if (span[0] < endOfLast || span[1] <= span[0] || span[1] > 1440) {
				throw new RangeError(`Working periods in disorder on weekday ${weekday}: ${from}-${to}`);
			}
			endOfLast = span[1];
			return span;
		});
	});
}
