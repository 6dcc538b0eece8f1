/** A rule's conditions and its queue in words, and why a change of it failed. */
import type { ReferenceView } from '$lib/client/device';
import type { Failure } from '$lib/client/errors';
import type { ListedRule } from '$lib/client/office-api';
import type { Format } from '$lib/i18n/format';
import { isolated } from '$lib/i18n/isolated';
import { m } from '$lib/i18n/paraglide/messages';
import { inLanguage } from '../report/labels';
import { areaName } from '../report/place-text';
import { priorityWords } from '../report/report-words';
import { weekdayWord } from './weekday-words';

type Names = Pick<ReferenceView, 'areas' | 'categories' | 'city' | 'teams' | 'people'>;
type Rule = ListedRule['rule'];

/** One line per condition; a single one where it holds for every report. */
export function conditionTexts(rule: Rule, names: Names, format: Format): string[] {
	const { city, areas, categories } = names;
	const named = (list: readonly { id: string; name: { ar: string; en: string } }[] = []) => {
		const byId = new Map(list.map(({ id, name }) => [id, inLanguage(name)]));
		return (id: string) => byId.get(id) ?? m.routing_unknown();
	};
	const line = <T>(what: string, values: readonly T[] = [], word: (value: T) => string) =>
		values.length === 0 ? [] : [m.routing_cond_line({ what, values: listed(values.map(word)) })];
	const lines = [
		...line(m.routing_cond_areas(), rule.areas, (path) => areaName(path, areas)),
		...line(m.routing_cond_sectors(), rule.sectors, named(city?.sectors)),
		...line(m.routing_cond_categories(), rule.categories, named([...categories.values()])),
		...line(m.routing_cond_channels(), rule.channels, named(city?.channels)),
		...line(m.routing_cond_priorities(), rule.priorities, (one) => priorityWords[one]()),
		...line(m.routing_cond_weekdays(), rule.weekdays, weekdayWord),
		...line(m.routing_cond_hours(), rule.hours ? [rule.hours] : [], ({ from, to }) =>
			m.calendar_hours_span({
				from: isolated(format.figures(from)),
				to: isolated(format.figures(to))
			})
		)
	];
	return lines.length === 0 ? [m.routing_every_report()] : lines;
}

const listed = (values: readonly string[]) => values.join(m.routing_pause());

/** The name of a queue: a team's, or the duty queue. */
export function queueName(teamId: string | null, teams: Names['teams']): string {
	if (teamId === null) return m.dispatch_duty();
	return inLanguage(teams.get(teamId)?.name) || m.routing_unknown();
}

/** Whom the rule lost, and what becomes of its reports. */
export function lostText({ name, loss }: NonNullable<ListedRule['lost']>): string {
	const shown = inLanguage(name);
	if (loss === 'gone' || shown === '') return m.routing_lost_gone();
	return loss === 'inactive'
		? m.routing_lost_inactive({ name: shown })
		: m.routing_lost_moved({ name: shown });
}

/** Why a change was not made, in words that keep the person writing. */
export function changeFailureText({ kind, code }: Failure): string {
	if (code === 'conflict') return m.routing_conflict();
	if (code === 'malformed') return m.routing_change_malformed();
	if (code === 'not_permitted') return m.routing_denied_change();
	return kind === 'offline' ? m.routing_change_offline() : m.routing_change_failed();
}
