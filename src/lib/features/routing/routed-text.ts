/** Why a report is in its queue, in words: the rule by its name of then, and what met its conditions. */
import type { ReferenceView } from '$lib/client/device';
import type { Routed, RouteReasons } from '$lib/domain/dispatch/route';
import type { Format } from '$lib/i18n/format';
import { isolated } from '$lib/i18n/isolated';
import { m } from '$lib/i18n/paraglide/messages';
import { inLanguage } from '../report/labels';
import { areaName } from '../report/place-text';
import { priorityWords } from '../report/report-words';
import { weekdayWord } from './weekday-words';

type Names = Pick<ReferenceView, 'areas' | 'categories' | 'city'>;

/** "Routed by the rule “Roads in Seeb”", or that none matched. */
export function routedBy({ rule }: Routed): string {
	return rule === null
		? m.routing_fired_nothing()
		: m.routing_fired({ name: inLanguage(rule.name) });
}

/** "Because the area is Seeb, the sector is Roads"; empty where no rule matched. */
export function routedBecause({ rule, because }: Routed, names: Names, format: Format): string {
	if (rule === null) return '';
	const reasons = reasonTexts(because, names, format);
	if (reasons.length === 0) return m.routing_because_all();
	return m.routing_because({ reasons: reasons.join(m.routing_comma()) });
}

function reasonTexts(because: RouteReasons, { areas, categories, city }: Names, format: Format) {
	const { areaPath, categoryId, sector, channelId, priority, weekday, hours } = because;
	const named = (list: readonly { id: string; name: { ar: string; en: string } }[] = [], id = '') =>
		inLanguage(list.find((one) => one.id === id)?.name) || m.routing_unknown();
	const clock = (time: string) => isolated(format.figures(time));
	return [
		areaPath && m.routing_reason_area({ value: areaName(areaPath, areas) || m.routing_unknown() }),
		categoryId &&
			m.routing_reason_category({
				value: inLanguage(categories.get(categoryId)?.name) || m.routing_unknown()
			}),
		sector && m.routing_reason_sector({ value: named(city?.sectors, sector) }),
		channelId && m.routing_reason_channel({ value: named(city?.channels, channelId) }),
		priority && m.routing_reason_priority({ value: priorityWords[priority]() }),
		weekday !== undefined && m.routing_reason_weekday({ value: weekdayWord(weekday) }),
		hours && m.routing_reason_hours({ from: clock(hours.from), to: clock(hours.to) })
	].filter((text) => typeof text === 'string' && text !== '');
}
