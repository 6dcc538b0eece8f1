/**
 * Time and chance of a simulated history: nothing passes by itself, nothing is random but by seed.
 *
 * 1. Timers run in order of their moment, then of their making.
 * 2. Between two timers everything that was started comes to its end (`settle`).
 */
import type { Timers } from '../../src/lib/client/sync/ports';

/** Uniform in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

interface Timer {
	at: number;
	serial: number;
	run: () => void;
}

export class VirtualTime implements Timers {
	now: number;
	readonly random: () => number;
	#timers: Timer[] = [];
	#serial = 0;
	#working = 0;

	constructor(now: number, random: () => number) {
		this.now = now;
		this.random = random;
	}

	after(ms: number, run: () => void): () => void {
		const timer = { at: this.now + Math.max(0, Math.round(ms)), serial: this.#serial++, run };
		this.#timers.push(timer);
		return () => {
			this.#timers = this.#timers.filter((other) => other !== timer);
		};
	}

	sleep(ms: number): Promise<void> {
		return new Promise((resolve) => this.after(ms, resolve));
	}

	/** Real work (a database) that a settled world must have finished. */
	async busy<T>(work: () => Promise<T>): Promise<T> {
		this.#working += 1;
		try {
			return await work();
		} finally {
			this.#working -= 1;
		}
	}

	/** Runs timers up to a moment; `between` sees the world after each of them. */
	async runUntil(
		end: number,
		between: () => Promise<void> | void = () => undefined
	): Promise<void> {
		await this.settle();
		for (;;) {
			const next = this.#earliest();
			if (next === undefined || next.at > end) break;
			this.#timers = this.#timers.filter((timer) => timer !== next);
			this.now = Math.max(this.now, next.at);
			next.run();
			await this.settle();
			await between();
		}
		this.now = Math.max(this.now, end);
	}

	async settle(): Promise<void> {
		do await turn();
		while (this.#working > 0);
		await turn();
	}

	#earliest(): Timer | undefined {
		let first: Timer | undefined;
		for (const timer of this.#timers) {
			const isFirst =
				first === undefined ||
				timer.at < first.at ||
				(timer.at === first.at && timer.serial < first.serial);
			if (isFirst) first = timer;
		}
		return first;
	}
}

/** Lets everything run that waits only for its turn. */
const turn = () => new Promise((resolve) => setImmediate(resolve));
