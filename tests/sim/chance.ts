/** Chance of a simulated history: nothing is random but by seed. */

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

/** A seed of its own for one thing among many: taking another away does not move it. */
export function seedFor(seed: number, ...parts: readonly number[]): number {
	let hash = seed >>> 0;
	for (const part of parts) {
		hash = Math.imul(hash ^ (part + 0x9e3779b9), 0x85ebca6b) >>> 0;
		hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 0;
	}
	return (hash ^ (hash >>> 16)) >>> 0;
}

export function pick<T>(list: readonly T[], random: () => number): T | undefined {
	return list[Math.floor(random() * list.length)];
}

/** One of the keys, each as often as its weight says; undefined where there is none. */
export function weighted<K extends string>(
	weights: Readonly<Partial<Record<K, number>>>,
	random: () => number
): K | undefined {
	const entries = Object.entries<number | undefined>(weights);
	let left = random() * entries.reduce((sum, [, weight]) => sum + (weight ?? 0), 0);
	const found = entries.find(([, weight]) => (left -= weight ?? 0) < 0);
	return found?.[0] as K | undefined;
}
