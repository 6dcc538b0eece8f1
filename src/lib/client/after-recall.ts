/**
 * What happens on a recalled tablet once there is nothing left to hand in: everything that it holds of
 * the person goes, as after a sign-out that throws work away, and the sign-in page follows.
 *
 * 1. Nothing goes before its time: unanswered commands and photos that wait keep all of it here.
 * 2. Where something cannot be deleted, the next start tries again: the server says so once more.
 * Source: decision 38.
 */
import { deleteCache } from './db/cache';
import { deleteDayBook } from './db/day-book';
import { deleteOutbox, openOutbox } from './db/outbox';
import { leaveSeat } from './lock/seats';
import { forgetSession } from './session-store';
import { signedBatch, type EscrowPorts } from './sync/escrow';
import type { OutboxStore } from './sync/ports';
import { webSigner } from './sync/signer';
import { noteIncident, noteUnsent } from './witness';

/** Whether everything that was promised to a person has been handed in. */
export async function isHandedIn(
	outbox: Pick<OutboxStore, 'pending' | 'hasUnanswered'>
): Promise<boolean> {
	const { photos } = await outbox.pending();
	return photos === 0 && !(await outbox.hasUnanswered());
}

/** Says that nothing is left here to be handed in: whoever recalled this device then knows it. */
export async function sayLast({ outbox, server, clock, signer }: EscrowPorts): Promise<void> {
	const identity = await outbox.identity();
	if (identity === null) return;
	const signed = await signedBatch(signer ?? webSigner, identity, [], clock.wallMs(), true);
	if (signed !== null) await server.escrow(signed);
}

/**
 * Deletes what this device holds of a person, whose pages have closed; false where one of them has still
 * written something: then nothing is deleted before that is handed in as well.
 */
export async function deleteAll(personId: string): Promise<boolean> {
	const outbox = await openOutbox(personId);
	const isStillEmpty = await isHandedIn(outbox);
	outbox.close();
	if (!isStillEmpty) return false;
	forgetSession();
	leaveSeat(personId);
	await deleteCache(personId);
	await deleteOutbox(personId);
	await deleteDayBook(personId);
	noteUnsent(personId, { commands: 0, photos: 0, oldestAt: null, reports: [] });
	noteIncident(personId, null);
	return true;
}
