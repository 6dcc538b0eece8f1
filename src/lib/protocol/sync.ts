/**
 * The exchange: commands up, changes down, one round trip (`POST /api/sync`).
 *
 * 1. Only a result entry with its (n, id) acknowledges a command; never a status code.
 * 2. The cursor is opaque to the device; scopes are recomputed from the session every time.
 * 3. A page ends between two versions of a scope, so no half transaction is ever visible.
 * Source: sync design 3.1-3.7.
 */
import * as z from 'zod/mini';
import { entityKinds } from './entity';

/** Limits of one exchange. */
export const maxCommandsPerExchange = 50;
export const maxExchangeBytes = 128 * 1024;
export const maxChangesPerPage = 1000;
/** What the server reads of one body before it answers 413, after inflating. */
export const maxBodyBytes = 512 * 1024;

const count = z.int().check(z.nonnegative());

/** What the device has not sent yet: supervisors see "4 unsent since 09:12". */
export const pendingReport = z.strictObject({
	commands: count,
	photos: count,
	oldestAt: z.nullable(count)
});
export type PendingReport = z.infer<typeof pendingReport>;

export const syncRequest = z.strictObject({
	protocol: z.int(),
	replica: z.string().check(z.maxLength(64)),
	/** Rises with each exchange of a page; an answer to an older one is ignored. */
	exchange: count,
	/** Raw here: a malformed command is stored as refused, it does not refuse the exchange. */
	commands: z.array(z.unknown()).check(z.maxLength(maxCommandsPerExchange)),
	cursor: z.nullable(z.string().check(z.maxLength(4096))),
	pending: pendingReport,
	limit: z.int().check(z.positive(), z.maximum(maxChangesPerPage))
});
export type SyncRequest = z.infer<typeof syncRequest>;

export const outcomes = ['applied', 'merged', 'claim', 'deferred', 'rejected', 'void'] as const;
/** What became of a command; every one of them is terminal and stored. */
export type CommandOutcome = (typeof outcomes)[number];

export const commandResult = z.object({
	n: z.int(),
	id: z.string(),
	outcome: z.enum(outcomes),
	/** The server had it already; this is the stored result. */
	duplicate: z.boolean(),
	/** A refusal code (domain/report/refusal) where rejected; newer codes stay readable as text. */
	reason: z.nullable(z.string()),
	detail: z.nullable(z.record(z.string(), z.unknown())),
	/** Versions per scope that carry its effect: the overlay holds until the cursor covers them. */
	cover: z.record(z.string(), z.number())
});
export type CommandResult = z.infer<typeof commandResult>;

/** One feed row. `put` carries the body, `leave` the reason why this scope no longer holds it. */
export const change = z.discriminatedUnion('op', [
	z.object({
		op: z.literal('put'),
		scope: z.string(),
		kind: z.enum(entityKinds),
		id: z.string(),
		v: z.number(),
		body: z.record(z.string(), z.unknown())
	}),
	z.object({
		op: z.literal('leave'),
		scope: z.string(),
		kind: z.enum(entityKinds),
		id: z.string(),
		v: z.number(),
		reason: z.nullable(z.string())
	})
]);
export type Change = z.infer<typeof change>;

export const leaveReasons = [
	'reassigned',
	'unassigned',
	'done_by_previous',
	'closed',
	'expired',
	'moved'
] as const;
/** Why a row left a scope, in words to the person who had it. */
export type LeaveReason = (typeof leaveReasons)[number];

export const syncResponse = z.object({
	/** Changes after a restore from backup: everything is offered again. */
	epoch: z.string(),
	exchange: z.number(),
	serverTime: z.number(),
	results: z.array(commandResult),
	/** The counter that the server waits for, when a gap was seen. */
	expect: z.optional(z.number()),
	/** The replica has two histories: take a new one, renumber what is unacknowledged. */
	forked: z.optional(z.boolean()),
	changes: z.object({
		/** resync: mark and sweep; rows of earlier generations go at the last page. */
		mode: z.enum(['delta', 'resync']),
		entries: z.array(change),
		cursor: z.string(),
		covers: z.record(z.string(), z.number()),
		more: z.boolean()
	})
});
export type SyncResponse = z.infer<typeof syncResponse>;
