/** The working time in words: what holds now, hours of a day, and why a change failed. */
import type { WorkingCalendar } from '$lib/domain/city/profile';
import type { Failure } from '$lib/client/errors';
import type { CalendarState } from '$lib/domain/time/calendar-state';
import type { Format } from '$lib/i18n/format';
import { isolated } from '$lib/i18n/isolated';
import { m } from '$lib/i18n/paraglide/messages';
import { inLanguage } from '../report/labels';

/** "Working time until 14:30", "Holiday: ... Work resumes Sunday 14 June, 07:30". */
export function stateText(state: CalendarState, now: number, format: Format): string {
	const { isWorking, untilMs, holiday, season, isWorkingDay } = state;
	if (isWorking) {
		const until = m.calendar_now_working({ time: isolated(format.time(untilMs)) });
		return season === null
			? until
			: `${until}${m.routing_pause()}${m.calendar_now_season({ name: inLanguage(season) })}`;
	}
	const when = `${format.dayLong(untilMs)}${m.routing_pause()}${isolated(format.time(untilMs))}`;
	if (holiday !== null) return m.calendar_now_holiday({ name: inLanguage(holiday), when });
	if (!isWorkingDay) return m.calendar_now_free({ when });
	const isToday = format.date(untilMs) === format.date(now);
	return isToday ? m.calendar_now_before({ when }) : m.calendar_now_after({ when });
}

/** "07:30 – 14:30", or that there is no work. */
export function hoursText(periods: WorkingCalendar['week'][number], format: Format): string {
	if (periods.length === 0) return m.calendar_day_off();
	return periods
		.map(({ from, to }) =>
			m.calendar_hours_span({
				from: isolated(format.figures(from)),
				to: isolated(format.figures(to))
			})
		)
		.join(m.routing_pause());
}

/** The hours of a season, those of its first day with work. */
export function seasonHours({ week }: WorkingCalendar['seasons'][number], format: Format): string {
	return hoursText(week.find((day) => day.length > 0) ?? [], format);
}

/** Why a change was not made, in words that keep the person writing. */
export function calendarFailureText({ kind, code }: Failure): string {
	if (code === 'busy') return m.calendar_busy();
	if (code === 'conflict') return m.calendar_conflict();
	if (code === 'malformed') return m.calendar_malformed();
	if (code === 'not_permitted') return m.calendar_denied();
	return kind === 'offline' ? m.routing_change_offline() : m.calendar_failed();
}
