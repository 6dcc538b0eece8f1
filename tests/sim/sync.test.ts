/**
 * The promise, over random histories: what a person was told is saved is never lost, never applied
 * twice, never overwritten in silence, and arrives without help once there is a network.
 *
 * SIM_SEED=<n> replays one history, SIM_RUNS=<n> runs more of them.
 */
import { describe, expect, it } from 'vitest';
import { runHistory, type HistoryPlan } from './history';

const runs = Number(process.env.SIM_RUNS ?? 200);
const only = process.env.SIM_SEED;
const perTest = 25;
/** Seeds beyond the usual ones that once found something. */
const remembered = [903];

const planOf = (seed: number): HistoryPlan => ({
	seed,
	troubledMs: 240_000,
	reports: 2 + (seed % 5),
	actEveryMs: 4000 + (seed % 7) * 3000
});

async function run(seed: number) {
	try {
		return await runHistory(planOf(seed));
	} catch (error) {
		throw new Error(`Seed ${seed} (replay with SIM_SEED=${seed})`, { cause: error });
	}
}

describe('random histories of four devices and one server', () => {
	const usual = Array.from({ length: runs }, (_, i) => i + 1);
	const seeds = only === undefined ? [...usual, ...remembered] : [Number(only)];
	const total: Record<string, number> = {};

	for (let i = 0; i < seeds.length; i += perTest) {
		const part = seeds.slice(i, i + perTest);
		it(`keep every invariant, seeds ${part[0]} to ${part.at(-1)} [I1-I5, I7-I12]`, async () => {
			for (const seed of part) {
				const { outcomes } = await run(seed);
				for (const [key, count] of Object.entries(outcomes)) total[key] = (total[key] ?? 0) + count;
			}
		});
	}

	it.skipIf(seeds.length < perTest)('meet every outcome: a tame world proves nothing', () => {
		for (const outcome of ['applied', 'merged', 'claim', 'rejected', 'void']) {
			expect(total[outcome], outcome).toBeGreaterThan(0);
		}
	});
});
