/**
 * One exchange with the server: the next commands up, the next page down, then the books.
 *
 *   identity ─▶ batch (marked attempted) ─▶ request ─▶ page into the cache ─▶ results into the outbox
 *
 * 1. The page is applied before its results are noted: a crash in between repeats the commands,
 *    the server answers from its books, and nothing flickers.
 * 2. Nothing is concluded from a status code; a failing answer may still carry results.
 * 3. A server that lost its memory (new epoch, gap, unknown replica) is given everything again.
 * Not here: when to exchange and how long to wait (engine).
 */
import * as z from 'zod/mini';
import { failureBody } from '$lib/protocol/failure';
import {
	commandResult,
	maxChangesPerPage,
	maxCommandsPerExchange,
	type CommandResult,
	type SyncRequest,
	type SyncResponse,
	type TabletReport
} from '$lib/protocol/sync';
import { protocolVersion } from '$lib/protocol/version';
import { isQuota } from '../db/database-fault';
import { unreachable, type Failure } from '../errors';
import { handIn } from './escrow';
import { eventOf, halved, resultsThatCount, type SyncEvent } from './plan';
import type {
	Applied,
	BatchLimit,
	CacheStore,
	DeviceClock,
	Identity,
	OutboxStore,
	StoredCommand,
	Signer,
	SyncServer
} from './ports';
import type { Heard, ReadAhead } from './read-ahead';
import { webSigner } from './signer';
import { noDoubts, verify, type Doubts } from './verify';

export interface ExchangePorts {
	outbox: OutboxStore;
	cache: CacheStore;
	server: SyncServer;
	clock: DeviceClock;
	/** Shown to supervisors beside unsent work. */
	deviceName: string;
	/** Frees space in the cache; false where there was nothing to free. */
	makeRoom(): Promise<boolean>;
	/** The browser's own unless told. */
	signer?: Signer;
	/** What the device was last found to be like; undefined: not yet known. */
	tablet?(): TabletReport | undefined;
}

/** One run of them: what comes back after its end was called is not written down any more. */
interface RunningPorts extends ExchangePorts {
	signal: AbortSignal;
}

export interface ExchangeAsk {
	term: number;
	/** Rises with each exchange of a page. */
	number: number;
	limit: BatchLimit;
	signal: AbortSignal;
	keepalive: boolean;
	/** Ask for the check sums of the view. */
	check: boolean;
	/** What the last check found. */
	doubts: Doubts;
	pages: ReadAhead;
	onSending(batch: readonly StoredCommand[]): void;
}

export interface Exchanged {
	event: SyncEvent;
	/** There is more to send or to fetch at once. */
	more: boolean;
	retryAfterMs: number;
	/** Send no more than this next; null: no opinion. */
	limit: BatchLimit | null;
	applied: Applied | null;
	answered: readonly StoredCommand[];
	/** Another tab has led since: nothing could be written under this term. */
	isOvertaken: boolean;
	/** A new server memory: everything that was thought delivered is offered again. */
	isNewEpoch: boolean;
	/** What has to be asked next about the rows here. */
	doubts: Doubts;
	/** The check sums were compared. */
	isChecked: boolean;
	/** Photos stored up to this moment (server's clock) may be freed; null: all that are stored. */
	durableThrough: number | null;
	/** The server's clock at its last answer. */
	serverTime: number | null;
	/** Access has ended and everything that could be handed in was. */
	isHandedIn: boolean;
	/** From here on under another replica. */
	isRenewed: boolean;
	/** A supervisor has recalled this device: what is left here goes once it is handed in. */
	isRecalled: boolean;
}

/** An exchange that changed nothing. */
export const nothing: Exchanged = {
	event: 'settled',
	more: false,
	retryAfterMs: 0,
	limit: null,
	applied: null,
	answered: [],
	isOvertaken: false,
	isNewEpoch: false,
	doubts: noDoubts,
	isChecked: false,
	durableThrough: null,
	serverTime: null,
	isHandedIn: false,
	isRenewed: false,
	isRecalled: false
};

