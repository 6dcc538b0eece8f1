/**
 * What the engine does next, as pure functions: states and their transitions, waiting times, batch
 * sizes, which results count, when a command leaves the overlay, which photo goes first.
 *
 *                 ┌────────── settled ──────────┐
 *   idle ─ begin ─▶ exchanging ─ unreachable ─▶ offline ───────┐
 *    ▲              ▲   │  │ └── busy ────────▶ backoff ───────┤ begin (timer, or a person, a network,
 *    │              └───┼──┼── quota ─────────▶ blocked_quota ─┤ a poke; never before Retry-After)
 *    │                  │  └── too_old ───────▶ needs_upgrade ─┘
 *    └─ signed_in ── needs_sign_in ◀─ signed_out;  revoked ◀─ revoked (until somebody signs in)
 *
 * 1. A pair (state, event) that stands in no row is a bug and throws.
 * 2. Waiting is uniform(0, min(300 s, 2 s x 2^k)); Retry-After is a floor that nothing shortens.
 * 3. Only a result whose n and id both match a sent command acknowledges it.
 * Source: sync design 3.7.
 */
import type { CommandEnvelope } from '$lib/domain/report/command';
import type { CommandResult } from '$lib/protocol/sync';
import { maxCommandsPerExchange, maxExchangeBytes } from '$lib/protocol/sync';
import type { SyncState } from '../device';
import type { Failure } from '../errors';
import type { BatchLimit, CacheMeta, StoredCommand, StoredPhoto } from './ports';

export const syncEvents = [
	'begin',
	'settled',
	'unreachable',
	'busy',
	'signed_out',
	'too_old',
	'quota',
	'revoked',
	'signed_in'
] as const;
export type SyncEvent = (typeof syncEvents)[number];

const begins = { begin: 'exchanging' } as const;
const transitions: Readonly<Record<SyncState, Partial<Record<SyncEvent, SyncState>>>> = {
	idle: begins,
	exchanging: {
		settled: 'idle',
		unreachable: 'offline',
		busy: 'backoff',
		signed_out: 'needs_sign_in',
		too_old: 'needs_upgrade',
		quota: 'blocked_quota',
		revoked: 'revoked'
	},
	backoff: begins,
	offline: begins,
	needs_upgrade: begins,
	blocked_quota: begins,
	needs_sign_in: { signed_in: 'idle' },
	revoked: { ...begins, signed_in: 'idle' }
};

/** The state after an event; throws where the table has no such row. */
export function stateAfter(state: SyncState, event: SyncEvent): SyncState {
	const next = transitions[state][event];
	if (next === undefined) throw new Error(`No way from ${state} by ${event}`);
	return next;
}

export const retryMaxMs = 300_000;
const retryBaseMs = 2000;
/** Between pages of a check that everything still flows, while somebody looks. */
export const checkEveryMs = 60_000;
/** Between looks whether access still stands, while nobody signs in. */
export const lookAgainMs = 60 * 60_000;
/** A request that answers nothing for this long is given up. */
export const watchdogMs = 45_000;
/** Several acts in a row travel together. */
export const gatherMs = 300;

/** The wait before try number `attempt` (0 = first repeat); `random` in [0, 1). */
export function backoffMs(attempt: number, random: number, retryAfterMs = 0): number {
	const ceilingMs = Math.min(retryMaxMs, retryBaseMs * 2 ** attempt);
	return Math.max(retryAfterMs, Math.round(random * ceilingMs));
}

/** What woke the engine. An act and the timer of a wait obey the wait; a person does not. */
export type Trigger =
	'start' | 'act' | 'retry' | 'check' | 'visible' | 'online' | 'poke' | 'manual';
const patient: readonly Trigger[] = ['act', 'poke'];

/** May an exchange begin? `nextTryAt` is the chosen wait, `notBeforeAt` the server's floor. */
export function mayBegin(
	trigger: Trigger,
	now: number,
	wait: { nextTryAt: number; notBeforeAt: number }
): boolean {
	if (now < wait.notBeforeAt) return false;
	return now >= wait.nextTryAt || !patient.includes(trigger);
}

/** The event that a failed exchange means. */
export function eventOf(failure: Failure): SyncEvent {
	if (failure.code === 'replica_revoked') return 'revoked';
	switch (failure.kind) {
		case 'offline':
			return 'unreachable';
		case 'signed_out':
			return 'signed_out';
		case 'too_old':
			return 'too_old';
		default:
			return 'busy';
	}
}

export const fullBatch: BatchLimit = {
	commands: maxCommandsPerExchange,
	bytes: maxExchangeBytes
};

/** After a 413: half of what was sent. */
export function halved(sent: number): BatchLimit {
	return { ...fullBatch, commands: Math.max(1, Math.floor(sent / 2)) };
}

