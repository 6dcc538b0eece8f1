/**
 * Ways to leave a device that still holds unsent work, and which of them are open now. Pure.
 *
 *   send      everything goes first           needs the line and a session
 *   file      a rescue file is saved          always; the work stays as well
 *   keep      the work stays, locked          always; chosen unless the person says otherwise
 *   discard   the work is deleted             with a session, for it is recorded; asks for the number
 */
import type { OutboxView, SyncView } from '$lib/client/device';
import { latinDigits } from '$lib/domain/text/digits';

export const waysOut = ['send', 'file', 'keep', 'discard'] as const;
export type WayOut = (typeof waysOut)[number];

/** Whether sending can begin now, or why not. */
export function sendingNow({
	state,
	isOnline
}: Pick<SyncView, 'state' | 'isOnline'>): 'possible' | 'offline' | 'signed_out' {
	if (state === 'needs_sign_in') return 'signed_out';
	return isOnline ? 'possible' : 'offline';
}

/** Everything that a person would lose by deleting: acts and photos that have to go. */
export const unsentItems = (outbox: Pick<OutboxView, 'unsentCommands' | 'unsentPhotos'>) =>
	outbox.unsentCommands + outbox.unsentPhotos;

/** Whether what was typed is that number, in either kind of digits. */
export const isTyped = (typed: string, items: number) =>
	latinDigits(typed).trim() === String(items);
