/**
 * Queueing an act on the device, strict commit included, beside one bare transaction of the same row: on
 * this disk, and on one whose flushes take longer.
 */
import { inspectorName } from './city';
import { compare, line, type Pair } from './measure';
import { slowDisk } from './slow-disk';
import type { Stage } from './stage';

const acts = 60;
const pairs = 15;
const medianTarget = 1.3;
const slowTarget = 1.5;

/** Prints the median act and the slow one (95th percentile) of each run, as ratios. */
export async function compareEnqueue(stage: Stage, dataDir: string): Promise<void> {
	await compareOn(stage, '');
	const env = slowDisk(process.cwd(), dataDir);
	if (env === null) console.log('Queueing an act, a flush takes 6 ms more: no compiler here');
	else await compareOn(stage.within(env), ', a flush takes 6 ms more');
}

async function compareOn(stage: Stage, disk: string): Promise<void> {
	const middle: Pair[] = [];
	const slow: Pair[] = [];
	for (let index = -1; index < pairs; index += 1) {
		const ours = await stage.fresh(inspectorName, (page) =>
			page.evaluate((count) => window.bench.enqueue(count), acts)
		);
		const bare = await stage.fresh(inspectorName, (page) =>
			page.evaluate((count) => window.bench.bareEnqueue(count), acts)
		);
		if (index < 0) continue;
		middle.push({ ours: ours.p50, bare: bare.p50 });
		slow.push({ ours: ours.p95, bare: bare.p95 });
	}
	console.log(line(`Queueing an act, median${disk}`, compare(middle), medianTarget));
	console.log(line(`Queueing an act, 95th percentile${disk}`, compare(slow), slowTarget));
}
