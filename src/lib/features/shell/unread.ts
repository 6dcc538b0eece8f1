/**
 * Acts that were not accepted, until their author has looked at the outbox: a refusal that nobody
 * reads is work that nobody does again. Desks tell theirs beside the report.
 */
import type { OutboxItem } from '$lib/client/device';
import { isUntold, setTold } from './told-once';

type Refused = Pick<OutboxItem, 'commandId' | 'state' | 'photo'>;

const nameOf = ({ commandId }: Refused) => `refused.${commandId}`;
const isRefused = ({ state, photo }: Refused) =>
	state === 'refused' || (photo?.state === 'corrupt' && state !== 'undone');

/** Whether something that was not accepted has not been looked at. */
export const hasUnread = (items: readonly Refused[], storage: Pick<Storage, 'getItem'>) =>
	items.some((item) => isRefused(item) && isUntold(nameOf(item), storage));

/** From here on its author has looked at all of it. */
export function setRead(items: readonly Refused[], storage: Pick<Storage, 'setItem'>): void {
	for (const item of items.filter(isRefused)) setTold(nameOf(item), storage);
}
