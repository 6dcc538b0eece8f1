/** Why a due time moved by itself, in words: a pause that ended, or another calendar. */
import type { DueMove } from '$lib/domain/report/event';
import type { CalendarReason } from '$lib/domain/time/calendar-change';
import type { Format } from '$lib/i18n/format';
import { isolated } from '$lib/i18n/isolated';
import { m } from '$lib/i18n/paraglide/messages';
import { inLanguage } from '../report/labels';

const minuteMs = 60_000;

/** "Due moved from … to …, because …" */
export function dueMovedText({ from, to, because }: DueMove, format: Format): string {
	const moved =
		from === null || to === null || from === to
			? m.calendar_stage_moved()
			: m.calendar_due_moved({ from: moment(from, format), to: moment(to, format) });
	const why =
		'calendar' in because
			? calendarReasonText(because.calendar, format)
			: m.calendar_because_pause({ duration: format.duration(because.pausedMinutes * minuteMs) });
	return `${moved}${m.routing_pause()}${why}`;
}

const moment = (at: number, format: Format) => isolated(format.dateTime(at));

const reasonWords = {
	addHoliday: m.calendar_because_addHoliday,
	removeHoliday: m.calendar_because_removeHoliday,
	setSeason: m.calendar_because_setSeason,
	removeSeason: m.calendar_because_removeSeason
} as const;

/** "because the holiday “…” was added (1 – 4 Jun 2026)" */
function calendarReasonText({ act, name, from, to }: CalendarReason, format: Format) {
	return reasonWords[act]({ name: inLanguage(name), days: daysText(from, to, format) });
}

/** Days of the city, "YYYY-MM-DD", both included, as people read them. */
export function daysText(from: string, to: string, format: Format): string {
	const day = (date: string) => isolated(format.date(Date.parse(`${date}T12:00:00Z`)));
	return from === to ? day(from) : m.calendar_span({ from: day(from), to: day(to) });
}
