/**
 * A simulated device: the real engine, rules and rows over stores in memory. Its page can die between
 * any two of its steps and start again; its stores survive, as on disk.
 */
import { isHandedIn, sayLast } from '../../src/lib/client/after-recall';
import { planActs, planUndo, withFollowers, type ActContext } from '../../src/lib/client/acts';
import type { SyncState } from '../../src/lib/client/device';
import { begunReport, shownReport, type Rules } from '../../src/lib/client/state/overlay';
import { Engine } from '../../src/lib/client/sync/engine';
import { isInOverlay } from '../../src/lib/client/sync/plan';
import type {
	Applied,
	CacheStore,
	DeviceClock,
	Draft,
	NewPhoto,
	OutboxStore,
	PhotoUploader,
	StoredCommand,
	SyncServer,
	Timers
} from '../../src/lib/client/sync/ports';
import { actorOf, type Person } from '../../src/lib/domain/people/actor';
import type { Intent } from '../../src/lib/domain/report/command';
import type { Report } from '../../src/lib/domain/report/report';
import { policy } from '../support/builders';
import { seeded, seedFor } from './chance';
import { signer } from './hash';
import { Life, mortal, mortalTimers } from './mortal';
import { PageBook } from './page-book';
import { DeviceCache, DeviceOutbox, isDamaged, QuotaExceeded } from './stores';

/** The way from one tablet to the server, there and back. */
export interface Link {
	server: SyncServer;
	uploader: PhotoUploader;
	/** Without a signal nothing leaves. */
	isDown: boolean;
	/** Opens a session; false where the line fails, or nobody is let in. */
	signIn(): Promise<boolean>;
	/** From here on nothing goes wrong. */
	calm(): void;
}

/** What a tablet lives in: virtual time and use cases called by hand, or real time and HTTP. */
export interface World {
	time: { after: Timers['after']; readonly now: number };
	/** A person as the server knows him now. */
	person(id: string): Promise<Person>;
	link(tablet: Tablet): Link;
}

export interface TabletSettings {
	person: Person;
	/** Its place in the history. */
	index?: number;
	seed?: number;
	outbox?: DeviceOutbox;
}

export class Tablet {
	readonly index: number;
	readonly outbox: DeviceOutbox;
	readonly link: Link;
	/** Everything that was written into the cache, for the invariants. */
	readonly book = new PageBook();
	readonly cache = new DeviceCache((page, applied) => this.book.note(page, applied));
	/** As the page knows them; learnt at its start. */
	person: Person;
	/** What was promised to the person: command ids whose append resolved, in order. */
	readonly promised: string[] = [];
	/** What a local database or the engine itself could not do; nothing may stand here. */
	readonly errors: unknown[] = [];
	/** A session exists on this device. */
	hasSession = true;
	/** Frees room when asked. */
	canMakeRoom = true;
	/** Reports whose row was damaged: until it is healed nothing can be said of them. */
	readonly damaged = new Set<string>();
	/** Its outbox lives on another device too. */
	hasCopy = false;
	/** How often the server had been restored when this tablet was recalled; null: it was not. */
	restoresAtRecall: number | null = null;
	/** It was recalled and has nothing left: its stores are looked at as they were when they went. */
	isEmptied = false;
	/** Something has changed here since somebody last looked. */
	isChanged = false;
	/** How far the wall clock is off. */
	wallOffMs: number;
	readonly #world: World;
	readonly #random: () => number;
	#clock: DeviceClock;
	#engine: Engine;
	#life = new Life(() => undefined);
	#page: { outbox: OutboxStore; cache: CacheStore };
	#starts = 0;
	/** Nothing is begun that would have to be handed in, too. */
	#isLeaving = false;
	#awayMs = 0;

	constructor(world: World, settings: TabletSettings) {
		const { person, index = 0, seed = 1, outbox = DeviceOutbox.empty() } = settings;
		this.index = index;
		this.outbox = outbox;
		this.person = person;
		this.#world = world;
		this.#random = seeded(seedFor(seed, index, 7));
		this.wallOffMs = (index - 1) * 7 * 60_000;
		this.link = world.link(this);
		this.#clock = this.#newClock();
		this.#page = { outbox: this.outbox.store, cache: this.cache };
		this.#engine = this.#newEngine();
	}

