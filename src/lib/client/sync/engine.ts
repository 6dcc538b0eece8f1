/**
 * The loop that makes the promise true: whatever stands in the outbox reaches the server without
 * anyone's help, and whatever changed there comes here.
 *
 * 1. One exchange at a time; a kick during one means one more after it.
 * 2. Every failure ends in a timer; after a lost session, which waits for its person, in a slow one.
 * 3. An exchange that answers nothing for 45 s is given up, whether its fetch settles or not.
 * 4. Only the leading tab runs it (leader); a leader whose term is over can write nothing.
 * The states and their table: plan.
 */
import type { SyncState } from '../device';
import { isQuota } from '../db/database-fault';
import { macHeader, photoMacText, replicaHeader } from '$lib/protocol/escrow';
import { exchange, nothing, type Exchanged, type ExchangePorts } from './exchange';
import { PhotoLane, type PhotoLanePorts, type PhotoProgress } from './photo-lane';
import {
	backoffMs,
	checkEveryMs,
	fullBatch,
	gatherMs,
	lookAgainMs,
	mayBegin,
	stateAfter,
	watchdogMs,
	type SyncEvent,
	type Trigger
} from './plan';
import type { Applied, StoredCommand, Timers } from './ports';
import { ReadAhead } from './read-ahead';
import { webSigner } from './signer';
import { checkAgainMs, firstCheckMs, noDoubts } from './verify';

export interface EngineStatus {
	state: SyncState;
	nextTryAt: number | null;
	/** Commands in the exchange that runs now. */
	sendingIds: string[];
	uploads: readonly PhotoProgress[];
}

export interface EngineListener {
	status(status: EngineStatus): void;
	applied(applied: Applied): void;
	answered(commands: readonly StoredCommand[]): void;
	photosChanged(): void;
	/**
	 * Access has ended: the copy of the reports has to go. The outbox stays, on a recalled device until
	 * everything is handed in.
	 */
	revoked(isRecalled: boolean): void;
	/** A local database failed; the engine will try again. */
	failed(error: unknown): void;
}

export interface EnginePorts extends ExchangePorts, Pick<PhotoLanePorts, 'uploader' | 'keepCopy'> {
	timers: Timers;
	/** Somebody looks at the page, and nothing else would tell of changes. */
	wantsChecks(): boolean;
	/** A new term where no lock says who leads: whoever has work leads again. Null: leave it to the lock. */
	renewTerm?(): Promise<number> | null;
}

const noTimer = () => {};
const isUrgent = (trigger: Trigger) => trigger === 'online' || trigger === 'manual';
const atRest: EngineStatus = { state: 'idle', nextTryAt: null, sendingIds: [], uploads: [] };
/** Ends that bring no page, but after which the server still takes photos. */
const takesPhotos: readonly SyncEvent[] = ['revoked', 'too_old'];
const gone: Exchanged = { ...nothing, event: 'unreachable' };

export class Engine {
	readonly #ports: EnginePorts;
	readonly #listener: EngineListener;
	readonly #photos: PhotoLane;
	readonly #pages: ReadAhead;
	#status: EngineStatus = atRest;
	#isRunning = false;
	#term = 0;
	#number = 0;
	#limit = fullBatch;
	#attempt = 0;
	/** By the monotonic clock: a wall clock that jumps must not stop the engine. */
	#wait = { nextTryAt: 0, notBeforeAt: 0 };
	#isKickedAgain = false;
	/** The line is said to be back: whatever this exchange comes to, the next is near. */
	#isUrgent = false;
	/** Somebody has signed in while this exchange ran: what it says of the session is old. */
	#isSignedInSince = false;
	#isLeaving = false;
	/** How far this device has read, and what was said while an exchange ran. */
	#covers: Readonly<Record<string, number>> = {};
	#heads: Readonly<Record<string, number>> = {};
	/** When the rows here are compared with the server's again, by the monotonic clock. */
	#checkAtMs = 0;
	#doubts = noDoubts;
	/** Access has ended, and there is nothing left to hand in. */
	#isHandedIn = false;
	/** The last exchange ended with another replica; the first such end does not wait long. */
	#isRenewed = false;
	#cancelTimer = noTimer;
	#cancelGathering: (() => void) | null = null;
	#abort: AbortController | null = null;