/** Runs one exchange; throws only where a local database fails for another reason than space. */
export async function exchange(world: ExchangePorts, ask: ExchangeAsk): Promise<Exchanged> {
	const ports = { ...world, signal: ask.signal };
	const { outbox, cache } = ports;
	const identity = (await outbox.identity()) ?? (await newIdentity(ports, false));
	if ('kind' in identity) return failed(identity);
	const batch = await outbox.take(ask.limit);
	ask.onSending(batch);
	const { cursor, epoch, repairs } = await cache.meta();
	const request: SyncRequest = {
		protocol: protocolVersion,
		replica: identity.replica,
		exchange: ask.number,
		commands: batch.map((command) => command.envelope),
		cursor,
		pending: { ...(await outbox.pending()), ...toldOf(ports.tablet?.()) },
		limit: maxChangesPerPage,
		...(ask.check ? { check: true } : {}),
		...(ask.doubts.audit.length > 0 ? { audit: [...ask.doubts.audit] } : {}),
		...(ask.doubts.repair.length > 0 ? { repair: [...ask.doubts.repair] } : {}),
		...(repairs === undefined ? {} : { defects: repairs })
	};
	const heard = await ask.pages.ask(request, ask.signal, ask.keepalive);
	const { answer } = heard;
	if (ask.signal.aborted) return { ...nothing, event: 'unreachable' };
	if (!answer.ok) return afterFailure(ports, answer.failure, batch, epoch);
	if (answer.value.exchange !== ask.number) return { ...nothing, event: 'unreachable' };
	const { changes } = answer.value;
	if (changes.more && batch.length === 0) ask.pages.begin(request, changes.cursor);
	return afterAnswer(ports, ask, answer.value, batch, { cursor, epoch }, heard);
}

const toldOf = (tablet: TabletReport | undefined) => (tablet === undefined ? {} : { tablet });

async function afterAnswer(
	ports: RunningPorts,
	{ term, doubts }: Pick<ExchangeAsk, 'term' | 'doubts'>,
	response: SyncResponse,
	batch: readonly StoredCommand[],
	before: { cursor: string | null; epoch: string | null },
	{ at, tookMs }: Pick<Heard, 'at' | 'tookMs'>
): Promise<Exchanged> {
	const { outbox, cache } = ports;
	const { changes, epoch, serverTime } = response;
	// A cache that was lost took its epoch with it: the outbox remembers who answered last.
	const known = before.epoch ?? (await outbox.answeredEpoch()) ?? epoch;
	const isNewEpoch =
		response.restored === true || known !== epoch || (await isForgotten(outbox, response.lastN));
	// Work of earlier replicas may be lost too, and it came before: all of it goes again, in order.
	if (isNewEpoch && (await outbox.hasEarlier())) return restarted(ports, nothing, true);
	// Asked for first, so that a crash after the page does not lose the question.
	const probes = isNewEpoch ? await probe(outbox) : 0;
	if (isNewEpoch) await outbox.offerPhotosAgain();
	// Adding nought turns a minus nought into one that JSON keeps.
	const skewMs = Math.round(serverTime - (at - tookMs / 2)) + 0;
	const page = { ...changes, fromCursor: before.cursor, epoch, contact: { at, skewMs } };
	const applied = await applyOrMakeRoom(ports, () => cache.apply(page, term));
	if (applied === 'quota' || applied === 'room') {
		return { ...nothing, event: applied === 'quota' ? 'quota' : 'busy' };
	}
	if (applied === null) return { ...nothing, event: 'busy', isOvertaken: true };
	const results = resultsThatCount(response.results, batch);
	// At the head everything that these commands did has been read: a row that is here is here to stay.
	const noted = changes.more ? await held(ports, results, batch) : results;
	const answered = await outbox.acknowledge(noted, epoch, at);
	const seen = await verify(cache, term, changes, serverTime);
	const done: Exchanged = {
		...nothing,
		applied: joined(applied, seen.mended),
		answered,
		isNewEpoch,
		// What was asked of a page that is not the last is asked again.
		doubts: changes.more ? doubts : seen.doubts,
		isChecked: seen.isChecked,
		durableThrough: response.durableThrough ?? null,
		serverTime
	};
	if (response.forked === true) return restarted(ports, done, false);
	const gap = await closeGap(ports, response.expect, batch);
	if (gap === 'restart') return restarted(ports, done, false);
	const moved = answered.length > 0 || probes > 0 || gap === 'revived';
	if (batch.length > 0 && !moved) return { ...done, event: 'busy' };
	const isInDoubt = done.doubts.audit.length + done.doubts.repair.length > 0;
	const more = changes.more || isInDoubt || (moved && (await outbox.hasUnanswered()));
	return { ...done, more };
}

