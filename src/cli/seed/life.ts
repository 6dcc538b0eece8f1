/**
 * Lives a report's life by the product's own rules: every step is a command that `decide` accepts,
 * so that the demo's history is one that could have happened. A refused step throws: the generator
 * is wrong then, not the data.
 */
import { actorOf, type Person } from '$lib/domain/people/actor';
import { commandTypeVersion, type Command, type Intent } from '$lib/domain/report/command';
import { decide } from '$lib/domain/report/decide';
import type { Policy } from '$lib/domain/report/decision';
import type { ReportEvent } from '$lib/domain/report/event';
import { project } from '$lib/domain/report/project';
import type { PhotoKind, Report } from '$lib/domain/report/report';
import { withReplaced } from '$lib/domain/report/told-values';
import type { Random } from './random';

/** A photo whose bytes the demo has drawn and stored. */
export interface DemoPhoto {
	sha256: string;
	size: number;
	width: number;
	height: number;
}

type Act = Omit<Intent, 'reportId' | 'group'>;

export class Life {
	report: Report;
	readonly events: ReportEvent[] = [];
	readonly #policy: Policy;
	readonly #random: Random;

	constructor(report: Report, policy: Policy, random: Random) {
		this.report = report;
		this.#policy = policy;
		this.#random = random;
	}

	/** One act of a person at a moment, milliseconds. Returns the id of its command. */
	act(person: Person, moment: number, act: Act): string {
		const at = Math.floor(moment);
		const command = this.#command(person, at, act);
		const decision = decide(this.report, command, {
			actor: actorOf(person),
			at,
			receivedAt: at,
			heldEpochs: [this.report.assignEpoch],
			deviceName: person.userName,
			policy: this.#policy
		});
		if (decision.outcome !== 'applied') {
			const reason = decision.outcome === 'rejected' ? decision.reason : decision.outcome;
			throw new Error(`${act.type} from ${this.report.status} by ${person.userName}: ${reason}`);
		}
		this.#take(decision.events);
		return command.id;
	}

	/** A photo at the place of the report; `isStored` false leaves it waiting on the tablet. */
	photo(person: Person, moment: number, kind: PhotoKind, photo: DemoPhoto, isStored = true): void {
		const at = Math.floor(moment);
		const { lat, lon } = this.#random.near(this.report, 12);
		const place = {
			lat,
			lon,
			accuracyMetres: this.#random.int(4, 14),
			headingDegrees: this.#random.int(0, 359),
			fixedAt: at
		};
		const args = {
			...photo,
			kind,
			mime: 'image/jpeg',
			takenAt: at,
			place,
			source: 'camera',
			replaces: null
		} as const;
		this.act(person, at, { type: 'addPhoto', args } as Act);
		if (isStored) this.#photoArrived(photo.sha256, at + 40_000);
	}

	#photoArrived(sha256: string, at: number): void {
		this.#take([
			{
				kind: 'photo_stored',
				actorId: null,
				commandId: null,
				at,
				receivedAt: at,
				epoch: this.report.assignEpoch,
				isLate: false,
				isUndoable: false,
				change: {},
				photoState: { sha256, state: 'stored' }
			}
		]);
	}

	#take(events: readonly ReportEvent[]): void {
		this.events.push(...withReplaced(this.report, events));
		this.report = project(this.report, events);
	}

	#command(person: Person, at: number, act: Act): Command {
		const { id, rev, assignEpoch } = this.report;
		return {
			...act,
			replica: person.id,
			n: 1,
			id: this.#random.uuidAt(at),
			typeVersion: commandTypeVersion(act.type),
			reportId: id,
			base: { rev, assignEpoch },
			deviceAt: at,
			deviceOffsetMinutes: 0,
			monoMs: 0,
			session: 'demo',
			skew: null,
			group: null,
			isVoid: false,
			signature: null
		} as Command;
	}
}
