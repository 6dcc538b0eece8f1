/**
 * Random histories as tests. Two files take the even and the odd seeds, so that two cores share them.
 *
 * SIM_RUNS=<n> plays more of them; one alone is played by `npm run sim -- --seed <n>`.
 */
import { describe, expect, it } from 'vitest';
import { playSeed, Tally } from './campaign';

const runs = Number(process.env.SIM_RUNS ?? 2000);
const perTest = 50;

/** Plays the seeds that leave this rest when divided by two. */
export function describeHistories(rest: 0 | 1): void {
	const seeds = Array.from({ length: Math.ceil(runs / 2) }, (_, index) => 2 * index + 2 - rest);
	const tally = new Tally();
	describe('random histories of two to five devices and one server', () => {
		for (let at = 0; at < seeds.length; at += perTest) {
			const part = seeds.slice(at, at + perTest);
			it(`keep every invariant, seeds ${part[0]} to ${part.at(-1)} [I1-I12]`, async () => {
				for (const seed of part) tally.add(await playSeed(seed));
			});
		}

		it.skipIf(runs < 500)(
			'meet every outcome, event and fault: a tame world proves nothing',
			() => {
				expect(tally.missing()).toEqual([]);
			}
		);
	});
}
