/**
 * Commands: a person's queued intents, as they are stored in an outbox and travel to the server.
 *
 * 1. A command never changes after it is enqueued; undo marks it `void` or sends another one.
 * 2. `n` counts 1, 2, 3 ... per replica without gaps; (replica, n) and `id` both name it for ever.
 * 3. Args are strict: unknown keys are refused at the edge and kept raw by the server (`rejected`).
 * Limits: note, message and reason texts 2,000 characters; photos named by one finish 20, answers 40,
 * each of 2,000 characters.
 */
import * as z from 'zod/mini';
import { parsed } from '../parse';
import { maxAnswers } from '../checklist/answer';
import { outcomes } from './outcome';
import { priorities } from './priority';
import { photoKinds } from './report';
import { commandTypes, type CommandType } from './lifecycle';
import { upcast, upcasters, type Upcasters } from './upcast';

export const maxTextLength = 2000;
export const maxLandmarkLength = 200;
export const maxPhotosPerReport = 10;
export const maxMessagesPerReport = 200;
export const maxPhotoBytes = 1_500_000;

const id = z.string().check(z.minLength(1), z.maxLength(64));
const uuid = z
	.string()
	.check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/));
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const text = z.string().check(z.minLength(1), z.maxLength(maxTextLength));
const optionalText = z.nullable(z.string().check(z.maxLength(maxTextLength)));
const momentMs = z.int().check(z.nonnegative());
const code = z.string().check(z.regex(/^[a-z0-9_-]{1,60}$/));

const place = z.strictObject({
	lat: z.number().check(z.minimum(-90), z.maximum(90)),
	lon: z.number().check(z.minimum(-180), z.maximum(180)),
	accuracyMetres: z.number().check(z.nonnegative()),
	headingDegrees: z.nullable(z.number()),
	fixedAt: momentMs
});
const onSite = z.strictObject({
	distanceMetres: z.nullable(z.number()),
	accuracyMetres: z.nullable(z.number()),
	remark: optionalText
});
const reasonArgs = z.strictObject({ reason: code, text: optionalText });
const answer = z.strictObject({
	itemId: code,
	value: z.union([z.boolean(), z.number(), z.string().check(z.maxLength(maxTextLength))])
});
const none = z.strictObject({});

/** Args by command type. A new command is a row here, an edge in the lifecycle and a case in `decide`. */
export const commandArgs = {
	seen: none,
	setOff: none,
	arrive: z.strictObject({ onSite: z.nullable(onSite) }),
	start: none,
	hold: reasonArgs,
	resume: none,
	finish: z.strictObject({
		outcome: z.enum(outcomes),
		text: optionalText,
		photos: z.array(sha256).check(z.maxLength(20)),
		onSite: z.nullable(onSite),
		/** Null: the device that wrote it knew no checklists. */
		answers: z.nullable(z.array(answer).check(z.maxLength(maxAnswers))),
		/** The report that is the same one, for the outcome `duplicate`. */
		duplicateOf: z.nullable(uuid)
	}),
	decline: reasonArgs,
	addPhoto: z.strictObject({
		kind: z.enum(photoKinds),
		sha256,
		size: z.int().check(z.positive(), z.maximum(maxPhotoBytes)),
		mime: z.literal('image/jpeg'),
		width: z.int().check(z.positive(), z.maximum(8192)),
		height: z.int().check(z.positive(), z.maximum(8192)),
		takenAt: momentMs,
		place: z.nullable(place),
		source: z.enum(['camera', 'file']),
		/** The photo that this one was taken again for. */
		replaces: z.nullable(sha256),
		/** The photo that this one is a marked copy of; absent for a photo of its own. */
		derivedFrom: z.optional(sha256)
	}),
	addNote: z.strictObject({ text }),
	assign: z.strictObject({ assigneeId: id }),
	reassign: z.strictObject({ assigneeId: id }),
	unassign: none,
	setPriority: z.strictObject({ priority: z.enum(priorities) }),
	askReporter: z.strictObject({ text }),
	answerReporter: z.strictObject({ text }),
	timeOutReporter: none,
	refer: reasonArgs,
	answerReferral: z.strictObject({ text }),
	close: z.strictObject({
		outcome: z.enum(outcomes),
		text: optionalText,
		/** The report that is the same one and stays, for the outcome `duplicate`. */
		duplicateOf: z.optional(uuid)
	}),
	confirm: z.strictObject({ outcome: z.nullable(z.enum(outcomes)), overrideReason: optionalText }),
	return: reasonArgs,
	reopen: reasonArgs,
	/** Late field work counts as the closing of the report. */
	acceptClaim: z.strictObject({ claimId: id, text: optionalText }),
	/** Late field work stays beside what stands: as evidence, or as part of the closing. */
	settleClaim: z.strictObject({
		claimId: id,
		choice: z.enum(['both', 'keep']),
		text: optionalText
	}),
	/** `elapsedMs`: by the device's monotonic clock, from the act to its undo. */
	undo: z.strictObject({ commandId: uuid, elapsedMs: z.number().check(z.nonnegative()) }),
	sendMessage: z.strictObject({ text, isQuestion: z.boolean() }),
	/** Begins the report that the envelope names; the server gives number and routing. */
	register: z.strictObject({
		categoryId: code,
		lat: z.number().check(z.minimum(-90), z.maximum(90)),
		lon: z.number().check(z.minimum(-180), z.maximum(180)),
		/** Of the own position; null where the place was put on the map by hand. */
		accuracyMetres: z.nullable(z.number().check(z.nonnegative())),
		description: z.string().check(z.maxLength(maxTextLength)),
		landmark: z.nullable(z.string().check(z.maxLength(maxLandmarkLength))),
		/** Assigned to its author at once. */
		takesIt: z.boolean()
	}),
	setCategory: z.strictObject({ categoryId: code }),
	/** `partId`: of the report that begins; `description`: what that one is about. */
	split: z.strictObject({ partId: uuid, categoryId: code, description: text }),
	/** `text` says why. */
	setDue: z.strictObject({ dueAt: momentMs, text }),
	/** The confirmation was a mistake; no reason is asked, the history says who and when. */
	takeBackClosing: z.strictObject({})
} satisfies Record<CommandType, z.ZodMiniType>;

