/** A rule while it is being written, and the rule that it becomes. Pure. */
import type { ListedRule } from '$lib/client/office-api';
import type { Priority } from '$lib/domain/report/priority';

type Rule = ListedRule['rule'];

export interface RuleDraft {
	id: string;
	nameAr: string;
	nameEn: string;
	areas: string[];
	sectors: string[];
	categories: string[];
	channels: string[];
	priorities: Priority[];
	weekdays: number[];
	from: string;
	to: string;
	teamId: string;
	personId: string;
}

export function draftOf(rule: Rule | null, newId: string): RuleDraft {
	return {
		id: rule?.id ?? newId,
		nameAr: rule?.name.ar ?? '',
		nameEn: rule?.name.en ?? '',
		areas: [...(rule?.areas ?? [])],
		sectors: [...(rule?.sectors ?? [])],
		categories: [...(rule?.categories ?? [])],
		channels: [...(rule?.channels ?? [])],
		priorities: [...(rule?.priorities ?? [])],
		weekdays: [...(rule?.weekdays ?? [])],
		from: rule?.hours?.from ?? '',
		to: rule?.hours?.to ?? '',
		teamId: rule?.teamId ?? '',
		personId: rule?.personId ?? ''
	};
}

export type RuleFault = 'name' | 'team' | 'hours';

/** What is missing or does not fit, in the order of the form. */
export function faultsOf({ nameAr, nameEn, teamId, from, to }: RuleDraft): RuleFault[] {
	const faults: RuleFault[] = [];
	if (nameAr.trim() === '' || nameEn.trim() === '') faults.push('name');
	if (teamId === '') faults.push('team');
	if ((from === '') !== (to === '')) faults.push('hours');
	return faults;
}

/** The rule as it is sent; conditions in which nothing is chosen are left out. */
export function ruleOf(draft: RuleDraft, directorateId: string): Rule {
	const { id, nameAr, nameEn, from, to, teamId, personId } = draft;
	const { areas, sectors, categories, channels, priorities, weekdays } = draft;
	const some = <T>(key: string, list: readonly T[]) => (list.length === 0 ? {} : { [key]: list });
	return {
		id,
		name: { ar: nameAr.trim(), en: nameEn.trim() },
		...some('areas', areas),
		...some('sectors', sectors),
		...some('categories', categories),
		...some('channels', channels),
		...some('priorities', priorities),
		...some('weekdays', weekdays.toSorted()),
		...(from === '' || to === '' ? {} : { hours: { from, to } }),
		directorateId,
		teamId: teamId === '' ? null : teamId,
		personId: personId === '' ? null : personId
	};
}