/** How many of the commands, in order, fit into one exchange; at least one. */
export function batchLength(envelopes: readonly CommandEnvelope[], limit: BatchLimit): number {
	let bytes = 0;
	let length = 0;
	for (const envelope of envelopes.slice(0, limit.commands)) {
		bytes += new TextEncoder().encode(JSON.stringify(envelope)).length + 1;
		if (length > 0 && bytes > limit.bytes) break;
		length += 1;
	}
	return length;
}

/** Results that answer one of the sent commands by n and id. */
export function resultsThatCount(
	results: readonly CommandResult[],
	sent: readonly Pick<StoredCommand, 'id' | 'envelope'>[]
): CommandResult[] {
	const nById = new Map(sent.map((command) => [command.id, command.envelope.n]));
	return results.filter((result) => nById.get(result.id) === result.n);
}

/**
 * Does the base hold the command's effect already? True once every scope that carries it, as far as
 * this device still reads it, has been read past its version and to its end: feeds keep only the
 * latest version of a report, so that in the middle of a catch-up it may still lie ahead. Answers of
 * another epoch count as read, for their versions mean nothing there.
 */
export function isCovered(
	command: Pick<StoredCommand, 'state' | 'result' | 'resultEpoch'>,
	meta: Pick<CacheMeta, 'epoch' | 'covers' | 'headCovers'>
): boolean {
	if (command.state !== 'answered' || command.result === null) return false;
	if (command.resultEpoch !== meta.epoch) return true;
	return Object.entries(command.result.cover).every(([scope, v]) => {
		return !(scope in meta.covers) || (meta.headCovers[scope] ?? 0) >= v;
	});
}

/** Outcomes without an effect on the report. */
const effectless: readonly CommandResult['outcome'][] = ['rejected', 'void', 'deferred'];

/** Is this command still to be shown on top of the base? */
export function isInOverlay(
	command: Pick<StoredCommand, 'state' | 'result' | 'resultEpoch' | 'envelope' | 'tooLarge'>,
	meta: Pick<CacheMeta, 'epoch' | 'covers' | 'headCovers'>
): boolean {
	if (command.envelope.isVoid || command.tooLarge !== null) return false;
	if (command.result !== null && effectless.includes(command.result.outcome)) return false;
	return !isCovered(command, meta);
}

/** Outcomes under which a photo's bytes are wanted: at once, or once the server can judge them. */
const accepted: readonly CommandResult['outcome'][] = ['applied', 'merged', 'claim', 'deferred'];
/** Uploads that may arrive damaged: the server tells the office at the same one. */
export const maxMismatches = 3;

/**
 * The photo to send next: its command must be accepted first, then photos that a finish rests on,
 * then the oldest. Undefined where nothing can go now.
 */
export function nextUpload(
	photos: readonly StoredPhoto[],
	commands: readonly StoredCommand[]
): StoredPhoto | undefined {
	const byId = new Map(commands.map((command) => [command.id, command]));
	const closing = new Set(commands.flatMap((command) => photosOfFinish(command.envelope)));
	const ready = photos.filter((photo) => {
		const outcome = byId.get(photo.commandId)?.result?.outcome;
		return photo.state === 'waiting' && outcome !== undefined && accepted.includes(outcome);
	});
	const rank = (photo: StoredPhoto) => (closing.has(photo.sha256) ? 0 : 1);
	const age = (photo: StoredPhoto) => byId.get(photo.commandId)?.seq ?? 0;
	return ready.toSorted((a, b) => rank(a) - rank(b) || age(a) - age(b))[0];
}

/** That a report was read is no work of a person: nobody is told that it waits, or was lost. */
export const isWork = ({ type }: Pick<CommandEnvelope, 'type'>) => type !== 'seen';

/** The SHA-256 that an `addPhoto` declares; null for other commands. */
export function declaredPhoto({
	type,
	args
}: Pick<CommandEnvelope, 'type' | 'args'>): string | null {
	if (type !== 'addPhoto' || typeof args !== 'object' || args === null) return null;
	return 'sha256' in args && typeof args.sha256 === 'string' ? args.sha256 : null;
}

/**
 * The commands that a person counts as acts: work, without the announcements of photos that are
 * counted themselves, as long as their bytes are `waiting` (SHA-256s).
 */
export function countedActs<Row extends { envelope: CommandEnvelope }>(
	rows: readonly Row[],
	waiting: ReadonlySet<string>
): Row[] {
	return rows.filter(
		({ envelope }) => isWork(envelope) && !waiting.has(declaredPhoto(envelope) ?? '')
	);
}

/** The photos that a finish rests on; none for other commands. */
export function photosOfFinish({ type, args }: Pick<CommandEnvelope, 'type' | 'args'>): string[] {
	if (type !== 'finish' || typeof args !== 'object' || args === null) return [];
	if (!('photos' in args) || !Array.isArray(args.photos)) return [];
	return args.photos.filter((sha256) => typeof sha256 === 'string');
}
