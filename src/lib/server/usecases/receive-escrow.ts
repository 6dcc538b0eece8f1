/**
 * Takes work that came without a session: signed by its replica, brought by whoever has it.
 *
 *   access stands (a rescue file)       as if the device had sent it
 *   access has ended (person, device)   kept for a supervisor, without effect
 *
 * 1. Each command once, by its counter, however often it is handed in; of a copied device both
 *    histories (take-fork).
 * 2. Nothing is told but how much was taken, and which photos are wanted.
 * Source: sync design 3.9, 3.13.
 */
import type { Person } from '$lib/domain/people/actor';
import { escrowBatch, type EscrowReceipt, type EscrowRequest } from '$lib/protocol/escrow';
import type { ServerApp } from '../app';
import { readText } from '../read-packed';
import { signedBy } from '../replica-mac';
import { findPerson } from '../repositories/people';
import { hasEnded, type Replica } from '../repositories/replicas';
import { findReport } from '../repositories/reports';
import { readCommands } from './read-command';
import { noteRecallEmptied } from './recall-tablet';
import { afterParting, takeFork } from './take-fork';

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
	const { commands, isLast } = read.value;
	const taken = await take(app, replica, person, commands);
	if (taken.ok && taken.receipt.isUnderReview && isLast) await noteRecallEmptied(app, replica.id);
	return taken;
}

async function take(
	app: ServerApp,
	replica: Replica,
	person: Person,
	commands: readonly unknown[]
): Promise<Escrowed> {
	const isUnderReview = hasEnded(replica, person);
	const mode = isUnderReview ? 'escrow' : 'judge';
	const applied = await app.applyHandedIn(person, replica.id, commands, mode);
	if (!applied.ok) return { ok: false, code: 'not_permitted' };
	const { expect, forked } = applied;
	const rest = forked === true ? afterParting(replica.id, commands, applied.results) : [];
	const results = [...applied.results, ...(await takeFork(app, { replica, person, mode }, rest))];
	const taken = new Set(results.filter(({ outcome }) => isWanted(outcome)).map(({ id }) => id));
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

/** Hashes that these commands declare and whose bytes have not come for their report. */
function wantedPhotos(
	{ db }: ServerApp,
	replicaId: string,
	commands: readonly unknown[],
	taken: ReadonlySet<string>
): Promise<string[]> {
	const declared = readCommands(replicaId, commands).flatMap(({ id, reading }) => {
		if (!taken.has(id) || reading.kind !== 'command') return [];
		const { type, args, reportId } = reading.command;
		return type === 'addPhoto' ? [{ reportId, sha256: args.sha256 }] : [];
	});
	return db.snapshot(async (tx) => {
		const wanted = new Set<string>();
		for (const { reportId, sha256 } of declared) {
			const report = await findReport(tx, reportId);
			const photo = report?.photos.find((known) => known.sha256 === sha256);
			if (photo !== undefined && photo.state !== 'stored') wanted.add(sha256);
		}
		return [...wanted];
	});
}
