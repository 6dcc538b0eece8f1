/**
 * A simulated device: the real engine, rules and rows over stores in memory. It can lose its page
 * at any moment and start again; its stores survive, as on disk.
 */
import { createHash, createHmac } from 'node:crypto';
import { planActs, planUndo, type ActContext } from '../../src/lib/client/acts';
import { MemoryCache } from '../../src/lib/client/db/memory-cache';
import { MemoryOutbox } from '../../src/lib/client/db/memory-outbox';
import { overlaid, type Rules } from '../../src/lib/client/state/overlay';
import { Engine } from '../../src/lib/client/sync/engine';
import { isInOverlay } from '../../src/lib/client/sync/plan';
import type { DeviceClock, NewPhoto, Signer, StoredCommand } from '../../src/lib/client/sync/ports';
import { actorOf, type Person } from '../../src/lib/domain/people/actor';
import type { Intent } from '../../src/lib/domain/report/command';
import type { Report } from '../../src/lib/domain/report/report';
import type { TestCity } from '../contract/sync-support';
import { policy } from '../support/builders';
import { mortal, type Life } from './mortal';
import { Network } from './network';
import type { VirtualTime } from './virtual-time';

export class Tablet {
	readonly outbox = new MemoryOutbox();
	readonly cache = new MemoryCache();
	readonly network: Network;
	readonly person: Person;
	/** What was promised to the person: command ids whose append resolved, in order. */
	readonly promised: string[] = [];
	readonly #city: TestCity;
	readonly #time: VirtualTime;
	readonly #rules: Rules;
	#clock: DeviceClock;
	#engine: Engine;
	#life: Life = { isOver: false };
	#starts = 0;

	constructor(city: TestCity, person: Person, time: VirtualTime, random: () => number) {
		this.#city = city;
		this.person = person;
		this.#time = time;
		this.network = new Network(city, person, time, random);
		this.#rules = { actor: actorOf(person), policy, deviceName: person.id };
		this.#clock = this.#newClock();
		this.#engine = this.#newEngine();
	}

	get state() {
		return this.#engine.status.state;
	}

	async start(): Promise<void> {
		this.#life = { isOver: false };
		this.#clock = this.#newClock();
		this.#engine = this.#newEngine();
		this.#engine.start(await this.cache.beginTerm());
	}

	/** The page dies, wherever it stands. */
	async crash(): Promise<void> {
		this.#life.isOver = true;
		this.#engine.stop();
		await this.start();
	}

	hearOnline(): void {
		this.#engine.kick('online');
	}

	hearCome(): void {
		this.#engine.kick('poke');
	}

	/** What the person sees: bases with own work on top. */
	async seen(): Promise<Report[]> {
		const [rows, commands, meta] = await Promise.all([
			this.cache.reports(),
			this.outbox.commands(),
			this.cache.meta()
		]);
		const own = commands.filter((command) => isInOverlay(command, meta));
		return rows.map(({ id, body }) =>
			overlaid(
				body,
				own.filter((command) => command.reportId === id).map(({ envelope }) => envelope),
				this.#rules
			)
		);
	}

	/** Acts as the screens do; answers with the ids of what was queued, none where it was refused. */
	async act(intent: Intent, photo?: NewPhoto): Promise<string[]> {
		const planned = planActs([intent], await this.#context());
		if (!planned.ok || planned.drafts.length === 0) return [];
		return this.#promise(await this.outbox.append(planned.drafts, photo));
	}

	async undoLast(): Promise<string[]> {
		const last = (await this.outbox.commands()).at(-1);
		if (last === undefined) return [];
		const { drafts } = planUndo([last], await this.#context());
		return drafts.length === 0 ? [] : this.#promise(await this.outbox.takeBack(drafts));
	}

	#promise(rows: readonly StoredCommand[]): string[] {
		const ids = rows.map(({ id }) => id);
		this.promised.push(...ids.filter((id) => !this.promised.includes(id)));
		this.#engine.kick('act');
		return ids;
	}

	async #context(): Promise<ActContext> {
		const [rows, seen, skew] = await Promise.all([
			this.cache.reports(),
			this.seen(),
			this.cache.meta()
		]);
		const bases = new Map(rows.map(({ id, body }) => [id, body]));
		const shown = new Map(seen.map((report) => [report.id, report]));
		return {
			sight: { baseOf: (id) => bases.get(id), byId: (id) => shown.get(id) },
			rules: this.#rules,
			clock: this.#clock,
			skew
		};
	}

	/** Each tablet's wall clock is off by some minutes, always the same for one person. */
	#newClock(): DeviceClock {
		const offMs = (this.person.id.length - 4) * 7 * 60_000;
		const startedAt = this.#time.now;
		this.#starts += 1;
		return {
			wallMs: () => this.#time.now + offMs,
			monoMs: () => this.#time.now - startedAt,
			offsetMinutes: () => 240,
			session: `${this.person.id}-${this.#starts}`
		};
	}

	#newEngine(): Engine {
		const life = this.#life;
		return new Engine(
			{
				outbox: mortal(this.outbox, life),
				cache: mortal(this.cache, life),
				server: this.network,
				clock: this.#clock,
				timers: this.#time,
				deviceName: this.person.id,
				signer,
				makeRoom: () => Promise.resolve(false),
				wantsChecks: () => true,
				keepCopy: () => Promise.resolve(),
				uploader: {
					upload: async (photo, read, onProgress) => {
						await this.#time.sleep(200);
						const bytes = await read(0, photo.size);
						const isLost = this.network.isDown || this.#time.random() < this.network.faultRate;
						if (isLost || bytes === null) return 'later';
						if (sha256Of(bytes) !== photo.sha256) return 'mismatch';
						onProgress(photo.size);
						await this.#time.busy(() => this.#city.app.markPhotoStored(photo.sha256));
						return 'complete';
					}
				}
			},
			{
				status: () => undefined,
				applied: () => undefined,
				answered: () => undefined,
				photosChanged: () => undefined,
				failed: (error) => {
					throw error;
				}
			}
		);
	}
}

/** The keys of this process: signing by the browser's own takes a thread and real time. */
const secrets = new WeakMap<CryptoKey, string>();
const signer: Signer = {
	keyOf(secret) {
		const algorithm = { name: 'HMAC' };
		const key: CryptoKey = { type: 'secret', extractable: false, algorithm, usages: ['sign'] };
		secrets.set(key, secret);
		return Promise.resolve(key);
	},
	sign(key, text) {
		const secret = Buffer.from(secrets.get(key) ?? '', 'base64url');
		return Promise.resolve(createHmac('sha256', secret).update(text).digest('base64url'));
	}
};

export const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
