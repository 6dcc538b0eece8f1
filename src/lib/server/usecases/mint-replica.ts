/**
 * A new replica: one person's identity on one device, with its own counter of commands.
 *
 * It is asked for at the first sync, after a fork, by a server that lost its memory, and after the
 * device lost its storage. Only the last is a loss: then a witness (the device's own note, or what the
 * replica before it had last reported) names unsent work, and supervisors are told.
 */
import { randomBytes } from 'node:crypto';
import type { LostWork } from '$lib/protocol/session';
import type { ServerApp } from '../app';
import type { Tx } from '../db/tables';
import { addIncident } from '../repositories/incidents';
import { addReplica, expectNothing, replicasWithUnsent } from '../repositories/replicas';

const secretBytes = 32;

export interface Asking {
	personId: string;
	/** The device's install cookie. */
	install: string;
	deviceName: string;
	/** What the device itself knows to have lost; undefined where its storage is whole. */
	lost?: LostWork | null;
	/** The asking device has no outbox any more: what its earlier replicas reported is gone. */
	isStorageNew?: boolean;
}

export interface Minted {
	replica: string;
	secret: string;
	/** What was lost, as far as anybody knows; null: nothing. */
	lost: LostWork | null;
}

/** Mints a replica, never one that existed before. */
export async function mintReplica(
	app: Pick<ServerApp, 'db' | 'now' | 'newId'>,
	asking: Asking
): Promise<Minted> {
	const { personId, install, deviceName } = asking;
	const minted = { replica: app.newId(), secret: randomBytes(secretBytes).toString('base64url') };
	return app.db.tx(async (tx) => {
		const lost = await lossOf(tx, asking);
		await addReplica(tx, {
			id: minted.replica,
			secret: minted.secret,
			user_id: personId,
			install,
			device_name: deviceName,
			created_at: app.now()
		});
		if (lost !== null) {
			await addIncident(tx, {
				id: app.newId(),
				person_id: personId,
				device_name: deviceName,
				commands: lost.commands,
				photos: lost.photos,
				oldest_at: lost.oldestAt,
				reports: JSON.stringify(lost.reports),
				at: app.now(),
				seen_at: null,
				seen_by: null
			});
		}
		return { ...minted, lost };
	});
}

/** Joins the witnesses; what the lost replicas had reported is expected no more. */
async function lossOf(
	tx: Tx,
	{ personId, install, lost = null, isStorageNew = false }: Asking
): Promise<LostWork | null> {
	if (!isStorageNew) return lost;
	const replicas = await replicasWithUnsent(tx, personId, install);
	await expectNothing(
		tx,
		replicas.map(({ id }) => id)
	);
	const commands = replicas.reduce((sum, row) => sum + row.pending_commands, 0);
	const photos = replicas.reduce((sum, row) => sum + row.pending_photos, 0);
	if (lost === null && commands + photos === 0) return null;
	const ages = [lost?.oldestAt, ...replicas.map((row) => row.oldest_pending_at)];
	const known = ages.filter((at) => at !== null && at !== undefined);
	return {
		// The device’s own account is the newer one; the server’s is all there is without it.
		commands: lost?.commands ?? commands,
		photos: lost?.photos ?? photos,
		oldestAt: known.length === 0 ? null : Math.min(...known),
		reports: lost?.reports ?? []
	};
}
