/** A change of the working time or the targets in words, for the list of the latest ones. */
import type { CalendarDesk } from '$lib/client/office-api';
import type { WeekReason } from '$lib/domain/time/week-change';
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import { inLanguage } from '../report/labels';
import { hoursText } from './calendar-words';
import { daysText, weekdaysText } from './due-moved-text';
import { targetChangesText } from './target-words';

type Reason = CalendarDesk['changes'][number]['reason'];

const changeWords = {
	addHoliday: m.calendar_change_addHoliday,
	removeHoliday: m.calendar_change_removeHoliday,
	setSeason: m.calendar_change_setSeason,
	removeSeason: m.calendar_change_removeSeason
} as const;

export function changeText(reason: Reason, format: Format): string {
	if (reason.act === 'setTargets') {
		const changes = targetChangesText(reason, format);
		return m.calendar_change_setTargets({ name: inLanguage(reason.name), changes });
	}
	if (reason.act === 'setWeek') {
		const day = daysText(reason.from, reason.from, format);
		return m.calendar_change_setWeek({ day, changes: weekChangesText(reason.days, format) });
	}
	const { act, name, from, to } = reason;
	return changeWords[act]({ name: inLanguage(name), days: daysText(from, to, format) });
}

/** "Sunday, Monday: 08:00 – 12:00 (was 07:30 – 14:30)": days that changed alike are told once. */
function weekChangesText(days: WeekReason['days'], format: Format): string {
	const alike = new Map<string, { was: string; is: string; group: WeekReason['days'] }>();
	for (const day of days) {
		const hours = { was: hoursText(day.was, format), is: hoursText(day.is, format) };
		const key = JSON.stringify(hours);
		alike.set(key, { ...hours, group: [...(alike.get(key)?.group ?? []), day] });
	}
	return [...alike.values()]
		.map(({ group, ...hours }) => m.calendar_week_change({ days: weekdaysText(group), ...hours }))
		.join(m.calendar_also());
}
