/** A queue of work leaving the device, against bare uploads of the same bytes that end on disk. */
import { join } from 'node:path';
import { inspectorName, ownReports } from './city';
import { compare, line, type Pair } from './measure';
import { writePicture, writeThumb } from './pictures';
import type { Stage } from './stage';

const photos = 40;
/** As a tablet's camera leaves them. */
const pictureBytes = 300_000;
const picture = 'photo.jpg';
const pairsOfUpdates = 7;
/** A report takes ten photos, so ten runs at most. */
const pairsWithPhotos = 5;

/** Prints updates alone, then updates with photos. */
export async function compareDrain(stage: Stage, dataDir: string): Promise<void> {
	await writePicture(join(dataDir, 'bench', picture), pictureBytes);
	await writeThumb(join(dataDir, 'bench'));
	const updates = await measure(stage, { count: pairsOfUpdates, photos: 0 });
	console.log(line(`Drain of ${ownReports} updates, one upload`, compare(updates.once), 2));
	const each = compare(updates.each);
	console.log(`  beside ${ownReports} bare uploads in a row: ${each.ratio.toFixed(2)}x`);
	const all = await measure(stage, { count: pairsWithPhotos, photos });
	const megabytes = (all.bytes / 1e6).toFixed(1);
	const name = `Drain of ${ownReports} updates and ${photos} photos (${megabytes} MB)`;
	console.log(line(name, compare(all.once), 5));
	console.log(`  beside bare uploads in a row: ${compare(all.each).ratio.toFixed(2)}x`);
}

interface Drained {
	/** Beside one upload of all bytes. */
	once: Pair[];
	/** Beside as many uploads as there are updates and photos. */
	each: Pair[];
	bytes: number;
}

async function measure(
	stage: Stage,
	{ count, photos }: { count: number; photos: number }
): Promise<Drained> {
	const drained: Drained = { once: [], each: [], bytes: 0 };
	for (let index = -1; index < count; index += 1) {
		const run = `${photos}-${index}`;
		const work = { notes: ownReports, photos, run, picture };
		const ours = await stage.fresh(inspectorName, (page) =>
			page.evaluate((work) => window.bench.drain(work), work)
		);
		drained.bytes = ours.commandBytes + ours.photoBytes;
		const bare = await stage.fresh(inspectorName, (page) =>
			page.evaluate(
				async ({ bytes, commands, commandBytes, photos, photoBytes }) => {
					const { bench } = window;
					const once = (await bench.bareUpload(bytes)).ms;
					const each = (await bench.bareUploads(commands, commandBytes)).ms;
					const photoMs = photos === 0 ? 0 : (await bench.bareUploads(photos, photoBytes)).ms;
					return { once, each: each + photoMs };
				},
				{
					bytes: drained.bytes,
					commands: ownReports + photos,
					commandBytes: Math.round(ours.commandBytes / (ownReports + photos)),
					photos,
					photoBytes: Math.round(ours.photoBytes / Math.max(1, photos))
				}
			)
		);
		if (index < 0) continue;
		drained.once.push({ ours: ours.ms, bare: bare.once });
		drained.each.push({ ours: ours.ms, bare: bare.each });
	}
	return drained;
}
