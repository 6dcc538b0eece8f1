/**
 * Work that comes without a session: from a device whose access was withdrawn (escrow), or from a
 * rescue file. Its right is the MAC by the replica's secret, which only that device ever had.
 *
 * POST /api/escrow                  escrowRequest -> escrowReceipt
 * POST, HEAD, PATCH /api/photos/... as ever, with `macHeader` and `replicaHeader` for a session
 *
 * 1. Nothing is given back but counts and the hashes of photos that are still wanted.
 * 2. A batch is repeated as often as one likes: (replica, n) is taken once.
 * 3. Of an active person it is applied as if the device had sent it; of one whose access ended
 *    everything waits for a supervisor, without effect.
 * Source: sync design 3.9, 3.13.
 */
import * as z from 'zod/mini';
import { maxCommandsPerExchange } from './sync';

export const replicaHeader = 'x-maydan-replica';
export const macHeader = 'x-maydan-mac';
/** What the server reads of one escrow body before it answers 413. */
export const maxEscrowBytes = 512 * 1024;

/** The signed text of a batch; its commands are raw, as in an exchange. */
export const escrowBatch = z.strictObject({
	format: z.literal(1),
	replica: z.string().check(z.maxLength(64)),
	/** Device clock. */
	madeAt: z.int().check(z.nonnegative()),
	commands: z.array(z.unknown()).check(z.maxLength(maxCommandsPerExchange)),
	/** Said by a recalled device: nothing is left on it to be handed in. */
	isLast: z.optional(z.literal(true))
});
export type EscrowBatch = z.infer<typeof escrowBatch>;

const mac = z.string().check(z.regex(/^[\w-]{43}$/));

export const escrowRequest = z.strictObject({
	replica: z.string().check(z.maxLength(64)),
	/** JSON text of an `escrowBatch`: signed as text, so that it stays byte for byte what was signed. */
	batch: z.string(),
	/** HMAC-SHA256 of `batch` by the replica's secret, base64url. */
	mac
});
export type EscrowRequest = z.infer<typeof escrowRequest>;

export const escrowReceipt = z.object({
	/** Commands that stand in the server's books now, and how many of them stood there before. */
	received: z.number(),
	known: z.number(),
	/** The counter that the server waits for, where earlier commands are missing. */
	expect: z.nullable(z.number()),
	/** They wait for a supervisor: the person's access has ended. */
	isUnderReview: z.boolean(),
	/** Photos of this batch whose bytes are wanted. */
	photos: z.array(z.string())
});
export type EscrowReceipt = z.infer<typeof escrowReceipt>;

/** What the MAC of a photo is made over. */
export const photoMacText = (sha256: string) => `photo ${sha256}`;

/** The table of contents of a rescue file (a zip): `rescueName`, and `photos/<sha256>.jpg`. */
export const rescueName = 'rescue.json';
export const rescueFile = z.object({
	format: z.literal(1),
	deviceName: z.string(),
	madeAt: z.number(),
	replica: z.string(),
	batches: z.array(z.object({ batch: z.string(), mac })),
	photos: z.array(
		z.object({ sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)), size: z.number(), mac })
	)
});
export type RescueFile = z.infer<typeof rescueFile>;
