/**
 * Two sides, measured in turn on the same machine: what counts is the ratio of each pair.
 *
 * 1. The side that begins changes with every pair, so that warmth favours neither.
 * 2. The median of the ratios is told with its bootstrap interval of 95 %.
 */

export interface Pair {
	ours: number;
	bare: number;
}

export interface Compared {
	/** Medians, milliseconds. */
	oursMs: number;
	bareMs: number;
	ratio: number;
	low: number;
	high: number;
	pairs: number;
}

/** Measures `count` pairs after one of each that does not count; sides answer in milliseconds. */
export async function inTurn(
	count: number,
	sides: { ours(): Promise<number>; bare(): Promise<number> }
): Promise<Compared> {
	const pairs: Pair[] = [];
	for (let index = -1; index < count; index += 1) {
		const oursFirst = index % 2 === 0;
		const early = oursFirst ? await sides.ours() : 0;
		const bare = await sides.bare();
		const ours = oursFirst ? early : await sides.ours();
		if (index >= 0) pairs.push({ ours, bare });
	}
	return compare(pairs);
}

/** The median ratio of pairs, with its interval. */
export function compare(pairs: readonly Pair[]): Compared {
	const ratios = pairs.map(({ ours, bare }) => ours / bare);
	const next = sequence(20_261_124);
	const draws = Array.from({ length: 1000 }, () =>
		median(ratios.map(() => ratios[Math.floor(next() * ratios.length)] ?? 0))
	).sort((one, other) => one - other);
	return {
		oursMs: median(pairs.map(({ ours }) => ours)),
		bareMs: median(pairs.map(({ bare }) => bare)),
		ratio: median(ratios),
		low: draws[25] ?? 0,
		high: draws[974] ?? 0,
		pairs: pairs.length
	};
}

/** The middle of a list; of an even one the mean of the two. */
export function median(list: readonly number[]): number {
	const sorted = [...list].sort((one, other) => one - other);
	const half = sorted.length / 2;
	return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}

/** A repeatable sequence from 0 to 1 (Lehmer generator modulo 2^31 - 1). */
export function sequence(seed: number): () => number {
	let state = seed;
	return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** One line of the table: name, ratio, interval, target, times. */
export function line(name: string, compared: Compared, target?: number): string {
	const { ratio, low, high, oursMs, bareMs, pairs } = compared;
	const span = `${low.toFixed(2)}-${high.toFixed(2)}`;
	const digits = bareMs < 10 ? 1 : 0;
	const times = `${oursMs.toFixed(digits)} / ${bareMs.toFixed(digits)} ms`;
	const told = `${name}: ${ratio.toFixed(2)}x (${span}, ${pairs} pairs; ${times})`;
	if (target === undefined) return told;
	return `${told}, target <= ${target}x: ${ratio <= target ? 'met' : 'NOT met'}`;
}
