/**
 * One fault in an otherwise quiet hour, for the product and for two baselines: a device writes notes,
 * its nth request (or step, or moment) meets the fault, then nothing goes wrong any more and the page
 * is opened anew. What its person was told is saved and the server has not is lost; what it has
 * twice is duplicated.
 *
 * The world is the same for all: line, faults and their draws, dying pages, time to recover.
 */
import { morning } from '../../support/builders';
import { seeded, seedFor } from '../chance';
import { lineFaults, type LineFault } from '../faulty-line';
import { VirtualTime } from '../virtual-time';
import type { Contestant, Place } from './contestant';
import { openProduct } from './product';
import { openNaive, openWorkbox } from './queue-device';

export const faultKinds = [...lineFaults, 'session_end_401', 'page_crash'] as const;
export type FaultKind = (typeof faultKinds)[number];

export const clients = { ours: openProduct, naive: openNaive, workbox: openWorkbox };
export type ClientName = keyof typeof clients;

/** Which request or moment of a device meets the fault, and after which of its steps a page dies. */
const requests = [0, 1, 2, 4, 7];
const steps = [0, 1, 2, 4, 6, 10, 14, 18, 24, 30, 38];
export const positionsOf = (kind: FaultKind) => (kind === 'page_crash' ? steps : requests);

/** Notes come in pairs, so that some travel together. */
const pairs = 5;
const pairEveryMs = 9000;
const withinPairMs = 200;
const troubledMs = 200_000;
const recoveryMs = 300_000;
const awayMs = 5000;

export interface Tally {
	promised: number;
	lost: number;
	duplicated: number;
	/** The fault happened. */
	isMet: boolean;
}

/** Plays one fault at one position. */
export async function play(name: ClientName, kind: FaultKind, position: number): Promise<Tally> {
	const seed = seedFor(faultKinds.indexOf(kind), position);
	const time = new VirtualTime(morning, seeded(seed));
	let isMet = false;
	const met = () => {
		isMet = true;
	};
	const faults = isLineFault(kind) ? [{ nth: position, kind, draw: seed }] : [];
	const client = await clients[name]({ time, seed, faults, met });
	const promised = await new Hour({ time, seed, faults, met }, client).run(kind, position);
	const stored = await client.stored();
	await client.close();
	return { ...tally(promised, stored), isMet };
}

const isLineFault = (kind: FaultKind): kind is LineFault =>
	lineFaults.some((fault) => fault === kind);

function tally(promised: readonly string[], stored: readonly string[]): Omit<Tally, 'isMet'> {
	const times = (text: string) => stored.filter((other) => other === text).length;
	return {
		promised: promised.length,
		lost: promised.filter((text) => times(text) === 0).length,
		duplicated: new Set(stored.filter((text) => times(text) > 1)).size
	};
}

/** The course of a play, up to the rest after it. */
class Hour {
	readonly #place: Place;
	readonly #client: Contestant;
	readonly #promised: string[] = [];

	constructor(place: Place, client: Contestant) {
		this.#place = place;
		this.#client = client;
	}

	/** Answers with what was promised. */
	async run(kind: FaultKind, position: number): Promise<readonly string[]> {
		const { time } = this.#place;
		await this.#client.open();
		for (let nth = 0; nth < 2 * pairs; nth += 1) {
			const atMs = (Math.floor(nth / 2) + 1) * pairEveryMs + (nth % 2) * withinPairMs;
			time.after(atMs, () => void this.#note(`note ${nth}`));
		}
		if (kind === 'session_end_401') this.#endSession(position);
		if (kind === 'page_crash') this.#crash(position);
		await time.runUntil(time.now + troubledMs);
		await this.#client.calm();
		await time.runUntil(time.now + recoveryMs);
		return this.#promised;
	}

	async #note(text: string): Promise<void> {
		await this.#client.note(text);
		this.#promised.push(text);
	}

	#endSession(position: number): void {
		const { time, met } = this.#place;
		time.after((position / 2 + 0.95) * pairEveryMs, () => {
			met('session_end_401');
			this.#client.endSession();
			time.after(2 * pairEveryMs, () => void this.#client.signIn());
		});
	}

	/** In the middle of the notes, a few steps later each time. */
	#crash(position: number): void {
		const { time, met } = this.#place;
		time.after(2.99 * pairEveryMs, () => {
			met('page_crash');
			this.#client.die(position, awayMs);
		});
	}
}
