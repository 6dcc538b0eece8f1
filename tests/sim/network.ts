/**
 * The line between a simulated device and the real use cases of the server: what is said goes
 * through JSON and the device's own parser, and may be lost, doubled, late, or answered by
 * somebody else.
 */
import { unreachable, type Answer, type Failure } from '../../src/lib/client/errors';
import type { SyncServer } from '../../src/lib/client/sync/ports';
import type { Person } from '../../src/lib/domain/people/actor';
import { syncResponse, type SyncRequest, type SyncResponse } from '../../src/lib/protocol/sync';
import { ExchangeFault } from '../../src/lib/server/usecases/apply-commands';
import { mintReplica } from '../../src/lib/server/usecases/mint-replica';
import type { TestCity } from '../contract/sync-support';
import type { VirtualTime } from './virtual-time';

export type Fault =
	| 'none'
	| 'lost_before'
	| 'lost_after_commit'
	| 'doubled'
	| 'doubled_late'
	| 'black_hole'
	| 'portal'
	| 'broken';
const faults: readonly Fault[] = [
	'lost_before',
	'lost_after_commit',
	'lost_after_commit',
	'doubled',
	'doubled_late',
	'black_hole',
	'portal',
	'broken'
];

const broken: Failure = { ...unreachable, kind: 'broken', code: 'busy' };

export class Network implements SyncServer {
	/** Chance of a fault per request; 0 once the faults have stopped. */
	faultRate = 0;
	/** Without a signal nothing leaves. */
	isDown = false;
	readonly #city: TestCity;
	readonly #person: Person;
	readonly #time: VirtualTime;
	readonly #random: () => number;

	constructor(city: TestCity, person: Person, time: VirtualTime, random: () => number) {
		this.#city = city;
		this.#person = person;
		this.#time = time;
		this.#random = random;
	}

	async mintReplica(deviceName: string): Promise<Answer<{ replica: string; secret: string }>> {
		const fault = this.#draw();
		if (this.isDown || fault === 'lost_before' || fault === 'portal') return offline;
		const minted = await this.#time.busy(() =>
			mintReplica(this.#city.app, { personId: this.#person.id, install: 'sim', deviceName })
		);
		return fault === 'lost_after_commit' ? offline : { ok: true, value: minted };
	}

	async exchange(request: SyncRequest): Promise<Answer<SyncResponse>> {
		// As on the wire: what the device changes afterwards does not travel.
		const text = JSON.stringify(request);
		const fault = this.#draw();
		await this.#time.sleep(this.#delayMs());
		if (this.isDown || fault === 'lost_before' || fault === 'portal') return offline;
		if (fault === 'black_hole') return new Promise(() => undefined);
		if (fault === 'broken') return { ok: false, failure: broken };
		if (fault === 'doubled_late') {
			this.#time.after(this.#delayMs() * 20, () => void this.#serve(text));
		}
		const answers = await Promise.all(
			fault === 'doubled' ? [this.#serve(text), this.#serve(text)] : [this.#serve(text)]
		);
		await this.#time.sleep(this.#delayMs());
		return fault === 'lost_after_commit' || this.isDown ? offline : (answers.at(-1) ?? offline);
	}

	/** Nobody's access ends in these histories. */
	escrow(): Promise<typeof offline> {
		return Promise.resolve(offline);
	}

	#draw(): Fault {
		if (this.#random() >= this.faultRate) return 'none';
		return faults[Math.floor(this.#random() * faults.length)] ?? 'none';
	}

	#delayMs(): number {
		return 20 + Math.round(this.#random() * 1500);
	}

	/** Small pages now and then: results must wait for the page that covers them. */
	#limit(asked: number): number {
		return this.#random() < 0.3 ? 1 + Math.floor(this.#random() * 4) : asked;
	}

	/** What the route does, without HTTP. */
	#serve(text: string): Promise<Answer<SyncResponse>> {
		return this.#time.busy(async () => {
			const { app } = this.#city;
			const asked: SyncRequest = JSON.parse(text);
			try {
				const applied = await app.applyCommands(
					this.#person,
					asked.replica,
					asked.commands,
					asked.pending
				);
				if (!applied.ok) {
					return { ok: false, failure: { ...unreachable, kind: 'refused', code: applied.reason } };
				}
				const page = await app.readChanges(this.#person, asked.cursor, this.#limit(asked.limit));
				const { ok: _ok, versions: _versions, ...told } = applied;
				const head = {
					epoch: app.epoch,
					exchange: asked.exchange,
					serverTime: app.now(),
					...told
				};
				const body = `${JSON.stringify(head).slice(0, -1)},"changes":${page.json}}`;
				return { ok: true, value: syncResponse.parse(JSON.parse(body)) };
			} catch (error) {
				if (!(error instanceof ExchangeFault)) throw error;
				return { ok: false, failure: { ...broken, body: { results: error.applied.results } } };
			}
		});
	}
}

const offline = { ok: false, failure: unreachable } as const;
