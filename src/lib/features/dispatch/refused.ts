/**
 * Acts of the desk that the server did not accept: somebody else was faster, or the report had moved
 * on. They are named until the person puts them aside; the row shows the report as it is now.
 */
import type { OutboxItem } from '$lib/client/device';
import { deskActs } from './desk-acts';

/** Refusals older than this are the outbox's matter. */
const shownMs = 12 * 60 * 60 * 1000;

/** The desk's refused acts that were not put aside, newest first; `now` in ms. */
export function refusedActs(
	items: readonly OutboxItem[],
	dismissed: ReadonlySet<string>,
	now: number
): OutboxItem[] {
	return items.filter(
		({ state, type, commandId, at }) =>
			state === 'refused' &&
			deskActs.some((act) => act === type) &&
			!dismissed.has(commandId) &&
			now - at < shownMs
	);
}