/** A page and what was taken out after it, as one change. */
function joined(applied: Applied, mended: Applied | null): Applied {
	if (mended === null) return applied;
	const removed = new Set(mended.removed);
	return {
		...applied,
		reports: [...applied.reports.filter(({ id }) => !removed.has(id)), ...mended.reports],
		removed: [...applied.removed, ...mended.removed],
		refsChanged: true,
		meta: mended.meta
	};
}

/**
 * Results whose report has left the author's feeds, while its row is still here (or all of them): the
 * work stays in view until the next version of those feeds, which takes the row away.
 */
async function held(
	{ cache }: ExchangePorts,
	results: readonly CommandResult[],
	batch: readonly StoredCommand[],
	isAll = false
): Promise<CommandResult[]> {
	const isLeaving = ({ cover }: CommandResult) => isAll || Object.keys(cover).length === 0;
	const reportIds = new Map(batch.map(({ id, reportId }) => [id, reportId]));
	const leaving = results.filter(isLeaving).map(({ id }) => reportIds.get(id) ?? '');
	if (leaving.length === 0) return [...results];
	const rows = new Map((await cache.reportsById(leaving)).map((row) => [row.id, row]));
	const { covers } = await cache.meta();
	return results.map((result) => {
		const scopes = rows.get(reportIds.get(result.id) ?? '')?.scopes ?? [];
		if (!isLeaving(result)) return result;
		return { ...result, cover: nextOf(scopes, covers) };
	});
}

const nextOf = (scopes: readonly string[], covers: Readonly<Record<string, number>>) =>
	Object.fromEntries(scopes.map((scope) => [scope, (covers[scope] ?? 0) + 1]));

/** Counters that were answered are missing from the server's books: it was restored, and does not know. */
async function isForgotten(outbox: OutboxStore, lastN: number | undefined): Promise<boolean> {
	return lastN !== undefined && lastN < ((await outbox.lastAnsweredN()) ?? 0);
}

/**
 * Sends the last answered commands once more. The answer tells whether the server still knows them, and
 * what it made of those that reached it from a line that held them back until after its restore.
 */
async function probe(outbox: OutboxStore): Promise<number> {
	const last = await outbox.lastAnsweredN();
	return last === null ? 0 : outbox.revive(Math.max(1, last - maxCommandsPerExchange + 1));
}

/** The server waits for an earlier counter than was sent: offer from there, or open new books. */
async function closeGap(
	{ outbox }: ExchangePorts,
	expect: number | undefined,
	batch: readonly StoredCommand[]
): Promise<'none' | 'revived' | 'restart'> {
	const first = batch[0]?.envelope.n;
	if (expect === undefined || first === undefined || expect >= first) return 'none';
	await outbox.revive(expect);
	const [next] = await outbox.take({ commands: 1, bytes: 1 });
	return next?.envelope.n === expect ? 'revived' : 'restart';
}

async function restarted(
	ports: RunningPorts,
	done: Exchanged,
	reviveAnswered: boolean
): Promise<Exchanged> {
	const identity = await newIdentity(ports, reviveAnswered);
	// Never at once: a server that keeps saying so must not be asked in a circle.
	return 'kind' in identity ? { ...done, ...failed(identity) } : renewed(done);
}

const renewed = (done: Exchanged): Exchanged => ({ ...done, event: 'busy', isRenewed: true });

