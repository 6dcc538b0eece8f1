/**
 * Takes work that came without a session: signed by its replica, brought by whoever has it.
 *
 *   access stands (a rescue file)       as if the device had sent it
 *   access has ended (person, device)   kept for a supervisor, without effect
 *
 * 1. Each command once, by its counter, however often it is handed in.
 * 2. Nothing is told but how much was taken, and which photos are wanted.
 * Source: sync design 3.9, 3.13.
 */
import type { Person } from '$lib/domain/people/actor';
import { escrowBatch, type EscrowReceipt, type EscrowRequest } from '$lib/protocol/escrow';
import type { ServerApp } from '../app';
import { readText } from '../read-packed';
import { signedBy } from '../replica-mac';
import { findPerson } from '../repositories/people';
import { photoStates } from '../repositories/photos';
import type { Replica } from '../repositories/replicas';
import { readCommands } from './read-command';

export type Escrowed =
	| { ok: true; receipt: EscrowReceipt }
	| { ok: false; code: 'not_permitted' | 'malformed'; field?: string };

/** Takes a signed batch. Throws `ExchangeFault` where the database fails. */
export async function receiveEscrow(
	app: ServerApp,
	{ replica: replicaId, batch, mac }: EscrowRequest
): Promise<Escrowed> {
	const replica = await signedBy(app, replicaId, batch, mac);
	const person = replica && (await findPerson(app.db.reader, replica.user_id));
	if (replica === undefined || person === undefined) return { ok: false, code: 'not_permitted' };
	const read = readText(batch, escrowBatch);
	if ('code' in read) return { ok: false, code: 'malformed', field: read.field };
	if (read.value.replica !== replica.id) return { ok: false, code: 'not_permitted' };
	return take(app, replica, person, read.value.commands);
}

async function take(
	app: ServerApp,
	replica: Replica,
	person: Person,
	commands: readonly unknown[]
): Promise<Escrowed> {
	const isUnderReview = replica.status === 'revoked' || !person.active;
	const mode = isUnderReview ? 'escrow' : 'judge';
	const applied = await app.applyHandedIn(person, replica.id, commands, mode);
	if (!applied.ok) return { ok: false, code: 'not_permitted' };
	const { results, expect, forked } = applied;
	if (forked === true) return { ok: false, code: 'not_permitted' };
	const taken = new Set(results.filter(({ outcome }) => isWanted(outcome)).map(({ n }) => n));
	return {
		ok: true,
		receipt: {
			received: results.length,
			known: results.filter(({ duplicate }) => duplicate).length,
			expect: expect ?? null,
			isUnderReview,
			photos: await wantedPhotos(app, replica.id, commands, taken)
		}
	};
}

const isWanted = (outcome: string) => outcome !== 'rejected' && outcome !== 'void';

/** Hashes that these commands declare and whose bytes are not here yet. */
async function wantedPhotos(
	{ db }: ServerApp,
	replicaId: string,
	commands: readonly unknown[],
	taken: ReadonlySet<number>
): Promise<string[]> {
	const hashes = readCommands(replicaId, commands).flatMap(({ n, reading }) => {
		if (!taken.has(n) || reading.kind !== 'command') return [];
		return reading.command.type === 'addPhoto' ? [reading.command.args.sha256] : [];
	});
	const states = await photoStates(db.reader, hashes);
	return [...new Set(hashes)].filter((sha256) => states.get(sha256) === 'awaited');
}
