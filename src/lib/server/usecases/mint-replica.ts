/**
 * A new replica: one person's identity on one device, with its own counter of commands.
 *
 * It is asked for at the first sync, after a fork, by a server that lost its memory, and after the
 * device lost its storage. Only the last is a loss: then a witness (the device's own note, or what the
 * replica before it had last reported) names unsent work, and supervisors are told.
 *
 * 1. A loss is told once, however often its device repeats it.
 * 2. Nobody waits for a replica that another one of the same device has replaced.
 */
import { randomBytes } from 'node:crypto';
import type { LostWork } from '$lib/protocol/session';
import type { ServerApp } from '../app';
import type { Tx } from '../db/tables';
import { maxInteger } from '../db/dialect';
import { addIncident, isKnownIncident } from '../repositories/incidents';
import {
	addReplica,
	expectNothing,
	replicasWithUnsent,
	type Replica
} from '../repositories/replicas';

const secretBytes = 32;

export interface Asking {
	personId: string;
	/** The device's install cookie. */
	install: string;
	deviceName: string;
	/** What the device itself knows to have lost; undefined where its storage is whole. */
	lost?: LostWork | null;
	/**
	 * The asking device has no outbox any more: what its earlier replicas reported is gone. False: it has,
	 * and will report under the new one. Undefined: an older page, which does not say.
	 */
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
		if (lost !== null) await tellOnce(tx, app, asking, lost);
		return { ...minted, lost };
	});
}

async function tellOnce(
	tx: Tx,
	{ now, newId }: Pick<ServerApp, 'now' | 'newId'>,
	{ personId, deviceName }: Asking,
	lost: LostWork
): Promise<void> {
	const told = {
		person_id: personId,
		commands: Math.min(lost.commands, maxInteger),
		photos: Math.min(lost.photos, maxInteger),
		oldest_at: lost.oldestAt,
		reports: JSON.stringify(lost.reports)
	};
	if (await isKnownIncident(tx, told)) return;
	const seen = { seen_at: null, seen_by: null };
	await addIncident(tx, { ...told, ...seen, id: newId(), device_name: deviceName, at: now() });
}

/** Joins the witnesses; what the replaced replicas had reported is expected no more. */
async function lossOf(
	tx: Tx,
	{ personId, install, lost, isStorageNew }: Asking
): Promise<LostWork | null> {
	const own = lost && lost.commands + lost.photos > 0 ? lost : null;
	if (isStorageNew === undefined) return own;
	const replicas = await replicasWithUnsent(tx, personId, install);
	await expectNothing(
		tx,
		replicas.map(({ id }) => id)
	);
	// The device's own account is the newer one; the server's is all there is without it.
	return isStorageNew ? (own ?? reportedBy(replicas)) : own;
}

function reportedBy(replicas: readonly Replica[]): LostWork | null {
	if (replicas.length === 0) return null;
	const ages = replicas.flatMap(({ oldest_pending_at }) => oldest_pending_at ?? []);
	return {
		commands: replicas.reduce((sum, row) => sum + row.pending_commands, 0),
		photos: replicas.reduce((sum, row) => sum + row.pending_photos, 0),
		oldestAt: ages.length === 0 ? null : Math.min(...ages),
		reports: []
	};
}
