/** A change of the calendar while it is being written. Pure. */
import type { CalendarAct } from '$lib/client/office-api';

export interface CalendarDraft {
	kind: 'holiday' | 'season';
	nameAr: string;
	nameEn: string;
	from: string;
	to: string;
	/** Of a season. */
	opens: string;
	closes: string;
}

export const emptyDraft = (kind: CalendarDraft['kind']): CalendarDraft => ({
	...{ kind, nameAr: '', nameEn: '', from: '', to: '' },
	...{ opens: '09:00', closes: '14:00' }
});

export type CalendarFault = 'name' | 'days' | 'hours';

export function calendarFaults(draft: CalendarDraft): CalendarFault[] {
	const { kind, nameAr, nameEn, from, to, opens, closes } = draft;
	const faults: CalendarFault[] = [];
	if (nameAr.trim() === '' || nameEn.trim() === '') faults.push('name');
	if (from === '' || lastDay(draft) < from || (kind === 'season' && to === '')) faults.push('days');
	if (kind === 'season' && !(opens !== '' && opens < closes)) faults.push('hours');
	return faults;
}

/** One day where no last one was written. */
const lastDay = ({ from, to }: CalendarDraft) => (to === '' ? from : to);

export function actOf(draft: CalendarDraft): CalendarAct {
	const { kind, nameAr, nameEn, from, opens, closes } = draft;
	const name = { ar: nameAr.trim(), en: nameEn.trim() };
	const to = lastDay(draft);
	if (kind === 'holiday') return { act: 'addHoliday', from, to, name };
	return { act: 'setSeason', from, to, name, hours: { from: opens, to: closes } };
}
