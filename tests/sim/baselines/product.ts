/** The product in the matrix: the real engine on a simulated tablet, the real rules behind its line. */
import { ali, salma } from '../../support/builders';
import { SimCity } from '../city';
import { Tablet } from '../tablet';
import { simWorld } from '../world';
import type { Contestant, Place } from './contestant';

const untilTold = () => new Promise<never>(() => undefined);
const settlingMs = 10_000;

/** An inspector's tablet with one report of his, that notes are written on. */
export async function openProduct({ time, seed, faults, met }: Place): Promise<Contestant> {
	const city = await SimCity.open(time);
	const reportId = await city.report();
	const faultsOf = (device: number) => (device === 0 ? faults : []);
	const world = simWorld(city, time, { seed, met, faults: faultsOf, uploadFaults: () => [] });
	const office = new Tablet(world, { person: await city.person(salma.id), index: 1, seed });
	await office.start();
	await time.runUntil(time.now + settlingMs);
	await office.act({ type: 'assign', reportId, args: { assigneeId: ali.id } });
	await time.runUntil(time.now + settlingMs);
	office.die(0, Infinity);
	const tablet = new Tablet(world, { person: await city.person(ali.id), seed });
	return {
		open: () => tablet.start(),
		async note(text) {
			const ids = await tablet.act({ type: 'addNote', reportId, args: { text } });
			// Before its first sync a device knows no report to write on: nothing was promised.
			if (ids.length === 0) await untilTold();
		},
		die: (afterSteps, awayMs) => tablet.die(afterSteps, awayMs),
		endSession() {
			tablet.hasSession = false;
		},
		signIn: () => tablet.signIn(),
		async calm() {
			await tablet.calm();
			tablet.hearOnline();
		},
		stored: async () => (await city.read(reportId)).notes.map(({ text }) => text),
		close: () => city.close()
	};
}