	get name(): string {
		return `Tablet ${this.index}`;
	}

	get state() {
		return this.#engine.status.state;
	}

	get isDead(): boolean {
		return this.#life.isOver;
	}

	async start(): Promise<void> {
		if (this.isEmptied) return;
		this.#isLeaving = false;
		await this.#readPerson();
		this.#life = new Life(() => this.#died());
		this.#clock = this.#newClock();
		const { outbox, cache } = this;
		this.#page = { outbox: mortal(outbox.store, this.#life), cache: mortal(cache, this.#life) };
		this.#engine = this.#newEngine();
		this.#engine.start(await this.cache.beginTerm());
	}

	/** The page dies after some more of its steps, and is opened again after a while. */
	die(afterSteps: number, awayMs: number): void {
		if (this.isDead) return;
		this.#awayMs = awayMs;
		this.#life.endAfter(afterSteps);
	}

	/** From here on nothing goes wrong: lines, stores, pages, session. */
	async calm(): Promise<void> {
		this.link.calm();
		Object.assign(this.cache, { isFull: false });
		Object.assign(this.outbox, { isFull: false });
		this.canMakeRoom = true;
		this.#life.spare();
		const { active } = await this.#world.person(this.person.id);
		// Rows are looked at, and an end of access is noticed, some time after a start.
		if (this.isDead || this.damaged.size > 0 || !active) {
			this.#life.end();
			await this.start();
		}
		await this.signIn();
	}

	async signIn(): Promise<void> {
		if (this.isEmptied) return;
		const wasOut = !this.hasSession || signedOut.includes(this.state);
		if (wasOut && !(await this.link.signIn())) return;
		await this.#readPerson();
		this.hasSession = true;
		if (wasOut && !this.isDead) this.#engine.signedIn();
	}

	/** Team, areas, role. That access has ended, nobody tells a device that may not ask. */
	async #readPerson(): Promise<void> {
		this.person = { ...(await this.#world.person(this.person.id)), active: true };
	}

	hearOnline(): void {
		this.#engine.kick('online');
	}

	hearCome(): void {
		this.#engine.kick('poke');
	}

	/** The page is hidden for good: one last request. */
	leave(): void {
		this.#engine.leave();
	}

	/** What the person sees: bases with own work on top. */
	seen(): Promise<Report[]> {
		return this.#seenIn(this.outbox.store, this.cache);
	}

	async #seenIn(outbox: OutboxStore, cache: CacheStore): Promise<Report[]> {
		const [rows, commands, meta] = await Promise.all([
			cache.reports(),
			outbox.commands(),
			cache.meta()
		]);
		const own = commands.filter((command) => isInOverlay(command, meta));
		const bases = new Map(rows.map(({ id, body }) => [id, body]));
		const ids = new Set([...bases.keys(), ...own.map(({ reportId }) => reportId)]);
		return [...ids].flatMap((id) => {
			const mine = own.filter((command) => command.reportId === id);
			const envelopes = mine.map(({ envelope }) => envelope);
			return shownReport(bases.get(id), envelopes, this.#rules()) ?? [];
		});
	}

	/** Acts as the screens do; answers with the ids of what was queued, none where it was refused. */
	async act(intent: Intent, photo?: NewPhoto, isOfNewerBuild = false): Promise<string[]> {
		if (this.isDead || this.#isLeaving) return [];
		const planned = planActs([intent], await this.#context());
		if (!planned.ok || planned.drafts.length === 0) return [];
		const drafts = isOfNewerBuild ? planned.drafts.map(newer) : planned.drafts;
		try {
			return this.#promise(await this.#page.outbox.append(drafts, photo));
		} catch (error) {
			// The person is told that there is no room, and nothing was promised.
			if (error instanceof QuotaExceeded) return [];
			throw error;
		}
	}

	async undoLast(): Promise<string[]> {
		if (this.isDead || this.#isLeaving) return [];
		const commands = await this.#page.outbox.commands();
		const last = commands.at(-1);
		if (last === undefined) return [];
		const all = withFollowers([last], (id) => commands.filter(({ reportId }) => reportId === id));
		const { drafts } = planUndo(all, await this.#context());
		return drafts.length === 0 ? [] : this.#promise(await this.#page.outbox.takeBack(drafts));
	}

	#promise(rows: readonly StoredCommand[]): string[] {
		const ids = rows.map(({ id }) => id);
		this.promised.push(...ids.filter((id) => !this.promised.includes(id)));
		this.isChanged = true;
		this.#engine.kick('act');
		return ids;
	}

	async #context(): Promise<ActContext> {
		const { outbox, cache } = this.#page;
		const [rows, seen, skew, commands] = await Promise.all([
			cache.reports(),
			this.#seenIn(outbox, cache),
			cache.meta(),
			outbox.commands()
		]);
		const bases = new Map(rows.map(({ id, body }) => [id, body]));
		const shown = new Map(seen.map((report) => [report.id, report]));
		const begun = (id: string) => {
			const own = commands.filter((one) => one.reportId === id && isInOverlay(one, skew));
			return begunReport(
				own.map(({ envelope }) => envelope),
				this.#rules()
			);
		};
		return {
			sight: {
				baseOf: (id) => bases.get(id) ?? begun(id),
				byId: (id) => shown.get(id)
			},
			rules: this.#rules(),
			clock: this.#clock,
			skew
		};
	}

	#rules(): Rules {
		return { actor: actorOf(this.person), policy, deviceName: this.name };
	}

	/** As the app does when it was recalled (decision 38), up to the moment in which everything goes. */
	async #leaveForGood(life: Life): Promise<void> {
		this.#isLeaving = true;
		const { outbox } = this.#page;
		const isReady = await isHandedIn(outbox);
		this.#isLeaving = isReady;
		if (!isReady) return;
		const server = mortal(this.link.server, life);
		await sayLast({ outbox, server, clock: this.#clock, signer });
		this.isEmptied = await isHandedIn(outbox);
		this.#isLeaving = this.isEmptied;
		if (!this.isEmptied) return;
		this.#engine.stop();
		await this.cache.clear();
	}

	#died(): void {
		this.#engine.stop();
		this.#world.time.after(this.#awayMs, () => {
			if (this.isDead) void this.start();
		});
	}

