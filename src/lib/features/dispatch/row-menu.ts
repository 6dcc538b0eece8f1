/** The acts on one report as lines of a menu; a priority is chosen in the menu itself. */
import type { Actor } from '$lib/domain/people/actor';
import { priorities } from '$lib/domain/report/priority';
import type { Report } from '$lib/domain/report/report';
import { m } from '$lib/i18n/paraglide/messages';
import type { Icon } from '$lib/ui/icon';
import type { MenuEntry } from '$lib/ui/menu';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CircleX from '@lucide/svelte/icons/circle-x';
import ExternalLink from '@lucide/svelte/icons/external-link';
import FileText from '@lucide/svelte/icons/file-text';
import Flag from '@lucide/svelte/icons/flag';
import MapPin from '@lucide/svelte/icons/map-pin';
import MessageCircleQuestion from '@lucide/svelte/icons/message-circle-question-mark';
import MessageSquareReply from '@lucide/svelte/icons/message-square-reply';
import Split from '@lucide/svelte/icons/split';
import Tag from '@lucide/svelte/icons/tag';
import UserRoundCheck from '@lucide/svelte/icons/user-round-check';
import UserRoundPen from '@lucide/svelte/icons/user-round-pen';
import UserRoundX from '@lucide/svelte/icons/user-round-x';
import { actLabel } from '../report/labels';
import { priorityWords } from '../report/report-words';
import type { RequestAct } from './ActDialogs.svelte';
import { actsFor, type DeskAct } from './desk-acts';

/** The picture of each act, on buttons and in menus. */
export const actIcons: Readonly<Record<DeskAct, Icon>> = {
	assign: UserRoundCheck,
	reassign: UserRoundPen,
	unassign: UserRoundX,
	refer: ExternalLink,
	setPriority: Flag,
	setCategory: Tag,
	setDue: CalendarClock,
	split: Split,
	askReporter: MessageCircleQuestion,
	answerReporter: MessageSquareReply,
	answerReferral: MessageSquareReply,
	close: CircleX
};

/** Lines for the given acts on a report; none for acts that are not possible now. */
export function actEntries(
	report: Report,
	acts: readonly DeskAct[],
	request: RequestAct
): MenuEntry[] {
	return acts.flatMap((act) =>
		act === 'setPriority'
			? priorityEntries(report, request)
			: [
					{
						label: actLabel(act),
						icon: actIcons[act],
						onselect: () => request({ act, reports: [report] })
					}
				]
	);
}

function priorityEntries(report: Report, request: RequestAct): MenuEntry[] {
	return priorities
		.filter((priority) => priority !== report.priority)
		.toReversed()
		.map((priority) => ({
			label: m.dispatch_priority_to({ priority: priorityWords[priority]() }),
			icon: Flag,
			onselect: () => request({ act: 'setPriority', reports: [report], priority })
		}));
}

/** The menu of a row: the ways to the report, then everything that can be done with it. */
export function rowEntries(
	report: Report,
	actor: Actor,
	request: RequestAct,
	onshow: () => void
): MenuEntry[] {
	const acts = actsFor(report, actor);
	return [
		{ label: m.dispatch_open(), icon: FileText, href: `/dispatch/${report.number}` },
		{ label: m.dispatch_show_on_map(), icon: MapPin, onselect: onshow },
		...(acts.length === 0 ? [] : (['line'] as const)),
		...actEntries(report, acts, request)
	];
}
