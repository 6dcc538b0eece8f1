/**
 * A person has thrown unsent work away, knowing it. It is written into the log, who and how much, and
 * nobody waits for it any more: neither a supervisor's view of the tablet nor the watch for lost storage.
 */
import type { ServerApp } from '../app';
import { log } from '../log';
import { expectNothing, replicasWithUnsent } from '../repositories/replicas';

export interface Discarded {
	personId: string;
	/** The device's install cookie; null where it has none. */
	install: string | null;
	discarded: { commands: number; photos: number };
}

/** Notes it in the log, and on the replicas of this person on this device. */
export async function noteDiscarded(
	{ db }: Pick<ServerApp, 'db'>,
	{ personId, install, discarded }: Discarded
): Promise<void> {
	log.warn({ person: personId, discarded }, 'unsent work discarded');
	if (install === null) return;
	await db.tx(async (tx) => {
		const replicas = await replicasWithUnsent(tx, personId, install);
		await expectNothing(
			tx,
			replicas.map(({ id }) => id)
		);
	});
}
