/** The hours of the week while they are being written. Pure. */
import type { CalendarAct } from '$lib/client/office-api';
import type { WorkingWeek } from '$lib/domain/city/profile';
import { maxPeriods, weekFaults } from '$lib/domain/time/week-change';

interface DayDraft {
	isOpen: boolean;
	/** Kept while the day is free, so that switching it back finds them again. */
	periods: { from: string; to: string }[];
}
export interface WeekDraft {
	/** The day from which it holds. */
	from: string;
	days: DayDraft[];
}

const usualHours = { from: '07:30', to: '14:30' };

/** The week that stands; a free day is offered the hours of the first one with work. */
export function draftOfWeek(week: WorkingWeek, from: string): WeekDraft {
	const usual = week.find((periods) => periods.length > 0) ?? [usualHours];
	return {
		from,
		days: week.map((periods) => ({
			isOpen: periods.length > 0,
			periods: (periods.length > 0 ? periods : usual).map((period) => ({ ...period }))
		}))
	};
}

export const weekOf = ({ days }: WeekDraft): WorkingWeek =>
	days.map(({ isOpen, periods }) => (isOpen ? periods.map((period) => ({ ...period })) : []));

export type WeekFault = number | 'empty' | 'from' | 'same';

/** What is missing or does not fit: weekdays by their number. */
export function faultsOfWeek(draft: WeekDraft, was: WorkingWeek): WeekFault[] {
	const week = weekOf(draft);
	const unfinished = week.flatMap((periods, weekday) =>
		periods.some(({ from, to }) => from === '' || to === '') ? [weekday] : []
	);
	const faults: WeekFault[] = unfinished.length > 0 ? unfinished : weekFaults(week);
	const isSame = JSON.stringify(week) === JSON.stringify(was);
	return [
		...(draft.from === '' ? (['from'] as const) : []),
		...(isSame ? (['same'] as const) : faults)
	];
}

export const mayAddPeriod = ({ periods }: DayDraft) => periods.length < maxPeriods;

/** Another stretch of work after those of the day. */
export function addPeriod(day: DayDraft): void {
	if (mayAddPeriod(day)) day.periods.push({ from: day.periods.at(-1)?.to ?? '', to: '' });
}

export const weekAct = (draft: WeekDraft): CalendarAct => ({
	act: 'setWeek',
	from: draft.from,
	week: weekOf(draft)
});
