/**
 * One history: some people on some devices act for some virtual minutes while lines fail, pages die
 * and servers are restored; then everything that is bad stops, and all must come to rest within a
 * minute.
 *
 *   start ─▶ settle ─▶ troubled part (planned events and faults) ─▶ calm ─▶ drained? ─▶ at rest?
 *
 * What holds at any moment is looked at on the way (`checkSeen`, page-book), what holds in the end at rest.
 */
import { findReplica } from '../../src/lib/server/repositories/replicas';
import { morning } from '../support/builders';
import type { Means } from './acts';
import { seeded, seedFor } from './chance';
import { people, SimCity } from './city';
import { happenings, otherTeam, type Scene } from './happenings';
import { sha256Of } from './hash';
import { Violation } from './invariant';
import { checkAtRest, checkSeen } from './oracle';
import type { CityEventKind, EventKind, HistoryPlan, PlannedEvent } from './plan';
import { Tablet } from './tablet';
import { VirtualTime } from './virtual-time';
import { simWorld } from './world';

export interface HistoryFacts {
	/** Commands that stand in outboxes. */
	commands: number;
	/** By outcome, and by `type:outcome`. */
	outcomes: Record<string, number>;
	/** Events that took place and faults that were met, by kind. */
	met: Record<string, number>;
}

const settleMs = 8000;
const drainMs = 60_000;
/** How often a look is taken: after each so many moments in which something has changed. */
const lookEvery = 8;

/** Plays a history and throws a `Violation` where an invariant does not hold. */
export async function runHistory(plan: HistoryPlan): Promise<HistoryFacts> {
	const time = new VirtualTime(morning, seeded(plan.seed));
	const city = await SimCity.open(time, plan.isOnDisk);
	try {
		return await new History(plan, time, city).run();
	} finally {
		await city.close();
	}
}

class History {
	readonly #tablets: Tablet[];
	readonly #met: Record<string, number> = {};
	readonly #scene: Scene;
	/** What an event itself could not do; nothing may stand here. */
	readonly #errors: unknown[] = [];
	#photos = 0;
	#moments = 0;
	#isTroubled = false;

