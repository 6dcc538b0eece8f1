/**
 * Takes the commands of one exchange: each exactly once, in the order of its replica's counter.
 *
 *   n ≤ last, same hash ─▶ the stored result     n ≤ last, other hash ─▶ forked, stop
 *   n = last + 1 ───────▶ judged and stored      n > last + 1 ────────▶ expect last + 1, stop
 *
 * 1. Every outcome is terminal: the payload is stored and the counter advances, so nothing blocks the
 *    queue and nothing is dropped. What cannot be judged here is kept raw (`deferred`).
 * 2. One transaction per exchange. Where it fails, smaller parts are tried; what was committed is
 *    told by an `ExchangeFault`, the rest comes again.
 * 3. Whoever may not know a report learns no more than "unknown"; the attempt goes to the log.
 * 4. Work handed in without a session (receive-escrow) goes the same way, but for who decides.
 * Source: sync design 3.3, 3.6.
 */
import type { Insertable } from 'kysely';
import type { Person } from '$lib/domain/people/actor';
import type { Command } from '$lib/domain/report/command';
import type { CommandResult, PendingReport } from '$lib/protocol/sync';
import type { Database } from '../db/connect';
import { isBusy, isDatabaseFault, isDiskFull, isUnreachable } from '../db/dialect';
import type { CommandTable, Tx } from '../db/tables';
import { log } from '../log';
import { addCommands, findCommands } from '../repositories/commands';
import {
	advance,
	findReplica,
	lockReplica,
	noteContact,
	type Replica
} from '../repositories/replicas';
import { CommandWork } from './command-work';
import { SessionClock } from './corrected-time';
import type { News } from './job-news';
import { readCommands, type Incoming } from './read-command';
import type { ServerPolicy } from './ref-data';
import { resultOf, rowOf, settle, type Settled } from './settle-command';
import { sortCommands, type Fresh } from './sort-commands';

export interface CommandDeps {
	db: Database;
	now(): number;
	newId(): string;
	/** The policy as of this transaction. */
	policy(tx: Tx): Promise<ServerPolicy>;
}

export type Applied =
	| {
			ok: true;
			results: CommandResult[];
			/** The highest counter in the replica's books; absent where they were not read. */
			lastN?: number;
			/** The counter waited for, where a gap was seen. */
			expect?: number;
			/** The replica has two histories. */
			forked?: true;
			/** Scopes that changed, with their new versions. */
			versions: ReadonlyMap<string, number>;
			/** Work that has come to people or was taken from them. */
			news: readonly News[];
	  }
	| { ok: false; reason: 'replica_unknown' }
	| { ok: false; reason: 'replica_revoked'; lastN: number };
type Taken = Extract<Applied, { ok: true }>;

/** A fault of the moment. `applied` holds what was committed before it; nothing else was. */
export class ExchangeFault extends Error {
	constructor(
		readonly applied: Taken,
		cause: unknown
	) {
		super('The exchange could not be completed', { cause });
	}
}

/** Applies raw commands of a replica. Throws an `ExchangeFault` where the database fails. */
export async function applyCommands(
	deps: CommandDeps,
	person: Person,
	replicaId: string,
	raw: readonly unknown[],
	pending: PendingReport,
	sessionId: string | null = null
): Promise<Applied> {
	const incoming = readCommands(replicaId, raw);
	const sender = { person, replicaId, pending, sessionId };
	if (incoming.length === 0) return noteVisit(deps, sender);
	return applyParts(deps, { ...sender, mode: 'judge' }, incoming);
}

/**
 * Takes commands that were handed in, whoever brought them. `escrow`: the access of their author has
 * ended, so that everything waits for a decision.
 */
export function applyHandedIn(
	deps: CommandDeps,
	person: Person,
	replicaId: string,
	raw: readonly unknown[],
	mode: 'judge' | 'escrow'
): Promise<Applied> {
	const incoming = readCommands(replicaId, raw);
	if (incoming.length === 0) return Promise.resolve(nothing);
	const sender = { person, replicaId, pending: null, sessionId: null, mode };
	return applyParts(deps, sender, incoming);
}

