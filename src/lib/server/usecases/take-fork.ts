/**
 * The second history of a copied device, where it is handed in and its device can ask for no replica
 * any more: it is taken under a replica of its own, so that nothing is lost because the other copy
 * came first.
 *
 * The replica follows from the command at which the histories part: the same work handed in again is
 * recognised by its counters, like any other.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Person } from '$lib/domain/people/actor';
import type { CommandResult } from '$lib/protocol/sync';
import type { ServerApp } from '../app';
import { addReplica, findReplica, revokeReplicas, type Replica } from '../repositories/replicas';
import { readCommands, type Incoming } from './read-command';

export interface Forked {
	/** The replica that both histories began with. */
	replica: Replica;
	person: Person;
	mode: 'judge' | 'escrow';
}

/** Takes what follows the parting, in the order of its counters. Throws `ExchangeFault`. */
export async function takeFork(
	app: ServerApp,
	forked: Forked,
	rest: readonly Incoming[]
): Promise<CommandResult[]> {
	const [first] = rest;
	if (first === undefined) return [];
	const id = forkId(forked.replica.id, first);
	await openFork(app, forked, id);
	const own = rest.map(({ payload, n }) => ({
		...JSON.parse(payload),
		...{ replica: id, n: n - first.n + 1 }
	}));
	const taken = await app.applyHandedIn(forked.person, id, own, forked.mode);
	return taken.ok ? taken.results : [];
}

function openFork({ db }: ServerApp, { replica, person, mode }: Forked, id: string): Promise<void> {
	return db.tx(async (tx) => {
		if ((await findReplica(tx, id)) !== undefined) return;
		// Nobody ever signs by this secret: its device has that of the first replica.
		await addReplica(tx, { ...replica, id, secret: randomBytes(32).toString('base64url') });
		if (mode === 'escrow') await revokeReplicas(tx, person.id, id);
	});
}

/** In the shape of every other id. */
function forkId(replica: string, { n, hash }: Pick<Incoming, 'n' | 'hash'>): string {
	const digest = createHash('sha256').update(`fork ${replica} ${n} ${hash}`).digest('hex');
	return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

/** What was not answered, from where the histories part. */
export function afterParting(
	replica: string,
	commands: readonly unknown[],
	answered: readonly CommandResult[]
): Incoming[] {
	const known = new Set(answered.map(({ id }) => id));
	return readCommands(replica, commands).filter(({ id }) => !known.has(id));
}