	#newClock(): DeviceClock {
		const startedAt = this.#world.time.now;
		this.#starts += 1;
		return {
			wallMs: () => this.#world.time.now + this.wallOffMs,
			monoMs: () => this.#world.time.now - startedAt,
			offsetMinutes: () => 240,
			session: `${this.index}-${this.#starts}`
		};
	}

	/** A damaged row is whole again once a page has brought its body. */
	#heal({ reports }: Applied): void {
		for (const { id, body } of reports) if (!isDamaged(body)) this.damaged.delete(id);
	}

	#newEngine(): Engine {
		const life = this.#life;
		return new Engine(
			{
				...this.#page,
				server: mortal(this.link.server, life),
				uploader: mortal(this.link.uploader, life),
				clock: this.#clock,
				timers: mortalTimers(this.#world.time, this.#random, life),
				deviceName: this.name,
				signer,
				makeRoom: () => {
					if (this.canMakeRoom) this.cache.isFull = false;
					return Promise.resolve(this.canMakeRoom);
				},
				wantsChecks: () => true,
				keepCopy: () => Promise.resolve()
			},
			{
				status: () => undefined,
				applied: (applied) => {
					this.isChanged = true;
					this.#heal(applied);
				},
				answered: () => {
					this.isChanged = true;
				},
				photosChanged: () => undefined,
				revoked: (isRecalled) => {
					this.book.forget();
					void this.cache.clear();
					if (isRecalled) void this.#leaveForGood(life);
				},
				failed: (error) => {
					if (!(error instanceof QuotaExceeded)) this.errors.push(error);
				}
			}
		);
	}
}

/** Where nothing goes on before somebody signs in. */
const signedOut: readonly SyncState[] = ['needs_sign_in', 'revoked'];

/** What a build of tomorrow might send. */
const newer = (draft: Draft): Draft => {
	return {
		...draft,
		envelope: { ...draft.envelope, type: 'addSketch', args: { strokes: [1, 2] } }
	};
};
