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
/** Rows that one exchange repairs at most. */
export const maxRepairs = 200;
/** What the server reads of one body before it answers 413, after inflating. */
export const maxBodyBytes = 512 * 1024;

const count = z.int().check(z.nonnegative());

/** What a device says of itself, each part where its browser tells it: for the supervisors of its team. */
const tabletReport = z.strictObject({
	app: z.optional(z.string().check(z.maxLength(40))),
	freeBytes: z.optional(count),
	batteryPercent: z.optional(z.int().check(z.minimum(0), z.maximum(100))),
	isCharging: z.optional(z.boolean())
});
export type TabletReport = z.infer<typeof tabletReport>;

/** What the device has not sent yet: supervisors see "4 unsent since 09:12". */
export const pendingReport = z.strictObject({
	commands: count,
	photos: count,
	oldestAt: z.nullable(count),
	/** Absent from devices before there was one, and while there is nothing new to say. */
	tablet: z.optional(tabletReport)
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
	limit: z.int().check(z.positive(), z.maximum(maxChangesPerPage)),
	/** Asks for the check sums of the view, given once there is nothing more to read. */
	check: z.optional(z.boolean()),
	/** Scopes whose sums did not match: asks for the rev of each of their rows. */
	audit: z.optional(z.array(z.string().check(z.maxLength(80))).check(z.maxLength(10))),
	/** Rows to be sent again, as `<kind>:<id>`. */
	repair: z.optional(z.array(z.string().check(z.maxLength(100))).check(z.maxLength(maxRepairs))),
	/** Rows that this device once had to repair: each one is a defect to be looked into. */
	defects: z.optional(count)
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

/** Number of rows of a scope, and the sum of their hashes (see check-sum). */
export const checkSum = z.object({ rows: count, sum: z.string() });
export type CheckSum = z.infer<typeof checkSum>;

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
	/**
	 * The highest counter in the books of this replica: one that was told of later ones speaks to a
	 * server that has lost them.
	 */
	lastN: z.optional(z.number()),
	/** The cursor is ahead of this server: it was restored from a backup and must be given everything. */
	restored: z.optional(z.boolean()),
	/**
	 * Photos stored up to this moment are in a backup, so that a device may free their bytes; null
	 * where no backups are made: what is stored may go.
	 */
	durableThrough: z.optional(z.nullable(z.number())),
	changes: z.object({
		/** resync: mark and sweep; rows of earlier generations go at the last page. */
		mode: z.enum(['delta', 'resync']),
		entries: z.array(change),
		cursor: z.string(),
		covers: z.record(z.string(), z.number()),
		more: z.boolean(),
		/** By scope, where asked for and at head. */
		check: z.optional(z.record(z.string(), checkSum)),
		/** By scope that was asked for, at head: the rev of each row by `<kind>:<id>` (0 for reference data). */
		audit: z.optional(z.record(z.string(), z.record(z.string(), z.number())))
	})
});
export type SyncResponse = z.infer<typeof syncResponse>;
