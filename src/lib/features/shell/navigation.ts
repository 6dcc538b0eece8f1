/** Where a person can go: the screens his permissions open, then what everybody has. */
import { can, type Actor } from '$lib/domain/people/actor';
import type { Permission } from '$lib/domain/people/permission';
import { m } from '$lib/i18n/paraglide/messages';
import type { Icon } from '$lib/ui/icon';
import BadgeCheck from '@lucide/svelte/icons/badge-check';
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import Milestone from '@lucide/svelte/icons/milestone';
import Scale from '@lucide/svelte/icons/scale';
import Send from '@lucide/svelte/icons/send';
import Settings from '@lucide/svelte/icons/settings';
import UsersRound from '@lucide/svelte/icons/users-round';

export interface Place {
	href: string;
	label: () => string;
	icon: Icon;
	/** Stands apart, after the work. */
	isAside: boolean;
}

/** The place that counts what waits for a decision. */
export const reviewHref = '/dispatch/review';

const places: readonly (Place & { permission: Permission | null })[] = [
	place('/field', m.shell_nav_field, ClipboardList, 'report.work'),
	place('/dispatch', m.shell_nav_dispatch, UsersRound, 'report.dispatch'),
	place(reviewHref, m.shell_nav_review, Scale, 'report.dispatch'),
	place('/confirm', m.shell_nav_confirm, BadgeCheck, 'report.confirm'),
	place('/outbox', m.shell_nav_outbox, Send, null),
	place('/dispatch/rules', m.shell_nav_rules, Milestone, 'rules.read', true),
	place('/settings', m.shell_nav_settings, Settings, null, true),
	place('/help', m.shell_nav_help, CircleQuestionMark, null, true)
];

function place(
	href: string,
	label: () => string,
	icon: Icon,
	permission: Permission | null,
	isAside = false
) {
	return { href, label, icon, permission, isAside };
}

/** The places of this person, in the order of the bar. */
export function placesOf(actor: Actor): readonly Place[] {
	return places.filter(({ permission }) => permission === null || can(actor, permission));
}

/** Whether a person's permissions open an address; what is no place of the bar is open to everybody. */
export function mayEnter(actor: Actor, pathname: string): boolean {
	const place = placeAt(places, pathname);
	return place === undefined || place.permission === null || can(actor, place.permission);
}

/** The place that an address belongs to: the longest one at or above it. */
export function placeAt<P extends Place>(own: readonly P[], pathname: string): P | undefined {
	return own
		.filter(({ href }) => isAt(pathname, href))
		.toSorted((one, other) => other.href.length - one.href.length)[0];
}

/** Whether an address lies at or below a place: `/field/MM-...` belongs to `/field`. */
export function isAt(pathname: string, href: string): boolean {
	return pathname === href || pathname.startsWith(`${href}/`);
}
