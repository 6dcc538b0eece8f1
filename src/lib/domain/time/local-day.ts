/**
 * Calendar days of one time zone, as instants.
 *
 * 1. A day is a whole number: days since 1970-01-01 of the local calendar.
 * 2. Instants come from the zone's own rules, so a day may last 23 or 25 hours.
 * Not here: working hours (working-calendar), formatting for people (i18n).
 */
import { TZDateMini } from '@date-fns/tz';

export const dayMs = 86_400_000;

/** Throws a RangeError that names the zone when it is none; otherwise gives it back. */
export function checkedTimeZone(timeZone: string): string {
	if (Number.isNaN(instantOf(0, 0, timeZone))) throw new RangeError(`No time zone "${timeZone}"`);
	return timeZone;
}

/** The instant (ms) of `minutes` after local midnight by the wall clock of `day`; 1440 is the next midnight. */
export function instantOf(day: number, minutes: number, timeZone: string): number {
	const date = new Date(day * dayMs);
	return new TZDateMini(
		date.getUTCFullYear(),
		date.getUTCMonth(),
		date.getUTCDate(),
		Math.floor(minutes / 60),
		minutes % 60,
		timeZone
	).getTime();
}

/** "YYYY-MM-DD" of a day number. */
export function dateOfDay(day: number): string {
	return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** Sunday is 0, Saturday 6. */
export function weekdayOfDay(day: number): number {
	return new Date(day * dayMs).getUTCDay();
}

/** Minutes after midnight of a clock time, "HH:MM". */
export function minuteOfDay(clockTime: string): number {
	return Number(clockTime.slice(0, 2)) * 60 + Number(clockTime.slice(3, 5));
}

/** What the wall clocks of a zone show at an instant. */
export interface WallTime {
	/** Sunday is 0, Saturday 6. */
	weekday: number;
	/** After midnight. */
	minute: number;
}

export function wallTimeOf(ms: number, timeZone: string): WallTime {
	const local = new TZDateMini(ms, timeZone);
	return { weekday: local.getDay(), minute: local.getHours() * 60 + local.getMinutes() };
}
