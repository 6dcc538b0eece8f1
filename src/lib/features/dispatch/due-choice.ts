/**
 * When something shall be due, as a person chooses it: by the city's day and wall clock, or by one press
 * for the end of a working day. Pure.
 */
import type { WorkingClock } from '$lib/domain/time/working-calendar';
import { dayMs, instantOf } from '$lib/domain/time/local-day';

/** Working days from today on: 0 is today, where it has working time left. */
export const quickDays = [0, 1, 3, 5] as const;
export type QuickDays = (typeof quickDays)[number];

/** How far a working day is looked for; longer holidays have no quick choice. */
const maxDaysAhead = 30;
const mostDays = Math.max(...quickDays);

/** The ends (ms) of working days from `now` (ms) on; days that cannot be reached are left out. */
export function quickDues(
	now: number,
	clock: Pick<WorkingClock, 'dayEnd'>
): { days: QuickDays; at: number }[] {
	const today = clock.dayEnd(now);
	const later: number[] = [];
	for (let ahead = 1; ahead <= maxDaysAhead && later.length < mostDays; ahead++) {
		const end = clock.dayEnd(now + ahead * dayMs);
		if (end !== null) later.push(end);
	}
	return quickDays.flatMap((days) => {
		const at = days === 0 ? today : later[days - 1];
		return at === undefined || at === null || at <= now ? [] : [{ days, at }];
	});
}

/** The moment (ms) of "YYYY-MM-DD" and "HH:MM" by the wall clock of a zone; null for anything else. */
export function momentOf(date: string, time: string, timeZone: string): number | null {
	const clock = /^(\d\d):(\d\d)$/.exec(time);
	const midnight = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
	if (clock === null || Number.isNaN(midnight)) return null;
	const minutes = Number(clock[1]) * 60 + Number(clock[2]);
	return instantOf(midnight / dayMs, minutes, timeZone);
}

/** The reverse: what the two fields show for a moment (ms). */
export function fieldsOf(at: number, timeZone: string): { date: string; time: string } {
	const shown = new Intl.DateTimeFormat('sv-SE', {
		...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
		...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
	}).format(at);
	const [date = '', time = ''] = shown.split(' ');
	return { date, time };
}
