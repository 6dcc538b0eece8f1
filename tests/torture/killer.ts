/**
 * Kills the server (SIGKILL) at moments that a seed draws, and starts it again on the same data and
 * port: at any time, while a photo is coming in, while a request is being worked on, and after the
 * first byte of an answer.
 *
 * A server that ends by itself is a violation: only we may kill it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { pick, seeded, seedFor } from '../sim/chance';
import { holds } from '../sim/invariant';
import type { RunningServer } from '../support/server';
import type { Moment } from './fault-proxy';
import type { Lane } from './wire-faults';

const aims = [
	...['any_time', 'uploading', 'uploading', 'forwarded', 'forwarded', 'answering', 'answering']
] as const;
type Aim = Moment | 'any_time';

/** How long a moment is waited for before the server is killed anyway. */
const patienceMs = 1200;
const longestPauseMs = 900;
const longestAbsenceMs = 400;
/** From a whole request to its commit it takes about so long. */
const workMs = 12;

export class Killer {
	/** How often each moment was hit. */
	readonly hits: Partial<Record<Aim, number>> = {};
	readonly #seed: number;
	#armed: { aim: Aim; fire: () => void } | null = null;

	constructor(seed: number) {
		this.#seed = seed;
	}

	/** Tells of a moment; the one that is waited for is struck at once. */
	readonly onMoment = (moment: Moment, lane: Lane): void => {
		if (lane !== 'stream' && this.#armed?.aim === moment) this.#armed.fire();
	};

	/** `onRound` hears of each stretch between two kills as it begins: a start, work, and the next end. */
	async run(server: RunningServer, kills: number, onRound: (nth: number) => void): Promise<void> {
		for (let nth = 0; nth < kills; nth++) {
			const random = seeded(seedFor(this.#seed, 9, nth));
			onRound(nth);
			await delay(random() * longestPauseMs);
			await this.#strike(server, pick(aims, random) ?? 'any_time', random);
			await delay(random() * longestAbsenceMs);
			await server.restart();
		}
	}

	async #strike(server: RunningServer, aim: Aim, random: () => number): Promise<void> {
		const met = aim === 'any_time' ? aim : await this.#wait(aim, random);
		holds(isAlive(server.pid), `The server ended by itself\n${server.output().slice(-2000)}`);
		this.hits[met] = (this.hits[met] ?? 0) + 1;
		await server.kill();
	}

	/** Resolves in the moment itself, or some work after it; `any_time` where it does not come. */
	async #wait(aim: Aim, random: () => number): Promise<Aim> {
		const { promise, resolve } = Promise.withResolvers<Aim>();
		const afterMs = aim === 'forwarded' ? random() * workMs : 0;
		const timer = setTimeout(() => resolve('any_time'), patienceMs);
		const fire = () => (afterMs > 0 ? void setTimeout(() => resolve(aim), afterMs) : resolve(aim));
		this.#armed = { aim, fire };
		const met = await promise;
		clearTimeout(timer);
		this.#armed = null;
		return met;
	}
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}