export type CommandArgs<T extends CommandType> = z.infer<(typeof commandArgs)[T]>;

/** The envelope shared by all commands; `args` is parsed by type afterwards. */
export const commandEnvelope = z.strictObject({
	replica: uuid,
	n: z.int().check(z.positive()),
	id: uuid,
	type: z.string().check(z.maxLength(40)),
	typeVersion: z.int().check(z.positive()),
	reportId: uuid,
	/** What the device last had from the server when the person acted. */
	base: z.strictObject({ rev: z.int(), assignEpoch: z.int() }),
	/** Device wall clock, milliseconds since the epoch, with its offset from UTC in minutes. */
	deviceAt: momentMs,
	deviceOffsetMinutes: z.int(),
	/** Monotonic clock of the session, milliseconds, and the session it belongs to. */
	monoMs: z.number(),
	session: z.string().check(z.maxLength(64)),
	/** Server minus device clock at last contact, and how old that sample was. */
	skew: z.nullable(z.strictObject({ ms: z.number(), ageSeconds: z.number() })),
	/** Acts done as one (bulk assign) share a group. */
	group: z.nullable(uuid),
	/** Taken back before it was sent: stored without effect. */
	isVoid: z.boolean(),
	args: z.unknown(),
	/** Reserved for a later signature. */
	signature: z.nullable(z.string().check(z.maxLength(1024)))
});
export type CommandEnvelope = z.infer<typeof commandEnvelope>;

/** A command whose args have been parsed. */
export type Command = {
	[T in CommandType]: Omit<CommandEnvelope, 'type' | 'args'> & { type: T; args: CommandArgs<T> };
}[CommandType];

/** What a screen hands to the outbox: the engine adds identity, counter and clocks. */
export type Intent = {
	[T in CommandType]: { type: T; reportId: string; args: CommandArgs<T>; group?: string };
}[CommandType];

/** Types whose args have changed shape since their first version; older ones go through upcasters. */
const laterVersions: Readonly<Partial<Record<CommandType, number>>> = { finish: 2 };

/** The type version that this build writes and judges. */
export const commandTypeVersion = (type: CommandType): number => laterVersions[type] ?? 1;

export type ParsedCommand =
	| { ok: true; command: Command }
	| { ok: false; reason: 'unknown_type' | 'malformed'; detail: string };

/** Parses the args of an envelope by its type, of an older version through its upcasters. Never throws. */
export function parseCommand(sent: CommandEnvelope, steps: Upcasters = upcasters): ParsedCommand {
	const envelope = upcastSafely(sent, steps);
	const { type, typeVersion } = envelope ?? sent;
	if (envelope === null || !isCommandType(type) || typeVersion > commandTypeVersion(type)) {
		return { ok: false, reason: 'unknown_type', detail: `${type}@${typeVersion}` };
	}
	const args = parsed(commandArgs[type] as z.ZodMiniType<unknown>, envelope.args);
	if (!args.success) {
		const issue = args.error.issues[0];
		return {
			ok: false,
			reason: 'malformed',
			detail: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`
		};
	}
	return { ok: true, command: { ...envelope, args: args.data } as Command };
}

/** Null where a step throws: our mistake, so that the command waits for a server without it. */
function upcastSafely(sent: CommandEnvelope, steps: Upcasters): CommandEnvelope | null {
	try {
		return upcast(sent, steps);
	} catch {
		return null;
	}
}

export function isCommandType(type: string): type is CommandType {
	return (commandTypes as readonly string[]).includes(type);
}
