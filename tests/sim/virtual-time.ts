/**
 * Time of a simulated history: nothing passes by itself.
 *
 * 1. Timers run in order of their moment, then of their making.
 * 2. Between two timers everything that was started comes to its end (`settle`).
 */
import type { Timers } from '../../src/lib/client/sync/ports';

export { seeded } from './chance';

interface Timer {
	at: number;
	serial: number;
	run: () => void;
	isCancelled: boolean;
}

export class VirtualTime implements Timers {
	now: number;
	readonly random: () => number;
	/** A heap: each timer is due before the two below it. */
	#timers: Timer[] = [];
	#serial = 0;
	#working = 0;

	constructor(now: number, random: () => number) {
		this.now = now;
		this.random = random;
	}

	after(ms: number, run: () => void): () => void {
		const at = this.now + Math.max(0, Math.round(ms));
		const timer = { at, serial: this.#serial++, run, isCancelled: false };
		this.#push(timer);
		return () => {
			timer.isCancelled = true;
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
			const next = this.#timers[0];
			if (next === undefined || next.at > end) break;
			this.#pop();
			if (next.isCancelled) continue;
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

	#push(timer: Timer): void {
		const heap = this.#timers;
		let at = heap.push(timer) - 1;
		while (at > 0) {
			const above = (at - 1) >> 1;
			if (!this.#swapIfBefore(at, above)) return;
			at = above;
		}
	}

	#pop(): void {
		const heap = this.#timers;
		const last = heap.pop();
		if (last === undefined || heap.length === 0) return;
		heap[0] = last;
		for (let at = 0; ;) {
			const left = 2 * at + 1;
			if (left >= heap.length) return;
			const right = left + 1;
			const first = right < heap.length && this.#isBefore(right, left) ? right : left;
			if (!this.#swapIfBefore(first, at)) return;
			at = first;
		}
	}

	#isBefore(one: number, other: number): boolean {
		const [a, b] = [this.#timers[one], this.#timers[other]];
		if (a === undefined || b === undefined) return false;
		return a.at < b.at || (a.at === b.at && a.serial < b.serial);
	}

	#swapIfBefore(below: number, above: number): boolean {
		if (!this.#isBefore(below, above)) return false;
		const [a, b] = [this.#timers[below], this.#timers[above]];
		if (a !== undefined && b !== undefined) [this.#timers[below], this.#timers[above]] = [b, a];
		return true;
	}
}

/** Lets everything run that waits only for its turn. */
const turn = () => new Promise((resolve) => setImmediate(resolve));