/** judge: as the rules say · escrow: for a supervisor to decide · keep: raw, for a later server. */
export type TakingMode = 'judge' | 'escrow' | 'keep';

interface Sender {
	person: Person;
	replicaId: string;
	/** What the device said to have unsent; null: it was not the device that came. */
	pending: PendingReport | null;
	/** The session that the device came with; null where it came without one. */
	sessionId: string | null;
	mode: TakingMode;
}

const nothing: Taken = { ok: true, results: [], versions: new Map(), news: [] };

/** The whole, or where that fails its halves: a fault then costs one command, not the exchange. */
async function applyParts(
	deps: CommandDeps,
	sender: Sender,
	incoming: readonly Incoming[]
): Promise<Applied> {
	try {
		return await deps.db.tx((tx) => applyIn(tx, deps, sender, incoming));
	} catch (error) {
		if (isBusy(error) || isUnreachable(error)) throw new ExchangeFault(nothing, error);
		if (incoming.length === 1) return keepRaw(deps, sender, incoming, error);
		log.warn({ err: error, replica: sender.replicaId }, 'an exchange failed; trying its parts');
	}
	const half = Math.ceil(incoming.length / 2);
	const first = await applyParts(deps, sender, incoming.slice(0, half));
	if (!first.ok || first.forked === true) return first;
	const rest = { ...sender, pending: leftAfter(sender.pending, first.results.length) };
	try {
		return joined(first, await applyParts(deps, rest, incoming.slice(half)));
	} catch (error) {
		if (!(error instanceof ExchangeFault)) throw error;
		throw new ExchangeFault(joined(first, error.applied), error.cause);
	}
}

function joined(first: Taken, second: Applied): Taken {
	if (!second.ok) return first;
	return {
		...second,
		results: [...first.results, ...second.results],
		versions: new Map([...first.versions, ...second.versions]),
		news: [...first.news, ...second.news]
	};
}

/** A command that the database will not take with its effects is kept without them, for a later server. */
async function keepRaw(
	deps: CommandDeps,
	sender: Sender,
	incoming: readonly Incoming[],
	error: unknown
): Promise<Applied> {
	if (isDiskFull(error)) throw new ExchangeFault(nothing, error);
	log.error({ err: error, replica: sender.replicaId, command: incoming[0]?.id }, 'kept raw');
	try {
		return await deps.db.tx((tx) => applyIn(tx, deps, { ...sender, mode: 'keep' }, incoming));
	} catch (fault) {
		if (!isDatabaseFault(fault)) throw fault;
		throw new ExchangeFault(nothing, fault);
	}
}

async function applyIn(
	tx: Tx,
	deps: CommandDeps,
	{ person, replicaId, pending, sessionId, mode }: Sender,
	incoming: readonly Incoming[]
): Promise<Applied> {
	const replica = await lockReplica(tx, replicaId);
	const refused = refusedReplica(replica, person, mode);
	if (replica === undefined || refused !== null) return refused ?? unknownReplica;
	const counters = [replica.last_n, ...incoming.map(({ n }) => n)];
	const ids = incoming.map(({ id }) => id);
	const known = await findCommands(tx, replicaId, counters, ids);
	const { stored, fresh, ...stop } = sortCommands(incoming, known, replica);
	const now = deps.now();
	const before = known.find(({ n, replica: of }) => n === replica.last_n && of === replicaId);
	const taking = { person, replica, now, mode, clock: new SessionClock(before?.payload ?? null) };
	const { rows, versions, news } = await takeFresh(tx, deps, taking, fresh);
	const lastN = replica.last_n + fresh.length;
	const left = leftAfter(pending, stored.length + rows.length);
	if (left === null) await advance(tx, replica, fresh.length);
	else
		await noteContact(tx, replicaId, { lastN, at: now, pending: left, drainedAt: null, sessionId });
	const results = [
		...stored.map((one) => resultOf(one, true)),
		...rows.map((row) => resultOf(row, row.repeats === 1))
	];
	return { ok: true, results, lastN, ...stop, versions, news };
}

