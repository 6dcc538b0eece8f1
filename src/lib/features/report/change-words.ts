/** What an event moved, in words: "Priority: from low to high". Pure but for the language of the page. */
import type { ReportHistory } from '$lib/client/api';
import type { Device } from '$lib/client/device';
import { priorities } from '$lib/domain/report/priority';
import type { ToldField } from '$lib/domain/report/told-values';
import type { Format } from '$lib/i18n/format';
import { isolated } from '$lib/i18n/isolated';
import { m } from '$lib/i18n/paraglide/messages';
import { inLanguage } from './labels';
import { priorityWords } from './report-words';

export type Change = ReportHistory[number]['changes'][number];
type Value = Change['from'];
type Names = Device['reference'];

const fieldWords: Readonly<Record<ToldField, () => string>> = {
	priority: m.history_field_priority,
	categoryId: m.history_field_category,
	dueAt: m.history_field_due,
	assigneeId: m.history_field_assignee,
	teamId: m.history_field_team,
	directorateId: m.history_field_directorate
};

/** One line for one change; who has the job stands in the event's own line where it is new. */
export function changeLine({ field, from, to }: Change, names: Names, format: Format): string {
	const [label, fresh] = [fieldWords[field](), valueWords(field, to, names, format)];
	if (from === null && field === 'dueAt') return m.history_set_to({ field: label, to: fresh });
	return m.history_from_to({
		field: label,
		from: valueWords(field, from, names, format),
		to: fresh
	});
}

function valueWords(field: ToldField, value: Value, names: Names, format: Format): string {
	if (value === null) return field === 'assigneeId' ? m.history_nobody() : m.history_none();
	if (field === 'dueAt') return format.dateTime(Number(value));
	const id = String(value);
	return isolated(nameOf(field, id, names) || id);
}

function nameOf(field: Exclude<ToldField, 'dueAt'>, id: string, names: Names): string {
	switch (field) {
		case 'priority': {
			const known = priorities.find((priority) => priority === id);
			return known === undefined ? '' : priorityWords[known]();
		}
		case 'categoryId':
			return inLanguage(names.categories.get(id)?.name);
		case 'assigneeId':
			return inLanguage(names.people.get(id)?.name);
		case 'teamId':
			return inLanguage(names.teams.get(id)?.name);
		case 'directorateId':
			return inLanguage(names.directorates.get(id)?.name);
	}
}
