/**
 * One history: four people on four devices act at random for some virtual minutes while lines fail
 * and pages die; then the faults stop, and everything must come to rest within a minute.
 */
import type { Person } from '../../src/lib/domain/people/actor';
import type { Intent } from '../../src/lib/domain/report/command';
import type { Role } from '../../src/lib/domain/people/permission';
import { commandTypes, type CommandType } from '../../src/lib/domain/report/lifecycle';
import { standingPhotos, type PhotoKind, type Report } from '../../src/lib/domain/report/report';
import { people, TestCity } from '../contract/sync-support';
import { morning, plainArgs } from '../support/builders';
import { checkAtRest, Watch } from './oracle';
import { sha256Of, Tablet } from './tablet';
import { seeded, VirtualTime } from './virtual-time';

export interface HistoryPlan {
	seed: number;
	/** Length of the troubled part, virtual ms. */
	troubledMs: number;
	reports: number;
	/** Mean time between two acts of one person, virtual ms. */
	actEveryMs: number;
}

const drainMs = 60_000;
/** How often each act is tried: more of what moves work along than of what parks it. */
const actsOf: Record<Role, Partial<Record<CommandType, number>>> = {
	inspector: {
		...{ seen: 1, setOff: 1, arrive: 1, start: 6, hold: 1, resume: 4 },
		...{ finish: 12, decline: 1, addNote: 1, addPhoto: 5 }
	},
	supervisor: {
		...{ assign: 12, reassign: 5, unassign: 2, setPriority: 0.5, refer: 0.5 },
		...{ answerReferral: 3, answerReporter: 3 }
	},
	directorate: { confirm: 8, return: 5, reopen: 4, askReporter: 0.2, answerReferral: 1 }
};

export interface HistoryFacts {
	promised: number;
	outcomes: Record<string, number>;
}

/** Runs a history and throws where an invariant does not hold. */
export async function runHistory(plan: HistoryPlan): Promise<HistoryFacts> {
	const random = seeded(plan.seed);
	const time = new VirtualTime(morning, random);
	const city = await TestCity.open({ dataDir: ':memory:' });
	try {
		return await new History(plan, time, random, city).run();
	} finally {
		await city.app.close();
	}
}

class History {
	readonly #tablets: Tablet[];
	readonly #watch = new Watch();
	#photos = 0;
	#isTroubled = true;

	constructor(
		readonly plan: HistoryPlan,
		readonly time: VirtualTime,
		readonly random: () => number,
		readonly city: TestCity
	) {
		this.#tablets = people.map((person) => new Tablet(city, person, time, random));
	}

