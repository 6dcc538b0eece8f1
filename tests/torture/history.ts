/**
 * One history as in the simulation, but real: the built server in a process of its own that is killed
 * again and again, devices that speak HTTP through lines that fail, real uploads of real pictures.
 *
 *   sign in ─▶ troubled part (events, faults, kills) ─▶ calm ─▶ drained? ─▶ at rest?
 *
 * Events, faults and kills follow from the seed; how they interleave is real time's own choice.
 */
import { tryToAct, type Means } from '../sim/acts';
import { seeded, seedFor } from '../sim/chance';
import { people } from '../sim/city';
import { happenings, otherTeam, type Scene } from '../sim/happenings';
import { checkSeen } from '../sim/oracle';
import type { CityEventKind, HistoryPlan, PlannedEvent } from '../sim/plan';
import type { Tablet } from '../sim/tablet';
import { Field } from './field';
import { Killer } from './killer';
import { takePicture } from './pictures';

export interface TortureFacts {
	/** By the moment that was struck. */
	kills: Record<string, number>;
	commands: number;
	photos: number;
	/** Results that devices were told. */
	acknowledged: number;
	/** Exchanges by their end, as the devices saw it. */
	calls: Record<string, number>;
	outcomes: Record<string, number>;
	/** Events and faults, by kind. */
	met: Record<string, number>;
	/** From the end of all trouble until nothing was left to send, ms of the devices' time. */
	drainedMs: number;
}

/** The share of requests that meets a fault on the worst line. */
const worstRate = 0.45;
/** A kill takes as long as a few acts: there is to be work around each. */
const actsPerEvent = 3;
const moreReports = 5;
const lookEveryMs = 1000;

/** Plays a history against a server of its own; throws a `Violation` where an invariant does not hold. */
export async function runTorture(
	plan: HistoryPlan,
	kills: number,
	databaseUrl?: string
): Promise<TortureFacts> {
	const reports = plan.reports + moreReports;
	const field = await Field.open({ seed: plan.seed, reports, databaseUrl });
	try {
		return await new History(plan, kills, field).run();
	} finally {
		await field.close();
	}
}

class History {
	readonly #killer: Killer;
	readonly #met: Record<string, number> = {};
	readonly #scene: Scene;
	/** What was done beside the devices and could not be done, or seen and must not be. */
	readonly #errors: unknown[] = [];
	#isTroubled = false;

	constructor(
		readonly plan: HistoryPlan,
		readonly kills: number,
		readonly field: Field
	) {
		this.#killer = new Killer(plan.seed);
		field.onMoment = this.#killer.onMoment;
		this.#scene = {
			time: field.time,
			isTroubled: () => this.#isTroubled,
			means: (random) => this.#means(random)
		};
	}

	async run(): Promise<TortureFacts> {
		const { field, plan } = this;
		for (const personId of plan.devices) await field.join(personId, { listens: true });
		await field.settled();
		this.#isTroubled = true;
		field.lines.forEach((line, index) => line.trouble(this.#badness(index)));
		const looking = this.#look();
		await this.#killer.run(field.server, this.kills, (nth) => this.#begin(nth));
		this.#isTroubled = false;
		await looking;
		return this.#rest();
	}

	/** Everything bad stops: I11 says that every queue drains. */
	async #rest(): Promise<TortureFacts> {
		const { field } = this;
		for (const tablet of field.tablets) await tablet.calm();
		for (const tablet of field.tablets) tablet.hearOnline();
		const drainedMs = await field.drained();
		await field.atRest();
		for (const error of this.#errors) throw error;
		return this.#facts(drainedMs);
	}

	/** The events of one stretch between two kills: however long a start takes, work goes on around it. */
	#begin(nth: number): void {
		const lengthMs = this.plan.troubledMs / this.kills;
		for (const event of this.plan.events) {
			if (Math.floor(event.at / lengthMs) !== nth) continue;
			this.field.time.after(event.at - nth * lengthMs, () => this.#happen(event));
		}
	}

	/** I7, as often as the machine can; I6 and I8 are noted as pages are written. */
	async #look(): Promise<void> {
		const { tablets, time } = this.field;
		while (this.#isTroubled) {
			for (const tablet of tablets.filter(({ isChanged }) => isChanged)) {
				tablet.isChanged = false;
				await checkSeenTwice(tablet).catch((error: unknown) => this.#errors.push(error));
			}
			await time.sleep(lookEveryMs);
		}
	}

	/** Each device has a line of its own badness. */
	#badness(index: number): number {
		return worstRate * Math.sqrt(seeded(seedFor(this.plan.seed, 8, index))());
	}

	#happen(event: PlannedEvent): void {
		if (!this.#isTroubled) return;
		this.#meet(event.kind);
		void this.#play(event, seeded(event.draw)).catch((error) => this.#errors.push(error));
	}

	async #play(event: PlannedEvent, random: () => number): Promise<void> {
		const { kind } = event;
		const tablet = this.field.tablets[event.device];
		if (!isOfDevice(kind)) return this.#happenToCity(event, random);
		if (tablet === undefined) return;
		if (kind !== 'act') await happenings[kind](tablet, random, this.#scene);
		else for (let act = 0; act < actsPerEvent; act++) await tryToAct(tablet, this.#means(random));
	}

	/** What needs a server that stands still (restores, clocks) is the simulation's. */
	async #happenToCity({ kind, device }: PlannedEvent, random: () => number): Promise<void> {
		const { city } = this.field;
		const personId = this.plan.devices[device] ?? '';
		switch (kind as CityEventKind) {
			case 'report':
				return city.report(random() < 0.8 ? 'seeb' : 'muttrah');
			case 'person_moves':
				return city.change(personId, otherTeam(await city.person(personId)));
			case 'access_ends':
				return city.setActive(personId, false);
			case 'access_returns':
				return this.#letBack();
			default:
				return undefined;
		}
	}

	async #letBack(): Promise<void> {
		for (const { id } of people) await this.field.city.setActive(id, true);
		for (const tablet of this.field.tablets) await tablet.signIn();
	}

	#means(random: () => number): Means {
		return { random, takePhoto: () => takePicture(random), inspectors: ['ali', 'badr'] };
	}

	#meet(kind: string, count = 1): void {
		this.#met[kind] = (this.#met[kind] ?? 0) + count;
	}

	async #facts(drainedMs: number): Promise<TortureFacts> {
		const { lines, tablets, told } = this.field;
		for (const { met } of lines) for (const [kind, count] of met) this.#meet(kind, count);
		const stores = tablets.map(({ outbox }) => outbox.store);
		const commands = (await Promise.all(stores.map((store) => store.commands()))).flat();
		const photos = (await Promise.all(stores.map((store) => store.photos()))).flat();
		const outcomes: Record<string, number> = {};
		for (const { result } of commands) {
			const outcome = result?.outcome ?? 'none';
			outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
		}
		return {
			...{ kills: this.#killer.hits, commands: commands.length, photos: photos.length },
			...{ acknowledged: told.acknowledged, calls: told.ends },
			...{ outcomes, met: this.#met, drainedMs }
		};
	}
}

const isOfDevice = (kind: PlannedEvent['kind']): kind is keyof typeof happenings =>
	kind in happenings;

/** Queue and rows are not read in one moment of real time: what is missing twice is missing. */
const checkSeenTwice = (tablet: Tablet) => checkSeen(tablet).catch(() => checkSeen(tablet));