/** Asks for a replica and adopts it; the failure where none can be had. */
async function newIdentity(
	{ outbox, server, clock, deviceName, signal, signer = webSigner }: RunningPorts,
	reviveAnswered: boolean
): Promise<Identity | Failure> {
	const minted = await server.mintReplica(deviceName);
	if (!minted.ok) return minted.failure;
	// Given up meanwhile: another one may be in use already.
	if (signal.aborted) return unreachable;
	const { replica, secret } = minted.value;
	const key = await signer.keyOf(secret);
	const identity = { replica, key, deviceName, mintedAt: clock.wallMs() };
	await outbox.adopt(identity, reviveAnswered);
	return identity;
}

const failed = (failure: Failure): Exchanged => ({
	...nothing,
	event: eventOf(failure),
	retryAfterMs: failure.retryAfterMs
});

const partial = z.object({ epoch: z.optional(z.string()), results: z.array(commandResult) });

async function afterFailure(
	ports: RunningPorts,
	failure: Failure,
	batch: readonly StoredCommand[],
	epoch: string | null
): Promise<Exchanged> {
	const answered = await acknowledgePartial(ports, failure, batch, epoch);
	if (failure.kind === 'too_big' && batch.length > 0) return afterTooBig(ports, failure, batch);
	if (failure.code === 'replica_unknown') return restarted(ports, nothing, true);
	if (failure.code === 'replica_revoked') return afterRevocation(ports, failure, epoch);
	return { ...failed(failure), answered };
}

async function acknowledgePartial(
	ports: ExchangePorts,
	failure: Failure,
	batch: readonly StoredCommand[],
	epoch: string | null
): Promise<readonly StoredCommand[]> {
	const { outbox, clock } = ports;
	const parsed = partial.safeParse(failure.body);
	if (!parsed.success) return [];
	const { results, epoch: told = epoch } = parsed.data;
	// Restored since the rows here were read: the work stays in view until they are read anew.
	const isOfAnother = epoch !== null && told !== epoch;
	const noted = await held(ports, resultsThatCount(results, batch), batch, isOfAnother);
	return outbox.acknowledge(noted, epoch ?? told ?? '', clock.wallMs());
}

/**
 * Access has ended: what was done before is handed in, signed. A person who may still work (only
 * this replica was closed) gets a new one; everybody else rests.
 */
async function afterRevocation(
	ports: RunningPorts,
	failure: Failure,
	epoch: string | null
): Promise<Exchanged> {
	await offerForgotten(ports.outbox, failure);
	const { isComplete, answered, retryAfterMs } = await handIn(ports, epoch ?? '');
	const done: Exchanged = { ...nothing, event: 'revoked', answered, retryAfterMs };
	if (!isComplete) return done;
	const identity = await newIdentity(ports, false);
	if (!('kind' in identity)) return renewed(done);
	// Whoever has signed in anew stays: only a device without a session is emptied.
	return {
		...done,
		isHandedIn: true,
		isRecalled: isRecall(failure) && identity.kind === 'signed_out'
	};
}

const isRecall = ({ body }: Failure) => failureBody.safeParse(body).data?.isRecalled === true;

/** What was handed in before, or sent, and is missing since the server was restored. */
async function offerForgotten(outbox: OutboxStore, { body }: Failure): Promise<void> {
	const lastN = failureBody.safeParse(body).data?.lastN;
	if (lastN === undefined || !(await isForgotten(outbox, lastN))) return;
	await outbox.offerPhotosAgain();
	await outbox.revive(lastN + 1);
}

async function afterTooBig(
	{ outbox }: ExchangePorts,
	failure: Failure,
	batch: readonly StoredCommand[]
): Promise<Exchanged> {
	const [only] = batch;
	if (batch.length > 1 || only === undefined) {
		return { ...nothing, more: true, limit: halved(batch.length) };
	}
	// Only our server may say that a single command is too large: a proxy's limit may be mended.
	if (only.tooLarge !== null || failure.code !== 'too_large') return { ...nothing, event: 'busy' };
	await outbox.shrink(only.seq);
	return { ...nothing, more: true };
}

async function applyOrMakeRoom(
	ports: ExchangePorts,
	apply: () => Promise<Applied | null>
): Promise<Applied | null | 'quota' | 'room'> {
	try {
		return await apply();
	} catch (error) {
		if (!isQuota(error)) throw error;
		return (await ports.makeRoom()) ? 'room' : 'quota';
	}
}
