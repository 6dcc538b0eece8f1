/** What people do where a test is about a single fault: plain work on reports that are theirs. */
import { plainArgs } from '../support/builders';
import { holds } from '../sim/invariant';
import type { Tablet } from '../sim/tablet';
import { takePicture } from './pictures';
import { until } from './until';

const limitMs = 60_000;

/** The office gives its reports to these people in turn; waits until each has his own. */
export async function handOut(office: Tablet, inspectors: readonly Tablet[]): Promise<void> {
	const ids = [...new Set(inspectors.map(({ person }) => person.id))];
	for (const [index, { id }] of (await office.seen()).entries()) {
		const assigneeId = ids[index % ids.length] ?? '';
		await did(office, { type: 'assign', reportId: id, args: { assigneeId } });
	}
	const come = () => inspectors.forEach((tablet) => tablet.hearCome());
	await until(() => checkWork(inspectors), limitMs, come);
}

async function checkWork(inspectors: readonly Tablet[]): Promise<void> {
	for (const tablet of inspectors)
		holds((await tablet.seen()).length > 0, `${tablet.name} has work`);
}

/** Notes on the reports in sight, in turn. */
export async function writeNotes(tablet: Tablet, count: number): Promise<void> {
	const reports = await tablet.seen();
	for (let nth = 0; nth < count; nth++) {
		const reportId = reports[(tablet.index + nth) % reports.length]?.id ?? '';
		await did(tablet, { type: 'addNote', reportId, args: { text: `ملاحظة ${nth}` } });
	}
}

/** Photos of a report in sight; how many bytes they are. */
export async function takePhotos(
	tablet: Tablet,
	count: number,
	random: () => number,
	smallestSide?: number
): Promise<number> {
	const [report] = await tablet.seen();
	let total = 0;
	for (let nth = 0; nth < count; nth++) {
		const photo = await takePicture(random, smallestSide);
		const { sha256, width, height, bytes } = photo;
		const args = { ...plainArgs.addPhoto, sha256, size: bytes.length, width, height };
		await did(tablet, { type: 'addPhoto', reportId: report?.id ?? '', args }, photo);
		total += bytes.length;
	}
	return total;
}

async function did(tablet: Tablet, ...act: Parameters<Tablet['act']>): Promise<void> {
	const queued = await tablet.act(...act);
	if (queued.length === 0) throw new Error(`${tablet.name} cannot ${act[0].type}`);
}
