/** A new replica: one person's identity on one device, with its own counter of commands. */
import { randomBytes } from 'node:crypto';
import type { ServerApp } from '../app';
import { addReplica } from '../repositories/replicas';

const secretBytes = 32;

/** Mints a replica, never one that existed before. */
export async function mintReplica(
	app: Pick<ServerApp, 'db' | 'now' | 'newId'>,
	{ personId, install, deviceName }: { personId: string; install: string; deviceName: string }
): Promise<{ replica: string; secret: string }> {
	const minted = { replica: app.newId(), secret: randomBytes(secretBytes).toString('base64url') };
	await app.db.tx((tx) =>
		addReplica(tx, {
			id: minted.replica,
			secret: minted.secret,
			user_id: personId,
			install,
			device_name: deviceName,
			created_at: app.now()
		})
	);
	return minted;
}
