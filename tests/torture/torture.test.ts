/**
 * The promise under real faults: the built server, killed again and again on either engine, and
 * devices that reach it through faulty lines. `npm run torture -- --kills 500` is the same at length.
 */
import { describe, expect, it } from 'vitest';
import { runCampaign, tortured } from './campaign';

/** Over both engines. */
const kills = Number(process.env.TORTURE_KILLS ?? 25);
const seed = Number(process.env.TORTURE_SEED ?? 2);

describe.concurrent('a server that is killed again and again', () => {
	for (const [index, engine] of tortured.entries()) {
		const share = Math.ceil((kills - index) / tortured.length);
		it(`loses nothing that it acknowledged and does nothing twice on ${engine} [F1, F2, F3, I1-I4, I7-I12]`, async (context) => {
			const facts = await runCampaign({ engine, seed, kills: share });
			if ('skip' in facts) return context.skip(facts.skip);
			const struck = Object.values(facts.kills).reduce((sum, count) => sum + count, 0);
			expect(struck).toBe(share);
			// A tame world proves nothing.
			expect(facts.acknowledged).toBeGreaterThan(share);
			expect(facts.calls.unknown).toBeGreaterThan(0);
		});
	}
});
