/** The state of an outbox item in words, with its tone and icon: the table of the field design. */
import type { ItemState, OutboxItem } from '$lib/client/device';
import type { Report } from '$lib/domain/report/report';
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
	'state' | 'reason' | 'detail' | 'photo' | 'type' | 'outcome' | 'settlement'
>;

const isLost = ({ photo, state }: Stated) => photo?.state === 'corrupt' && state !== 'undone';

/** What an item is called: the act, and for a proof photo which one, where the report still says so. */
export function itemName(item: OutboxItem, report: Report | undefined): string {
	const photo = report?.photos.find(({ sha256 }) => sha256 === item.photo?.sha256);
	if (item.type !== 'addPhoto' || photo === undefined) return actLabel(item.type);
	if (photo.kind === 'before') return m.act_before_photo();
	return photo.kind === 'after' ? m.act_after_photo() : actLabel(item.type);
}

/** Tone and icon of an item's state. */
export function itemLook(item: Stated): { tone: PartTone; icon: Icon } {
	if (isLost(item)) return { tone: 'alarm', icon: ImageOff };
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
	if (item.settlement !== null) return settlementWords(item.settlement.choice, item.type);
	return item.outcome === 'deferred' ? m.outbox_state_deferred() : stateWords[item.state]();
}

const stateWords: Readonly<Record<Exclude<ItemState, 'refused'>, () => string>> = {
	waiting: m.outbox_state_waiting,
	sending: m.outbox_state_sending,
	photos_left: m.outbox_state_photos_left,
	applied: m.outbox_state_applied,
	merged: m.outbox_state_merged,
	under_review: m.outbox_state_under_review,
	undone: m.outbox_state_undone,
	paused: m.outbox_state_paused,
	reviewed: m.outbox_state_reviewed
};
