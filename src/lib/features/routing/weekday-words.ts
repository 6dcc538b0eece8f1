import { m } from '$lib/i18n/paraglide/messages';

/** Days of the week from Sunday on, as a weekday's number counts them. */
const words: readonly (() => string)[] = [
	m.calendar_weekday_0,
	m.calendar_weekday_1,
	m.calendar_weekday_2,
	m.calendar_weekday_3,
	m.calendar_weekday_4,
	m.calendar_weekday_5,
	m.calendar_weekday_6
];

export const weekdays = words.map((_word, weekday) => weekday);

export const weekdayWord = (weekday: number): string => words[weekday]?.() ?? '';
