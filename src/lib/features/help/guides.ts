/**
 * What the help page tells: the main job of each permission in steps, the words for sending, and
 * what to do when something stops the work. Texts stand in the messages; here is their order.
 */
import type { Permission } from '$lib/domain/people/permission';
import { m } from '$lib/i18n/paraglide/messages';
import type { Icon } from '$lib/ui/icon';
import type { PartTone } from '$lib/ui/tone';
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CloudUpload from '@lucide/svelte/icons/cloud-upload';
import Image from '@lucide/svelte/icons/image';
import Scale from '@lucide/svelte/icons/scale';

type Text = () => string;

export interface Guide {
	permission: Permission;
	title: Text;
	steps: readonly Text[];
}

/** Guides by kind of work; a person reads those of the own permissions. */
export const guides: readonly Guide[] = [
	{
		permission: 'report.work',
		title: m.help_field_title,
		steps: [m.help_field_1, m.help_field_2, m.help_field_3, m.help_field_4, m.help_field_5]
	},
	{
		permission: 'report.work',
		title: m.help_ready_title,
		steps: [m.help_ready_1, m.help_ready_2, m.help_ready_3]
	},
	{
		permission: 'report.work',
		title: m.help_shift_title,
		steps: [m.help_shift_1, m.help_shift_2, m.help_shift_3, m.help_shift_4, m.help_shift_5]
	},
	{
		permission: 'report.work',
		title: m.help_route_title,
		steps: [m.help_route_1, m.help_route_2, m.help_route_3, m.help_route_4]
	},
	{
		permission: 'report.work',
		title: m.help_map_title,
		steps: [m.help_map_1, m.help_map_2, m.help_map_3, m.help_map_4]
	},
	{
		permission: 'report.work',
		title: m.help_message_title,
		steps: [m.help_message_1, m.help_message_2, m.help_message_3, m.help_message_4]
	},
	{
		permission: 'report.work',
		title: m.help_found_title,
		steps: [m.help_found_1, m.help_found_2, m.help_found_3, m.help_found_4]
	},
	{
		permission: 'report.work',
		title: m.help_shared_title,
		steps: [m.help_shared_1, m.help_shared_2, m.help_shared_3, m.help_shared_4]
	},
	{
		permission: 'report.dispatch',
		title: m.help_dispatch_title,
		steps: [
			m.help_dispatch_1,
			m.help_dispatch_2,
			m.help_dispatch_3,
			m.help_dispatch_4,
			m.help_dispatch_5,
			m.help_dispatch_6
		]
	},
	{
		permission: 'report.dispatch',
		title: m.help_desk_more_title,
		steps: [
			m.help_desk_more_1,
			m.help_desk_more_2,
			m.help_desk_more_3,
			m.help_desk_more_4,
			m.help_desk_more_5
		]
	},
	{
		permission: 'report.confirm',
		title: m.help_confirm_title,
		steps: [m.help_confirm_1, m.help_confirm_2, m.help_confirm_3]
	}
];

/** The words about sending, as the outbox and the pill use them, and what they mean. */
export const sendingWords: readonly { tone: PartTone; icon: Icon; word: Text; text: Text }[] = [
	{
		tone: 'waiting',
		icon: CloudUpload,
		word: m.help_state_waiting,
		text: m.help_state_waiting_text
	},
	{ tone: 'active', icon: Image, word: m.help_state_photos, text: m.help_state_photos_text },
	{ tone: 'done', icon: CircleCheck, word: m.help_state_done, text: m.help_state_done_text },
	{ tone: 'waiting', icon: Scale, word: m.help_state_review, text: m.help_state_review_text },
	{
		tone: 'alarm',
		icon: CircleAlert,
		word: m.help_state_refused,
		text: m.help_state_refused_text
	}
];

/** What stops people, and the way on. */
export const troubles: readonly { question: Text; answer: Text }[] = [
	{ question: m.help_what_offline, answer: m.help_what_offline_text },
	{ question: m.help_what_signed_out, answer: m.help_what_signed_out_text },
	{ question: m.help_what_gone, answer: m.help_what_gone_text },
	{ question: m.help_what_mistake, answer: m.help_what_mistake_text },
	{ question: m.help_what_place, answer: m.help_what_place_text },
	{ question: m.help_what_sun, answer: m.help_what_sun_text },
	{ question: m.help_what_full, answer: m.help_what_full_text },
	{ question: m.help_what_share, answer: m.help_what_share_text },
	{ question: m.help_what_pin, answer: m.help_what_pin_text },
	{ question: m.help_what_permission, answer: m.help_what_permission_text },
	{ question: m.help_what_left, answer: m.help_what_left_text }
];

/** What this version brought, the newest first. */
export const news: readonly Text[] = [
	m.help_new_shift,
	m.help_new_message,
	m.help_new_map,
	m.help_new_ready,
	m.help_new_shared,
	m.help_new_outbox,
	m.help_new_hand
];

/** Work of others that every device of ours carries, with its licence. */
export const credits: readonly { name: string; licence: string }[] = [
	{ name: 'IBM Plex Sans Arabic', licence: 'OFL-1.1' },
	{ name: 'Svelte, SvelteKit', licence: 'MIT' },
	{ name: 'Leaflet', licence: 'BSD-2-Clause' },
	{ name: 'Supercluster', licence: 'ISC' },
	{ name: 'Dexie', licence: 'Apache-2.0' },
	{ name: 'tus-js-client', licence: 'MIT' },
	{ name: 'Workbox', licence: 'MIT' },
	{ name: 'Bits UI, TanStack Virtual', licence: 'MIT' },
	{ name: 'Lucide', licence: 'ISC' },
	{ name: 'zod, uuid, fflate, date-fns, Turf', licence: 'MIT' }
];
