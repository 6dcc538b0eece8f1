/**
 * The simulation from a terminal:
 *
 *   npm run sim -- --histories 50000 [--from 1] [--jobs 2]   many histories; prints what they met
 *   npm run sim -- --seed 4711                               one of them, with its plan
 *   npm run sim -- --shrink 4711                             the smallest plan that still breaks
 *   npm run sim -- --bugs [--only "seq cursor"]              the twenty seeded bugs, each to be caught
 *   npm run sim -- --baselines                               the same faults for two other queues
 *
 * The exit code is 1 where an invariant broke or a bug was not caught.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type * as baselinesModule from './baselines/compare.ts';
import type * as bugsModule from './bugs/catch.ts';
import type * as bugListModule from './bugs/list.ts';
import type * as campaignModule from './campaign.ts';
import { loadSim } from './load.ts';
import type * as planModule from './plan.ts';
import type * as shrinkModule from './shrink.ts';

const { values } = parseArgs({
	options: {
		histories: { type: 'string' },
		from: { type: 'string', default: '1' },
		jobs: { type: 'string', default: String(availableParallelism()) },
		seed: { type: 'string' },
		shrink: { type: 'string' },
		bugs: { type: 'boolean' },
		only: { type: 'string' },
		baselines: { type: 'boolean' }
	}
});

// What the server notes of attacks and restores is what these histories are full of.
process.env.LOG_LEVEL ??= 'fatal';

/** What one process has to play, and what came of it. */
interface Part {
	from: number;
	count: number;
}
type Played = {
	tally: Pick<campaignModule.Tally, 'histories' | 'commands' | 'outcomes' | 'met'>;
	broken: Broken[];
};
interface Broken {
	seed: number;
	words: string;
}
const sliceLength = 250;

if (process.send !== undefined) {
	process.once('message', (part) => void work(part as Part));
} else if (values.seed !== undefined) await playOne(Number(values.seed));
else if (values.shrink !== undefined) await shrinkOne(Number(values.shrink));
else if (values.bugs === true) await catchBugs();
else if (values.baselines === true) await compareQueues();
else await playMany(Number(values.histories ?? 2000), Number(values.from), Number(values.jobs));

/** Plays all, a slice at a time in each process; Ctrl+C ends it with what was played until then. */
async function playMany(histories: number, from: number, jobs: number): Promise<void> {
	console.log(`${new Date().toISOString()}: ${histories} histories from seed ${from}`);
	const startedAt = performance.now();
	const sim = await loadSim();
	const { Tally: Sum } = await sim.load<typeof campaignModule>('tests/sim/campaign.ts');
	await sim.close();
	const tally = new Sum();
	const broken: Broken[] = [];
	const slices = slicesOf(histories, from);
	let isEnding = false;
	process.once('SIGINT', () => (isEnding = true));
	const playSlices = async () => {
		for (let slice = slices.shift(); slice !== undefined && !isEnding; slice = slices.shift()) {
			const played = await playApart(slice);
			tally.join(played.tally);
			broken.push(...played.broken);
			for (const { seed, words } of played.broken) console.log(`Seed ${seed}: ${words}`);
			console.log(`  ${tally.histories} of ${histories}, ${broken.length} violations`);
		}
	};
	await Promise.all(Array.from({ length: jobs }, playSlices));
	const seconds = Math.round((performance.now() - startedAt) / 1000);
	console.log(`${tally.histories} histories, ${tally.commands} commands in ${seconds} s`);
	console.log('outcomes', tally.outcomes);
	console.log('met', tally.met);
	console.log('never met:', tally.missing().join(', ') || 'nothing');
	console.log(`${broken.length} violations`);
	process.exitCode = broken.length > 0 ? 1 : 0;
}

function slicesOf(histories: number, from: number): Part[] {
	const count = Math.ceil(histories / sliceLength);
	return Array.from({ length: count }, (_, index) => ({
		from: from + index * sliceLength,
		count: Math.min(sliceLength, histories - index * sliceLength)
	}));
}

/** A process of its own for each slice: histories share nothing, and nothing adds up. */
function playApart(part: Part): Promise<Played> {
	return new Promise((resolve, reject) => {
		const child = fork(import.meta.filename, [], { execArgv: process.execArgv });
		child.once('message', (played) => resolve(played as Played));
		child.once('exit', (code) => reject(new Error(`A part ended with ${code}`)));
		child.send(part);
	});
}

async function work({ from, count }: Part): Promise<void> {
	const sim = await loadSim();
	const campaign = await sim.load<typeof campaignModule>('tests/sim/campaign.ts');
	const tally = new campaign.Tally();
	const broken: Broken[] = [];
	for (let seed = from; seed < from + count; seed++) {
		try {
			tally.add(await campaign.playSeed(seed));
		} catch (error) {
			broken.push({ seed, words: wordsOf(error) });
		}
	}
	await sim.close();
	const { histories, commands, outcomes, met } = tally;
	process.send?.({ tally: { histories, commands, outcomes, met }, broken } satisfies Played);
}

const wordsOf = (error: unknown) => {
	const inner = error instanceof Error ? error.cause : error;
	return inner instanceof Error ? inner.message : String(inner);
};

async function playOne(seed: number): Promise<void> {
	const sim = await loadSim();
	const plans = await sim.load<typeof planModule>('tests/sim/plan.ts');
	const plan = plans.planOf(seed);
	console.log(JSON.stringify(plan));
	try {
		console.log(await sim.runHistory(plan));
	} catch (error) {
		console.log(error);
		process.exitCode = 1;
	}
	await sim.close();
}

async function shrinkOne(seed: number): Promise<void> {
	const sim = await loadSim();
	const plans = await sim.load<typeof planModule>('tests/sim/plan.ts');
	const { shrink } = await sim.load<typeof shrinkModule>('tests/sim/shrink.ts');
	const { plan, broke, runs } = await shrink(plans.planOf(seed));
	console.log(`${broke} still breaks after ${runs} runs:\n${JSON.stringify(plan)}`);
	await sim.close();
}

async function compareQueues(): Promise<void> {
	const sim = await loadSim();
	const baselines = await sim.load<typeof baselinesModule>('tests/sim/baselines/compare.ts');
	console.log(await baselines.compareBaselines());
	await sim.close();
}

async function catchBugs(): Promise<void> {
	const sim = await loadSim();
	const { catchAll } = await sim.load<typeof bugsModule>('tests/sim/bugs/catch.ts');
	const { bugs } = await sim.load<typeof bugListModule>('tests/sim/bugs/list.ts');
	const asked = bugs.filter(({ name }) => values.only === undefined || name === values.only);
	process.exitCode = (await catchAll(console.log, asked)) ? 0 : 1;
	await sim.close();
}
