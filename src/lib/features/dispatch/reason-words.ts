/** The reasons of a suggestion in words, each with its picture. */
import type { Reason, ReasonKind } from '$lib/domain/dispatch/suggest';
import type { ShiftState } from '$lib/domain/dispatch/shift';
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import type { Icon } from '$lib/ui/icon';
import BadgeCheck from '@lucide/svelte/icons/badge-check';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import Clock from '@lucide/svelte/icons/clock';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import Navigation from '@lucide/svelte/icons/navigation';
import Radio from '@lucide/svelte/icons/radio';

export const reasonIcons: Readonly<Record<ReasonKind, Icon>> = {
	distance: Navigation,
	load: ClipboardList,
	due: CalendarClock,
	skill: BadgeCheck,
	shift: Clock,
	heard: Radio
};

const shiftWords: Readonly<Record<ShiftState, () => string>> = {
	on: m.people_shift_on,
	break: m.people_shift_break,
	ended: m.people_shift_ended
};

/** "320 m away", "4 open, the fewest of the team", "finished 12 of this kind"; `now` in ms. */
export function reasonText(reason: Reason, words: Format, now: number): string {
	const counted = (count: number) => ({ count, shown: words.number(count) });
	switch (reason.kind) {
		case 'distance': {
			const away = reason.source === 'shift' ? m.people_away : m.people_away_from_work;
			return away({ distance: words.distance(reason.metres) });
		}
		case 'load':
			return (reason.isFewest ? m.people_load_fewest : m.people_load)(counted(reason.open));
		case 'due':
			return dueText(reason, counted);
		case 'skill':
			return m.people_skill(counted(reason.finished));
		case 'shift':
			return shiftWords[reason.state]();
		case 'heard': {
			const when = words.relative(reason.at, now);
			return reason.isSilent ? m.people_silent({ when }) : m.dispatch_heard({ when });
		}
	}
}

function dueText(
	{ today, overdue }: Extract<Reason, { kind: 'due' }>,
	counted: (count: number) => { count: number; shown: string }
): string {
	if (today + overdue === 0) return m.people_due_none();
	if (overdue === 0) return m.dispatch_load_due_today(counted(today));
	const late = m.dispatch_load_overdue(counted(overdue));
	if (today === 0) return late;
	return m.people_due_both({ today: m.dispatch_load_due_today(counted(today)), late });
}