interface Taking {
	person: Person;
	replica: Replica;
	now: number;
	mode: TakingMode;
	clock: SessionClock;
}

/** What a device has unsent once these are taken; what it said was counted before. */
function leftAfter(pending: PendingReport | null, taken: number): PendingReport | null {
	if (pending === null) return null;
	const commands = Math.max(0, pending.commands - taken);
	const oldestAt = commands + pending.photos === 0 ? null : pending.oldestAt;
	return { ...pending, commands, oldestAt };
}

/** Judges new commands one after the other and writes them with their effects. */
async function takeFresh(
	tx: Tx,
	deps: CommandDeps,
	{ person, replica, now, mode, clock }: Taking,
	fresh: readonly Fresh[]
): Promise<{ rows: Insertable<CommandTable>[] } & Pick<Taken, 'versions' | 'news'>> {
	const bounds = { notBefore: replica.drained_at ?? replica.created_at, notAfter: now };
	const author = { person, deviceName: replica.device_name, bounds, clock };
	const policy = await deps.policy(tx);
	const work = new CommandWork(tx, author, { policy, now, newId: deps.newId });
	if (mode !== 'keep') await work.load(fresh.flatMap(commandsToJudge));
	const settled: Settled[] = [];
	for (const command of fresh) settled.push(await settle(work, command, person, mode));
	const { versions, coverOf, news } = await work.write();
	const rows = settled.map((one) => rowOf(one, replica.id, now, coverOf));
	await addCommands(tx, rows);
	return { rows, versions, news };
}

const unknownReplica = { ok: false, reason: 'replica_unknown' } as const;

function refusedReplica(
	replica: Replica | undefined,
	person: Person,
	mode: TakingMode
): Applied | null {
	if (replica === undefined || replica.user_id !== person.id) return unknownReplica;
	if (mode !== 'judge') return null;
	const { status, last_n: lastN } = replica;
	return status === 'revoked' ? { ok: false, reason: 'replica_revoked', lastN } : null;
}

function commandsToJudge({ reading, repeated }: Fresh): Command[] {
	return reading.kind === 'command' && repeated === null ? [reading.command] : [];
}

/** A contact is written at most this often while nothing else changes, ms. */
const contactEveryMs = 30_000;

/** A device that only asks: nothing is locked, and its contact is noted now and then. */
async function noteVisit(
	deps: CommandDeps,
	{ person, replicaId, pending, sessionId }: Omit<Sender, 'mode'> & { pending: PendingReport }
): Promise<Applied> {
	const beganAt = deps.now();
	const replica = await findReplica(deps.db.reader, replicaId);
	const refused = refusedReplica(replica, person, 'judge');
	if (replica === undefined || refused !== null) return refused ?? unknownReplica;
	const now = deps.now();
	// Acts of this device from here on came after it had nothing to send.
	const drainedAt = pending.commands === 0 ? beganAt : null;
	const isNews =
		replica.pending_commands !== pending.commands ||
		replica.pending_photos !== pending.photos ||
		(pending.tablet !== undefined && replica.told_at === null) ||
		(sessionId !== null && replica.session_id !== sessionId);
	if (isNews || now - (replica.last_seen_at ?? 0) >= contactEveryMs) {
		await deps.db.tx(async (tx) => {
			const locked = await lockReplica(tx, replicaId);
			const contact = { at: now, pending, drainedAt, sessionId };
			if (locked) await noteContact(tx, replicaId, { ...contact, lastN: locked.last_n });
		});
	}
	return { ...nothing, lastN: replica.last_n };
}
