/** Why a due time moved by itself, in words: a pause that ended, another calendar, other targets. */
import type { DueMove } from '$lib/domain/report/event';
import type { CalendarReason } from '$lib/domain/time/calendar-change';
import type { WeekReason } from '$lib/domain/time/week-change';
import type { Format } from '$lib/i18n/format';
import { isolated } from '$lib/i18n/isolated';
import { m } from '$lib/i18n/paraglide/messages';
import { inLanguage } from '../report/labels';
import { weekdayWord } from '../routing/weekday-words';
import { targetChangesText } from './target-words';

const minuteMs = 60_000;

/** "Due moved from … to …, because …" */
export function dueMovedText({ from, to, because }: DueMove, format: Format): string {
	const moved =
		from === null || to === null || from === to
			? m.calendar_stage_moved()
			: m.calendar_due_moved({ from: moment(from, format), to: moment(to, format) });
	return `${moved}${m.routing_pause()}${becauseText(because, format)}`;
}

const moment = (at: number, format: Format) => isolated(format.dateTime(at));

function becauseText(because: DueMove['because'], format: Format): string {
	if ('calendar' in because) return calendarReasonText(because.calendar, format);
	if ('targets' in because) {
		const { name } = because.targets;
		const changes = targetChangesText(because.targets, format);
		return m.calendar_because_setTargets({ name: inLanguage(name), changes });
	}
	return m.calendar_because_pause({
		duration: format.duration(because.pausedMinutes * minuteMs)
	});
}

const reasonWords = {
	addHoliday: m.calendar_because_addHoliday,
	removeHoliday: m.calendar_because_removeHoliday,
	setSeason: m.calendar_because_setSeason,
	removeSeason: m.calendar_because_removeSeason
} as const;

/** "because the holiday “…” was added (1 – 4 Jun 2026)" */
function calendarReasonText(reason: CalendarReason, format: Format): string {
	if (reason.act === 'setWeek') {
		const day = daysText(reason.from, reason.from, format);
		return m.calendar_because_setWeek({ day, days: weekdaysText(reason.days) });
	}
	const { act, name, from, to } = reason;
	return reasonWords[act]({ name: inLanguage(name), days: daysText(from, to, format) });
}

/** "Sunday, Monday" */
export const weekdaysText = (days: readonly Pick<WeekReason['days'][number], 'weekday'>[]) =>
	days.map(({ weekday }) => weekdayWord(weekday)).join(m.routing_pause());

/** Days of the city, "YYYY-MM-DD", both included, as people read them. */
export function daysText(from: string, to: string, format: Format): string {
	const day = (date: string) => isolated(format.date(Date.parse(`${date}T12:00:00Z`)));
	return from === to ? day(from) : m.calendar_span({ from: day(from), to: day(to) });
}
