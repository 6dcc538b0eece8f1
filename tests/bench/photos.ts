/**
 * Twenty photos over a slow line that is cut five times: the product, from its outbox to verified and
 * stored, beside tus-js-client and @tus/server as they come, from memory to a file.
 */
import { join } from 'node:path';
import { inspectorName } from './city';
import { compare, line as ratioLine, median, sequence } from './measure';
import { writePicture, writeThumb } from './pictures';
import { openSlowLine, type SlowLine } from './slow-line';
import type { DrainWork } from './pages/contract';
import type { Stage } from './stage';

const photos = 20;
const photoBytes = 415_000;
const cuts = 5;
const pairs = 3;
/** 2 Mbit/s: the photos take half a minute. */
const bytesPerSecond = 250_000;
const linkTarget = 1.1;
const resentTarget = 256 * 1024;
const picture = 'large-photo.jpg';

interface Sent {
	/** Of the time that the bytes alone take. */
	ofLink: number;
	ms: number;
	resentPerCut: number;
}

/** Prints times as multiples of the link's, bytes that went twice, and ours beside plain tus. */
export async function comparePhotos(stage: Stage, dataDir: string): Promise<void> {
	await writePicture(join(dataDir, 'bench', picture), photoBytes);
	await writeThumb(join(dataDir, 'bench'));
	const line = await openSlowLine(stage.url, bytesPerSecond);
	const through = stage.through(line.url);
	const [ours, plain]: [Sent[], Sent[]] = [[], []];
	try {
		for (let index = 0; index < pairs; index += 1) {
			const cutsAt = cutsOf(index);
			const work = { notes: 0, photos, run: `line-${index}`, picture };
			ours.push(await send(through, line, cutsAt, { kind: 'drain', work }));
			plain.push(await send(through, line, cutsAt, { kind: 'plainTus', work }));
		}
	} finally {
		line.close();
	}
	tell(ours, plain);
}

/** Where the line is cut: five places, others in each pair, the same for both sides. */
function cutsOf(index: number): number[] {
	const next = sequence(index + 7);
	const places = Array.from({ length: cuts }, () => Math.round(next() * photos * photoBytes));
	return places.sort((one, other) => one - other);
}

async function send(
	stage: Stage,
	line: SlowLine,
	cutsAt: readonly number[],
	ask: { kind: 'drain' | 'plainTus'; work: DrainWork }
): Promise<Sent> {
	line.begin(cutsAt);
	const { ms, photoBytes } = await stage.fresh(inspectorName, (page) =>
		page.evaluate(({ kind, work }) => window.bench[kind](work), ask)
	);
	const sent = line.told();
	if (sent.cuts !== cuts) throw new Error(`${sent.cuts} cuts instead of ${cuts}`);
	const linkMs = (photoBytes / bytesPerSecond) * 1000;
	return { ms, ofLink: ms / linkMs, resentPerCut: (sent.bytes - photoBytes) / cuts };
}

function tell(ours: readonly Sent[], plain: readonly Sent[]): void {
	console.log(`${photos} photos, ${cuts} cuts, over ${(bytesPerSecond * 8) / 1e6} Mbit/s`);
	for (const [name, sent] of Object.entries({ ours, 'plain tus': plain })) {
		const ofLink = median(sent.map(({ ofLink }) => ofLink));
		const resent = median(sent.map(({ resentPerCut }) => resentPerCut));
		console.log(`  ${name}: ${verdict(ofLink, linkTarget, 2)} of the link's time;`);
		console.log(`    bytes sent twice per cut: ${verdict(resent, resentTarget, 0)}`);
	}
	const timed = ours.map(({ ms }, index) => ({ ours: ms, bare: plain[index]?.ms ?? 0 }));
	console.log(ratioLine('  ours beside plain tus', compare(timed), 1));
}

const verdict = (value: number, target: number, digits: number) =>
	`${value.toFixed(digits)}, target <= ${target}: ${value <= target ? 'met' : 'NOT met'}`;