	constructor(
		readonly plan: HistoryPlan,
		readonly time: VirtualTime,
		readonly city: SimCity
	) {
		this.#scene = {
			time,
			isTroubled: () => this.#isTroubled,
			means: (random) => this.#means(random)
		};
		this.#tablets = plan.devices.map((personId, index) => this.#tablet(personId, index));
	}

	async run(): Promise<HistoryFacts> {
		const { time, plan } = this;
		for (let count = 0; count < plan.reports; count++) await this.city.report();
		for (const tablet of this.#tablets) await tablet.start();
		await time.runUntil(time.now + settleMs);
		this.#isTroubled = true;
		const begin = time.now;
		for (const event of plan.events) {
			time.after(event.at, () => this.#happen(event));
		}
		await time.runUntil(begin + plan.troubledMs, () => this.#look());
		await this.#rest();
		return this.#facts();
	}

	/** Everything bad stops: I11 says that every queue drains within a minute. */
	async #rest(): Promise<void> {
		const { time } = this;
		this.#isTroubled = false;
		for (const tablet of this.#tablets) await this.#letBackUnknown(tablet);
		for (const tablet of this.#tablets) await tablet.calm();
		for (const tablet of this.#tablets) tablet.hearOnline();
		const end = time.now + drainMs;
		await time.runUntil(end, () => this.#look());
		for (const tablet of this.#tablets) await this.#checkDrained(tablet);
		for (const tablet of this.#tablets) tablet.hearCome();
		await time.runUntil(end + 2 * drainMs, () => this.#look());
		const { restores } = this.city;
		await checkAtRest({ ...this.#server(), restores, tablets: this.#tablets });
	}

	async #checkDrained(tablet: Tablet): Promise<void> {
		const pending = await tablet.outbox.store.pending();
		if (pending.commands + pending.photos === 0) return;
		const who = `${tablet.name} of ${tablet.person.id} in ${tablet.state}`;
		const open = (await tablet.outbox.store.commands()).filter(({ state }) => state !== 'answered');
		const photos = await tablet.outbox.store.openPhotos();
		const left = JSON.stringify({ pending, open, photos });
		throw new Violation(`I11 ${who} has drained\n  ${left}`);
	}

	#server() {
		const { app, photos, now } = this.city;
		const person = (id: string) => this.city.person(id);
		return {
			db: app.db.kysely,
			now,
			person,
			storedPhoto: async (id: string) => photos.stored.get(id)
		};
	}

	/** A page that dies on the way never comes to the end of what it does: nobody waits for it. */
	#happen(event: PlannedEvent): void {
		if (!this.#isTroubled) return;
		const random = seeded(event.draw);
		this.#meet(event.kind);
		const happening = isOfCity(event.kind) ? undefined : happenings[event.kind];
		const tablet = this.#tablets[event.device];
		if (happening === undefined)
			this.#follow(this.time.busy(() => this.#happenToCity(event, random)));
		else if (tablet !== undefined) this.#follow(happening(tablet, random, this.#scene));
	}

	#follow(done: Promise<unknown> | void): void {
		void done?.catch((error: unknown) => this.#errors.push(error));
	}

	async #happenToCity({ kind, device }: PlannedEvent, random: () => number): Promise<unknown> {
		const { city } = this;
		const personId = this.plan.devices[device] ?? '';
		switch (kind) {
			case 'report':
				return city.report(random() < 0.8 ? 'seeb' : 'muttrah');
			case 'server_clock_jumps':
				city.clockOffMs += Math.round((random() - 0.6) * 2 * 3_600_000);
				return;
			case 'person_moves':
				return city.change(personId, otherTeam(await city.person(personId)));
			case 'access_ends':
				return city.setActive(personId, false);
			case 'access_returns':
				return this.#letBack();
			case 'copied':
				return this.#copy(device);
			case 'recalled':
				return this.#recall(device);
			case 'restart':
				return city.restart();
			case 'backup':
				return city.backup();
			case 'restore':
			case 'restore_unannounced':
				return city.restore(kind === 'restore');
		}
	}

	/**
	 * A restored server that never heard of a replica cannot take its work without a session: it waits
	 * on the device until its person may sign in again.
	 */
	async #letBackUnknown({ person: { id }, outbox }: Tablet): Promise<void> {
		const { db } = this.city.app;
		const { active } = await this.city.person(id);
		const identity = await outbox.store.identity();
		if (active || identity === null) return;
		const replica = await findReplica(db.reader, identity.replica);
		if (replica === undefined) await this.city.setActive(id, true);
	}

	async #letBack(): Promise<void> {
		for (const { id } of people) await this.city.setActive(id, true);
		for (const tablet of this.#tablets) await tablet.signIn();
	}

	/** Its session ends with it; whoever signs in anew on it keeps it. */
	async #recall(device: number): Promise<void> {
		const tablet = this.#tablets[device];
		const identity = await tablet?.outbox.store.identity();
		if (tablet === undefined || !identity) return;
		if (!(await this.city.recall(identity.replica))) return;
		tablet.hasSession = false;
		tablet.restoresAtRecall = this.city.restores;
	}

	/** The same bytes on another device, which begins to work like the first. */
	async #copy(device: number): Promise<void> {
		const original = this.#tablets[device];
		if (original === undefined || this.#tablets.length > this.plan.devices.length) return;
		const outbox = await original.outbox.copy();
		const copy = this.#tablet(original.person.id, this.#tablets.length, outbox);
		copy.promised.push(...original.promised);
		original.hasCopy = copy.hasCopy = true;
		this.#tablets.push(copy);
		await copy.start();
	}

	#tablet(personId: string, index: number, outbox?: Tablet['outbox']): Tablet {
		const person = people.find(({ id }) => id === personId);
		if (person === undefined) throw new Error(`There is no ${personId}`);
		const { seed } = this.plan;
		const world = simWorld(this.city, this.time, {
			seed: seedFor(seed, 5),
			faults: (device) => this.plan.lineFaults.filter((fault) => fault.device === device),
			uploadFaults: (device) => this.plan.uploadFaults.filter((fault) => fault.device === device),
			met: (kind) => this.#meet(kind)
		});
		return new Tablet(world, { person, index, seed, ...(outbox === undefined ? {} : { outbox }) });
	}

	#means(random: () => number): Means {
		return { random, takePhoto: () => this.#takePhoto(random), inspectors: ['ali', 'badr'] };
	}

	#takePhoto(random: () => number) {
		this.#photos += 1;
		const words = `photo ${this.plan.seed} ${this.#photos} `;
		const bytes = new TextEncoder().encode(words.repeat(1 + Math.floor(random() * 12)));
		return { sha256: sha256Of(bytes), bytes, thumb: bytes, width: 100, height: 100 };
	}

	async #look(): Promise<void> {
		const faults = this.#tablets.flatMap(({ book, errors }) => [...book.violations, ...errors]);
		for (const fault of [...this.#errors, ...faults]) throw fault;
		const changed = this.#tablets.filter(({ isChanged }) => isChanged);
		this.#moments += changed.length > 0 ? 1 : 0;
		const tablet = changed[this.#moments % changed.length];
		if (tablet === undefined || this.#moments % lookEvery !== 0) return;
		tablet.isChanged = false;
		await checkSeen(tablet);
	}

	#meet(kind: string): void {
		this.#met[kind] = (this.#met[kind] ?? 0) + 1;
	}

	async #facts(): Promise<HistoryFacts> {
		for (const { isEmptied } of this.#tablets) if (isEmptied) this.#meet('emptied');
		const stored = await Promise.all(this.#tablets.map(({ outbox }) => outbox.store.commands()));
		const commands = stored.flat();
		const outcomes: Record<string, number> = {};
		for (const { envelope, result } of commands) {
			for (const key of [result?.outcome ?? 'none', `${envelope.type}:${result?.outcome}`]) {
				outcomes[key] = (outcomes[key] ?? 0) + 1;
			}
		}
		return { commands: commands.length, outcomes, met: this.#met };
	}
}

const isOfCity = (kind: EventKind): kind is CityEventKind => !(kind in happenings);
