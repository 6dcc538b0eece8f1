/**
 * Time of devices in a tortured world: real, but faster, so that a wait of minutes takes seconds.
 * Everything that a device waits for by itself (back-off, watchdog, checks) passes at this pace.
 */
import type { Timers } from '../../src/lib/client/sync/ports';

export class ScaledTime implements Timers {
	readonly random: () => number;
	readonly #pace: number;
	readonly #beganAt = Date.now();
	readonly #beganMono = performance.now();
	readonly #running = new Map<NodeJS.Timeout, number>();

	/** `pace`: so many times faster than real time. */
	constructor(pace: number, random: () => number) {
		this.#pace = pace;
		this.random = random;
	}

	/** What the devices' clocks show, whole ms. */
	get now(): number {
		return Math.round(this.#beganAt + (performance.now() - this.#beganMono) * this.#pace);
	}

	after(ms: number, run: () => void): () => void {
		const timer = setTimeout(() => {
			this.#running.delete(timer);
			run();
		}, ms / this.#pace);
		this.#running.set(timer, this.now + ms);
		return () => {
			clearTimeout(timer);
			this.#running.delete(timer);
		};
	}

	sleep(ms: number): Promise<void> {
		return new Promise((resolve) => this.after(ms, resolve));
	}

	/** The moments at which something is due, in no order. */
	get due(): number[] {
		return [...this.#running.values()];
	}

	/** Nothing happens any more. */
	stop(): void {
		for (const timer of this.#running.keys()) clearTimeout(timer);
		this.#running.clear();
	}
}
