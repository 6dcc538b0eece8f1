/**
 * The outbox as a person reads it: one group per report, groups that need somebody first, then what
 * waits, then what is done.
 */
import type { ItemState, OutboxItem } from '$lib/client/device';

export type GroupState = 'attention' | 'waiting' | 'sent';

export interface OutboxGroup {
	reportId: string;
	number: string;
	address: string;
	/** Newest first. */
	items: readonly OutboxItem[];
	/** The newest act, ms. */
	at: number;
	state: GroupState;
	/** Photos of it that have not wholly arrived. */
	photosLeft: number;
}

const stateOfItem: Readonly<Record<ItemState, GroupState>> = {
	waiting: 'waiting',
	sending: 'waiting',
	photos_left: 'waiting',
	paused: 'attention',
	refused: 'attention',
	under_review: 'sent',
	applied: 'sent',
	merged: 'sent',
	undone: 'sent',
	reviewed: 'sent'
};
const urgency: readonly GroupState[] = ['attention', 'waiting', 'sent'];

/** Groups of one state each, most pressing first, then newest first. `seen` is no work and not shown. */
export function groupOutbox(items: readonly OutboxItem[]): OutboxGroup[] {
	const shown = items.filter((item) => item.type !== 'seen');
	const groups = [...Map.groupBy(shown, (item) => item.reportId)].flatMap(([id, own]) => {
		const group = groupOf(id, own);
		return group === null ? [] : [group];
	});
	return groups.sort((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state) || b.at - a.at);
}

function groupOf(reportId: string, items: readonly OutboxItem[]): OutboxGroup | null {
	const sorted = items.toSorted((a, b) => b.n - a.n);
	const [newest] = sorted;
	if (newest === undefined) return null;
	return {
		reportId,
		number: newest.reportNumber,
		address: newest.reportAddress,
		items: sorted,
		at: newest.at,
		state: groupState(sorted),
		photosLeft: sorted.filter(isPhotoLeft).length
	};
}

function groupState(items: readonly OutboxItem[]): GroupState {
	const states = items.map(stateOf);
	return urgency.find((state) => states.includes(state)) ?? 'sent';
}

function stateOf(item: OutboxItem): GroupState {
	if (isLostPhoto(item)) return 'attention';
	return item.pausedBy === 'revoked' ? 'waiting' : stateOfItem[item.state];
}

const isLostPhoto = ({ photo, state }: OutboxItem) =>
	photo?.state === 'corrupt' && state !== 'undone';

const isPhotoLeft = ({ photo, state }: OutboxItem) =>
	photo !== null && photo.state !== 'stored' && state !== 'undone' && state !== 'refused';