	constructor(ports: EnginePorts, listener: EngineListener) {
		this.#ports = ports;
		this.#listener = listener;
		this.#pages = new ReadAhead(ports);
		this.#photos = new PhotoLane({
			...ports,
			monoMs: () => ports.clock.monoMs(),
			headersOf: (sha256) => this.#photoHeaders(sha256),
			onProgress: (uploads) => this.#set({ uploads }),
			onChanged: () => listener.photosChanged(),
			onSent: () => this.kick('act'),
			onSignedOut: () => this.kick('manual')
		});
	}

	get status(): EngineStatus {
		return this.#status;
	}

	/** Begins under a leader term. */
	start(term: number): void {
		this.#term = term;
		this.#isRunning = true;
		this.#checkAtMs = this.#ports.clock.monoMs() + firstCheckMs;
		this.#photos.start();
		this.kick('start');
	}

	/** Ends timers and requests; what was durable stays so. */
	stop(): void {
		this.#isRunning = false;
		this.#photos.stop();
		this.#cancelTimer();
		this.#gatherNoMore();
		this.#pages.drop();
		this.#abort?.abort();
	}

	kick(trigger: Trigger): void {
		// What was in hand when access ended is handed in like the rest.
		if (trigger === 'act') this.#isHandedIn = false;
		if (!this.#isRunning || this.#isResting()) return;
		if (this.#status.state === 'exchanging') {
			this.#isKickedAgain = true;
			// A page that was asked for before this does not know of it.
			this.#pages.drop();
			this.#isUrgent ||= isUrgent(trigger);
			return;
		}
		if (!this.#isGathered(trigger)) return this.#begin(trigger);
		// Counted from the first of them: however fast more come, they wait no longer.
		this.#cancelGathering ??= this.#ports.timers.after(gatherMs, () => {
			this.#cancelGathering = null;
			this.#begin(trigger);
		});
	}

	/** One exchange for several acts, and for several photos that the server says it has. */
	#isGathered(trigger: Trigger): boolean {
		return trigger === 'act' || (trigger === 'poke' && this.#status.uploads.length > 0);
	}

	#gatherNoMore(): void {
		this.#cancelGathering?.();
		this.#cancelGathering = null;
	}

	/** The server says how far it is (newest version per scope); null: it only says "come". */
	come(heads: Readonly<Record<string, number>> | null): void {
		if (heads === null) return this.kick('poke');
		if (this.#status.state === 'exchanging') this.#heads = { ...this.#heads, ...heads };
		else if (this.#isBehind(heads)) this.kick('poke');
	}

	#isBehind(heads: Readonly<Record<string, number>>): boolean {
		return Object.entries(heads).some(([scope, v]) => v > (this.#covers[scope] ?? 0));
	}

	/** The page is going away: one last try that may outlive it. */
	leave(): void {
		this.#isLeaving = true;
		this.kick('manual');
		this.#isLeaving = false;
	}

	/** A session exists again. */
	signedIn(): void {
		if (this.#isResting()) this.#to('signed_in');
		this.#isHandedIn = false;
		this.#isSignedInSince = true;
		this.kick('start');
	}

	/** Nothing moves before somebody signs in. */
	#isResting(): boolean {
		const { state } = this.#status;
		return state === 'needs_sign_in' || (state === 'revoked' && this.#isHandedIn);
	}

	/** Bytes of work that was handed in without a session carry their right with them. */
	async #photoHeaders(sha256: string): Promise<Record<string, string>> {
		if (this.#status.state !== 'revoked') return {};
		const { outbox, signer = webSigner } = this.#ports;
		const identity = await outbox.identity();
		if (identity === null || identity.key === null) return {};
		const mac = await signer.sign(identity.key, photoMacText(sha256));
		return { [replicaHeader]: identity.replica, [macHeader]: mac };
	}

	#begin(trigger: Trigger): void {
		if (!this.#isRunning || this.#status.state === 'exchanging') return;
		if (this.#isResting()) return;
		if (!mayBegin(trigger, this.#ports.clock.monoMs(), this.#wait)) return this.#postpone(trigger);
		this.#cancelTimer();
		this.#gatherNoMore();
		this.#to('begin');
		void this.#run();
	}

	/** A network that is back cannot shorten the server's floor, but the longer wait of vain tries. */
	#postpone(trigger: Trigger): void {
		const { timers, clock } = this.#ports;
		const now = clock.monoMs();
		const { nextTryAt, notBeforeAt } = this.#wait;
		if (!isUrgent(trigger) || notBeforeAt <= now) return;
		const soonestAt = notBeforeAt + backoffMs(0, timers.random());
		if (soonestAt < nextTryAt) this.#waitUntil(soonestAt, notBeforeAt);
	}

	#waitUntil(nextTryAt: number, notBeforeAt: number): void {
		const { timers, clock } = this.#ports;
		const waitMs = nextTryAt - clock.monoMs();
		this.#wait = { nextTryAt, notBeforeAt };
		this.#set({ nextTryAt: clock.wallMs() + waitMs });
		this.#cancelTimer();
		this.#cancelTimer = timers.after(waitMs, () => this.#begin('retry'));
	}

	async #run(): Promise<void> {
		let done: Exchanged;
		do {
			this.#isKickedAgain = false;
			this.#isSignedInSince = false;
			done = await this.#watched();
			if (!this.#isRunning) break;
			done = await this.#tell(done).catch(this.#broken);
			// Only tries in vain make the next wait longer.
			if (done.event === 'settled' || done.answered.length > 0) this.#attempt = 0;
			if (done.isRenewed && !this.#isRenewed) this.#attempt = 0;
			this.#isRenewed = done.isRenewed;
			if (done.limit !== null) this.#limit = done.limit;
			else if (!done.more) this.#limit = fullBatch;
		} while (this.#isRunning && done.event === 'settled' && (done.more || this.#isCalled()));
		this.#rest(done);
	}

	/** Was there a reason for another exchange while this one ran? Asked once per exchange. */
	#isCalled(): boolean {
		const isBehind = this.#isBehind(this.#heads);
		this.#heads = {};
		return isBehind || this.#isKickedAgain;
	}

	/** The exchange, or `unreachable` once the watchdog barks; a late answer finds its signal aborted. */
	async #watched(): Promise<Exchanged> {
		const abort = new AbortController();
		this.#abort = abort;
		const { promise: bark, resolve } = Promise.withResolvers<Exchanged>();
		const cancel = this.#ports.timers.after(watchdogMs, () => {
			abort.abort();
			resolve(gone);
		});
		this.#number += 1;
		const ask = {
			term: this.#term,
			number: this.#number,
			limit: this.#limit,
			signal: abort.signal,
			keepalive: this.#isLeaving,
			check: this.#isCheckDue(),
			doubts: this.#doubts,
			pages: this.#pages,
			onSending: (batch: readonly StoredCommand[]) => {
				if (!abort.signal.aborted) this.#set({ sendingIds: batch.map(({ id }) => id) });
			}
		};
		const done = await Promise.race([exchange(this.#ports, ask).catch(this.#broken), bark]);
		cancel();
		return done;
	}

	readonly #broken = (error: unknown): Exchanged => {
		this.#listener.failed(error);
		return { ...gone, event: isQuota(error) ? 'quota' : 'busy' };
	};

	async #tell(done: Exchanged): Promise<Exchanged> {
		const { applied, answered, isOvertaken, serverTime, durableThrough: through } = done;
		if (isOvertaken) this.#term = (await this.#ports.renewTerm?.()) ?? this.#term;
		if (serverTime !== null) this.#photos.heard({ through, now: serverTime });
		if (applied !== null) this.#doubts = done.doubts;
		if (done.isChecked) this.#checkAtMs = this.#ports.clock.monoMs() + checkAgainMs;
		if (applied !== null) {
			this.#covers = applied.meta.covers;
			await this.#photos.settle();
			this.#listener.applied(applied);
		}
		if (answered.length > 0) this.#listener.answered(answered);
		if (done.event === 'revoked') this.#listener.revoked(done.isRecalled);
		this.#isHandedIn = done.isHandedIn && !this.#isKickedAgain;
		this.#set({ sendingIds: [] });
		if (applied !== null) this.#photos.kick();
		return done;
	}

	/** Waits after an exchange: for the next check, or for the next try. */
	#rest({ event, retryAfterMs }: Exchanged): void {
		if (!this.#isRunning) return this.#letGo();
		this.#to(event === 'signed_out' && this.#isSignedInSince ? 'busy' : event);
		this.#wait = { nextTryAt: 0, notBeforeAt: 0 };
		this.#photos.pause(retryAfterMs);
		if (takesPhotos.includes(event)) this.#photos.kick();
		if (this.#isResting()) return this.#lookAgain();
		if (event === 'settled') return this.#watchForWork();
		const { timers, clock } = this.#ports;
		if (this.#isUrgent) this.#attempt = 0;
		this.#isUrgent = false;
		const drawnMs = backoffMs(this.#attempt, timers.random());
		const cappedMs = this.#ports.wantsChecks() ? Math.min(drawnMs, checkEveryMs) : drawnMs;
		const waitMs = Math.max(cappedMs, retryAfterMs);
		this.#attempt += 1;
		const now = clock.monoMs();
		this.#waitUntil(now + waitMs, now + retryAfterMs);
	}

	/** While nobody signs in, access may be withdrawn: then what waits here is to be handed in. */
	#lookAgain(): void {
		if (this.#status.state !== 'needs_sign_in') return;
		this.#cancelTimer = this.#ports.timers.after(lookAgainMs, () => this.signedIn());
	}

	/** Stopped in the middle of an exchange: ready to begin anew, without a word to the other tabs. */
	#letGo(): void {
		this.#status = atRest;
	}

	#isCheckDue(): boolean {
		return this.#ports.clock.monoMs() >= this.#checkAtMs;
	}

	#watchForWork(): void {
		this.#cancelTimer = this.#ports.timers.after(checkEveryMs, () => {
			if (this.#ports.wantsChecks() || this.#isCheckDue()) this.kick('check');
			else this.#watchForWork();
		});
	}

	#to(event: SyncEvent): void {
		this.#set({ state: stateAfter(this.#status.state, event), nextTryAt: null });
	}

	#set(change: Partial<EngineStatus>): void {
		this.#status = { ...this.#status, ...change };
		this.#listener.status(this.#status);
	}
}
