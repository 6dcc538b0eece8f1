/** Chance of a fuzzed message: everything is drawn from a seed, so that a finding can be played again. */
import { seeded } from '../sim/virtual-time';

export class Chance {
	readonly #random: () => number;

	constructor(seed: number) {
		this.#random = seeded(seed);
	}

	/** True with a probability of `share`. */
	is(share: number): boolean {
		return this.#random() < share;
	}

	/** A whole number in [0, below). */
	below(below: number): number {
		return Math.floor(this.#random() * below);
	}

	/** One of them; throws where there is none. */
	pick<T>(list: readonly T[]): T {
		const found = list[this.below(list.length)];
		if (found === undefined) throw new Error('Nothing to pick from');
		return found;
	}

	/** Letters and digits of a given length. */
	word(length: number): string {
		return Array.from({ length }, () => this.below(36).toString(36)).join('');
	}

	/** A UUID of the shape that ours have. */
	uuid(): string {
		const hex = (length: number) =>
			Array.from({ length }, () => this.below(16).toString(16)).join('');
		return `${hex(8)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
	}

	bytes(length: number): Buffer {
		return Buffer.from(Array.from({ length }, () => this.below(256)));
	}
}
