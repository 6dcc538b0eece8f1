/**
 * The server killed again and again while devices work through faulty lines:
 * `npm run torture -- --kills 500 [--seed 1] [--engine sqlite|postgres|both]`. Needs a build.
 *
 * The exit code is 1 where an invariant did not hold; then the seed stands there, and how to play it
 * again.
 */
import { parseArgs } from 'node:util';
import { loadSim } from '../sim/load.ts';
import type * as campaignModule from './campaign.ts';
import type { CampaignFacts } from './campaign.ts';
import type { TortureFacts } from './history.ts';

const { values } = parseArgs({
	options: {
		kills: { type: 'string', default: '25' },
		seed: { type: 'string', default: String(Date.now() % 1_000_000) },
		engine: { type: 'string', default: 'both' }
	}
});
const sim = await loadSim();
const { runCampaign, tortured } = await sim.load<typeof campaignModule>(
	'tests/torture/campaign.ts'
);
const engines = tortured.filter((engine) => values.engine === 'both' || values.engine === engine);
const kills = Number(values.kills);
const seed = Number(values.seed);
if (engines.length === 0 || !(kills > 0) || !Number.isInteger(seed)) {
	console.error('--kills and --seed are numbers, --engine is sqlite, postgres or both.');
	process.exit(1);
}
console.log(`${new Date().toISOString()}: ${kills} kills, seed ${seed}, ${values.engine}`);
try {
	for (const [index, engine] of engines.entries()) {
		const share = Math.ceil((kills - index) / engines.length);
		tell(engine, await runCampaign({ engine, seed, kills: share, onHistory: step }));
	}
	console.log('Every invariant held.');
} catch (error) {
	console.error(error);
	process.exitCode = 1;
} finally {
	await sim.close();
}

function step(seed: number, { kills: hit, commands }: TortureFacts): void {
	const count = Object.values(hit).reduce((sum, times) => sum + times, 0);
	console.log(`  seed ${seed}: ${count} kills, ${commands} commands`);
}

function tell(engine: string, facts: CampaignFacts | { skip: string }): void {
	if ('skip' in facts) return console.log(`${engine}: left out (${facts.skip})`);
	const { histories, commands, photos, acknowledged, drainedMs } = facts;
	console.log(`${engine}: ${histories} histories, ${commands} commands, ${photos} photos`);
	console.log(`  results told to devices: ${acknowledged}; lost: 0, doubled: 0, changed: 0`);
	console.log(`  drained after at most ${(drainedMs / 1000).toFixed(0)} s of the devices' time`);
	for (const key of ['kills', 'calls', 'outcomes', 'met'] as const)
		console.log(`  ${key}: ${listed(facts[key])}`);
}

function listed(counts: Readonly<Record<string, number>>): string {
	const entries = Object.entries(counts).toSorted(([one], [other]) => (one < other ? -1 : 1));
	return entries.map(([name, count]) => `${name} ${count}`).join(', ');
}
