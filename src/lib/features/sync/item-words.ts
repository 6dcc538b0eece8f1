/** The state of an outbox item in words, with its tone and icon: the table of the field design. */
import type { ItemState, OutboxItem } from '$lib/client/device';
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import type { Icon } from '$lib/ui/icon';
import type { PartTone } from '$lib/ui/tone';
import Camera from '@lucide/svelte/icons/camera';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock';
import CloudUpload from '@lucide/svelte/icons/cloud-upload';
import ImageOff from '@lucide/svelte/icons/image-off';
import KeyRound from '@lucide/svelte/icons/key-round';
import Scale from '@lucide/svelte/icons/scale';
import Undo2 from '@lucide/svelte/icons/undo-2';
import { actLabel } from '../report/labels';
import { refusalText } from '../report/refusal-text';
import { settlementTone, settlementWords } from './settlement-words';

const looks: Readonly<Record<ItemState, { tone: PartTone; icon: Icon }>> = {
	waiting: { tone: 'waiting', icon: Clock },
	sending: { tone: 'active', icon: CloudUpload },
	photos_left: { tone: 'active', icon: Camera },
	applied: { tone: 'done', icon: CircleCheck },
	merged: { tone: 'done', icon: CircleCheck },
	under_review: { tone: 'waiting', icon: Scale },
	refused: { tone: 'alarm', icon: CircleX },
	undone: { tone: 'neutral', icon: Undo2 },
	paused: { tone: 'alarm', icon: KeyRound },
	reviewed: { tone: 'done', icon: Scale }
};

type Stated = Pick<
	OutboxItem,
	'state' | 'pausedBy' | 'reason' | 'detail' | 'photo' | 'type' | 'outcome' | 'settlement'
>;

const isLost = ({ photo, state }: Stated) => photo?.state === 'corrupt' && state !== 'undone';

/** What an item is called: the act, and for a proof photo which one. */
export function itemName(item: Pick<OutboxItem, 'type' | 'photoKind'>): string {
	if (item.photoKind === 'before') return m.act_before_photo();
	return item.photoKind === 'after' ? m.act_after_photo() : actLabel(item.type);
}

/** Tone and icon of an item's state. */
export function itemLook(item: Stated): { tone: PartTone; icon: Icon } {
	if (isLost(item)) return { tone: 'alarm', icon: ImageOff };
	if (item.state === 'paused' && item.pausedBy !== 'needs_sign_in') return looks.waiting;
	const look = looks[item.state];
	return item.settlement === null
		? look
		: { ...look, tone: settlementTone(item.settlement.choice) };
}

/**
 * The words of an item's state; a refusal comes with its reason, a closing with the number of photos
 * of its report that are still to go.
 */
export function itemWords(item: Stated, photosLeft: number, format: Format): string {
	if (isLost(item)) return m.outbox_photo_corrupt();
	if (item.state === 'photos_left' && item.photo === null) {
		return m.outbox_state_photos_left_n({ count: photosLeft, shown: format.number(photosLeft) });
	}
	if (item.state === 'refused') {
		const reason = refusalText(item.reason ?? '', item.detail, format);
		return m.outbox_state_refused({ reason });
	}
	if (item.state === 'paused') return pausedWords(item.pausedBy);
	if (item.state === 'undone' && item.outcome === 'claim') return m.outbox_state_withdrawn();
	if (item.settlement !== null) return settlementWords(item.settlement.choice, item.type);
	return item.outcome === 'deferred' ? m.outbox_state_deferred() : stateWords[item.state]();
}

function pausedWords(by: OutboxItem['pausedBy']): string {
	if (by === 'revoked') return m.outbox_paused_revoked();
	return by === 'blocked_quota' ? m.outbox_paused_quota() : m.outbox_state_paused();
}

const stateWords: Readonly<Record<Exclude<ItemState, 'refused' | 'paused'>, () => string>> = {
	waiting: m.outbox_state_waiting,
	sending: m.outbox_state_sending,
	photos_left: m.outbox_state_photos_left,
	applied: m.outbox_state_applied,
	merged: m.outbox_state_merged,
	under_review: m.outbox_state_under_review,
	undone: m.outbox_state_undone,
	reviewed: m.outbox_state_reviewed
};
