/**
 * `npm run bench`: what the product costs beside the least code that does the same, as ratios of one
 * run. Prints, and keeps nothing.
 *
 * 1. Both sides run on this machine in the same minute, in turn; only ratios compare machines.
 * 2. A missed target is printed as such and does not fail the run: the machine may be busy.
 * Targets and their reasons: docs/performance.md.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCity } from './city';
import { compareCold } from './cold';
import { tellDesk } from './desk';
import { compareDrain } from './drain';
import { tellFigures } from './figures';
import { compareEnqueue } from './enqueue';
import { compareFirstSync } from './first-sync';
import { host } from './host';
import { tellLighthouse } from './lighthouse';
import { compareMapPaint } from './map-paint';
import { compareMissed } from './missed';
import { comparePhotos } from './photos';
import { tellSizes } from './sizes';
import { buildPages, Stage, startHost } from './stage';
import { tellWire } from './wire';

const root = process.cwd();
const pagesDir = join(root, '.cache', 'bench-pages');
process.env.MAYDAN_PROFILES ||= join(root, 'src/lib/server/city/profiles');

const parts = {
	sync: compareFirstSync,
	wire: tellWire,
	enqueue: compareEnqueue,
	drain: compareDrain,
	photos: comparePhotos,
	map: compareMapPaint,
	desk: tellDesk,
	lighthouse: tellLighthouse
};

/** Everything, or only the named parts (`npm run bench -- sync map`). */
async function bench(asked: readonly string[]): Promise<void> {
	const isAsked = (part: string) => asked.length === 0 || asked.includes(part);
	console.log(
		`${cpus()[0]?.model ?? 'a processor'}, ${availableParallelism()} cores in use at most`
	);
	buildProduct();
	await buildPages(root, pagesDir);
	if (isAsked('cold')) await compareCold();
	const measured = Object.keys(parts).filter(isAsked);
	if (measured.length > 0 || isAsked('figures')) await inCity(measured, isAsked('figures'));
	if (isAsked('missed')) await compareMissed();
	if (isAsked('sizes')) await tellSizes();
}

/** The parts that share one city; building it is one of the figures. */
async function inCity(asked: readonly string[], hasFigures: boolean): Promise<void> {
	const dataDir = mkdtempSync(join(tmpdir(), 'maydan-bench-'));
	try {
		const { storedPerSecond } = await buildCity(dataDir);
		await onStage(dataDir, async (stage) => {
			for (const [part, measure] of Object.entries(parts))
				if (asked.includes(part)) await measure(stage, dataDir);
		});
		if (hasFigures) await tellFigures(storedPerSecond);
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
}

function buildProduct(): void {
	const args = [join(root, 'src', 'cli', 'bin.js'), 'build'];
	const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
	if (status !== 0) throw new Error('The product could not be built');
}

async function onStage(dataDir: string, work: (stage: Stage) => Promise<void>): Promise<void> {
	const running = await startHost(dataDir);
	try {
		await work(new Stage(running.url));
	} finally {
		await running.stop();
	}
}

const [role, ...rest] = process.argv.slice(2);
if (role === 'host') await host(root, pagesDir);
else await bench(role === undefined ? [] : [role, ...rest]);