	async run(): Promise<HistoryFacts> {
		for (let i = 0; i < this.plan.reports; i++) await this.city.report();
		this.#followClock();
		for (const tablet of this.#tablets) await tablet.start();
		await this.time.runUntil(morning + 5000);
		for (const tablet of this.#tablets) tablet.network.faultRate = 0.4 * this.random();
		for (const tablet of this.#tablets) this.#scheduleAct(tablet);
		const end = this.time.now + this.plan.troubledMs;
		await this.time.runUntil(end, () => this.#lookAtOne());
		await this.#rest(end);
		return this.#facts();
	}

	/** The city reads the clock of this history. */
	#followClock(): void {
		const { time } = this;
		Object.defineProperty(this.city, 'now', { get: () => time.now });
	}

	/** Faults stop: I11 says that every queue drains within a minute. */
	async #rest(end: number): Promise<void> {
		this.#isTroubled = false;
		for (const tablet of this.#tablets) {
			Object.assign(tablet.network, { faultRate: 0, isDown: false });
			tablet.hearOnline();
		}
		await this.time.runUntil(end + drainMs, () => this.#lookAtOne());
		for (const tablet of this.#tablets) {
			const pending = await tablet.outbox.pending();
			if (pending.commands + pending.photos > 0) {
				throw new Error(`I11 ${tablet.person.id} in ${tablet.state}: ${JSON.stringify(pending)}`);
			}
			tablet.hearCome();
		}
		await this.time.runUntil(end + 2 * drainMs);
		await checkAtRest(this.city, this.#tablets);
	}

	#scheduleAct(tablet: Tablet): void {
		const waitMs = this.random() * 2 * this.plan.actEveryMs;
		this.time.after(waitMs, () => {
			if (!this.#isTroubled) return;
			void this.#happen(tablet);
			this.#scheduleAct(tablet);
		});
	}

	async #happen(tablet: Tablet): Promise<void> {
		const chance = this.random();
		if (chance < 0.05) return tablet.crash();
		if (chance < 0.12) tablet.network.isDown = !tablet.network.isDown;
		else if (chance < 0.2) tablet.hearCome();
		else if (chance < 0.3) await tablet.undoLast();
		else await this.#act(tablet);
	}

	async #act(tablet: Tablet): Promise<void> {
		const reports = await tablet.seen();
		const report = this.#pick(reports);
		if (report === undefined) return;
		for (let tries = 0; tries < 6; tries++) {
			const type = this.#weighted(actsOf[tablet.person.role]);
			if (type === undefined) return;
			if (type === 'addPhoto') return this.#takePhoto(tablet, report);
			if ((await tablet.act(this.#intent(type, report, tablet.person))).length > 0) return;
		}
	}

	#weighted(weights: Partial<Record<CommandType, number>>): CommandType | undefined {
		const types = commandTypes.filter((type) => weights[type] !== undefined);
		let left = this.random() * types.reduce((sum, type) => sum + (weights[type] ?? 0), 0);
		return types.find((type) => (left -= weights[type] ?? 0) < 0);
	}

	async #takePhoto(tablet: Tablet, report: Report): Promise<void> {
		this.#photos += 1;
		const bytes = new TextEncoder().encode(`photo ${this.plan.seed} ${this.#photos}`);
		const sha256 = sha256Of(bytes);
		const kind: PhotoKind = this.random() < 0.5 ? 'before' : 'after';
		const args = { ...plainArgs.addPhoto, kind, sha256, size: bytes.length };
		const intent: Intent = { type: 'addPhoto', reportId: report.id, args };
		await tablet.act(intent, { sha256, bytes, thumb: bytes, width: 100, height: 100 });
	}

	#intent(type: CommandType, report: Report, person: Person): Intent {
		const reportId = report.id;
		switch (type) {
			case 'finish': {
				const photos = standingPhotos(report)
					.filter(({ actorId }) => actorId === person.id)
					.map(({ sha256 }) => sha256);
				const outcome = this.random() < 0.5 ? 'fixed' : 'nothing_found';
				return { type, reportId, args: { outcome, text: 'تم', photos, onSite: null } };
			}
			case 'assign':
			case 'reassign': {
				const assigneeId = this.random() < 0.5 ? 'ali' : 'badr';
				return { type, reportId, args: { assigneeId } };
			}
			case 'confirm': {
				const overrideReason = this.random() < 0.3 ? 'عاجل' : null;
				return { type, reportId, args: { outcome: null, overrideReason } };
			}
			default:
				return { type, reportId, args: plainArgs[type] } as Intent;
		}
	}

	async #lookAtOne(): Promise<void> {
		const tablet = this.#pick(this.#tablets);
		if (tablet !== undefined) await this.#watch.look(tablet);
	}

	#pick<T>(list: readonly T[]): T | undefined {
		return list[Math.floor(this.random() * list.length)];
	}

	async #facts(): Promise<HistoryFacts> {
		const commands = await Promise.all(this.#tablets.map((tablet) => tablet.outbox.commands()));
		const outcomes: Record<string, number> = {};
		for (const { envelope, result } of commands.flat()) {
			for (const key of [result?.outcome ?? 'none', `${envelope.type}:${result?.outcome}`]) {
				outcomes[key] = (outcomes[key] ?? 0) + 1;
			}
		}
		return { promised: commands.flat().length, outcomes };
	}
}
