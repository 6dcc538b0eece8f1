/**
 * Hands in work without a session: the access of this person or of this device has ended while it
 * was offline. Signed by the replica's secret, it waits at the server for a supervisor.
 *
 * 1. A batch counts as handed in when the server says that all of it stands in its books.
 * 2. Nothing is deleted: the outbox keeps what was written, readable to its person.
 * Source: sync design 3.9.
 */
import { escrowBatch, type EscrowBatch } from '$lib/protocol/escrow';
import type { CommandResult } from '$lib/protocol/sync';
import { fullBatch } from './plan';
import type {
	Identity,
	OutboxStore,
	Postponed,
	Signer,
	StoredCommand,
	SyncServer,
	DeviceClock
} from './ports';
import { webSigner } from './signer';

export interface EscrowPorts {
	outbox: OutboxStore;
	server: Pick<SyncServer, 'escrow'>;
	clock: Pick<DeviceClock, 'wallMs'>;
	signer?: Signer;
}

/** Why a command that was handed in is under review; a key of the words for results. */
export const escrowed = 'escrowed';

export interface HandedIn {
	isComplete: boolean;
	answered: StoredCommand[];
	/** The server wants to be left alone for so long; 0 where it did not say so. */
	retryAfterMs: number;
}

/** Hands in every unanswered command; not complete where the line or the signature failed. */
export async function handIn(ports: EscrowPorts, epoch: string): Promise<HandedIn> {
	const { outbox } = ports;
	const identity = await outbox.identity();
	const answered: StoredCommand[] = [];
	while (await outbox.hasUnanswered()) {
		if (identity === null || identity.key === null) return notYet(answered, 0);
		const batch = await outbox.take(fullBatch);
		const taken = await handInBatch(ports, identity, batch, epoch);
		if ('retryAfterMs' in taken) return notYet(answered, taken.retryAfterMs);
		answered.push(...taken);
	}
	return { isComplete: true, answered, retryAfterMs: 0 };
}

const notYet = (answered: StoredCommand[], retryAfterMs: number): HandedIn => ({
	...{ isComplete: false, answered, retryAfterMs }
});

async function handInBatch(
	ports: EscrowPorts,
	identity: Identity,
	batch: readonly StoredCommand[],
	epoch: string
): Promise<StoredCommand[] | Postponed> {
	const { outbox, server, clock } = ports;
	const signed = await signedBatch(
		ports.signer ?? webSigner,
		identity,
		batch.map(({ envelope }) => envelope),
		clock.wallMs()
	);
	if (signed === null) return { retryAfterMs: 0 };
	const answer = await server.escrow(signed);
	if (!answer.ok) return { retryAfterMs: answer.failure.retryAfterMs };
	const { expect, received, photos } = answer.value;
	// A server that was restored waits for earlier ones: they go first.
	if (expect !== null && (await outbox.revive(expect)) > 0) return [];
	if (received !== batch.length) return { retryAfterMs: 0 };
	await giveUpUnwanted(outbox, batch, new Set(photos));
	return outbox.acknowledge(batch.map(resultOf), epoch, clock.wallMs());
}

/** Photos that the server does not ask for are not sent: their command was refused, or the bytes are there. */
async function giveUpUnwanted(
	outbox: OutboxStore,
	batch: readonly StoredCommand[],
	wanted: ReadonlySet<string>
): Promise<void> {
	const ids = new Set(batch.map(({ id }) => id));
	for (const { sha256, commandId, state } of await outbox.openPhotos()) {
		if (state !== 'waiting' || !ids.has(commandId) || wanted.has(sha256)) continue;
		await outbox.changePhoto(sha256, { state: 'refused' });
	}
}

/** Void commands are stored without effect, all others wait for a decision. */
function resultOf({ id, envelope }: StoredCommand): CommandResult {
	const outcome = envelope.isVoid ? 'void' : 'claim';
	return {
		n: envelope.n,
		id,
		outcome,
		duplicate: false,
		reason: escrowed,
		detail: null,
		cover: {}
	};
}

/** A batch with its signature; null where this page cannot sign. */
export async function signedBatch(
	signer: Signer,
	{ replica, key }: Pick<Identity, 'replica' | 'key'>,
	commands: readonly unknown[],
	madeAt: number,
	isLast = false
): Promise<{ replica: string; batch: string; mac: string } | null> {
	if (key === null) return null;
	const content: EscrowBatch = {
		...{ format: 1, replica, madeAt, commands: [...commands] },
		...(isLast ? { isLast } : {})
	};
	const batch = JSON.stringify(escrowBatch.parse(content));
	return { replica, batch, mac: await signer.sign(key, batch) };
}
