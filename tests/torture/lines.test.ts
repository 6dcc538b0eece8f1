/** What lines do to devices, each kind alone, over real HTTP and the built server. */
import { afterEach, describe, expect, it } from 'vitest';
import { seeded } from '../sim/chance';
import { holds } from '../sim/invariant';
import type { Tablet } from '../sim/tablet';
import { Field, pace } from './field';
import type { DeviceLine } from './http-link';
import { strangers } from './strangers';
import { until } from './until';
import { handOut, takePhotos, writeNotes } from './work';

/** Against hanging; nothing is measured by it. */
const limitMs = 120_000;
const secondMs = 1000;
/** What a cut may cost at most: one piece of an upload (client/sync/upload). */
const uploadPieceBytes = 256 * 1024;
/** 35 KB, a third of a photo: three seconds of that line. */
const piecesPerFlap = 25;
/** 100 kbit/s with 400 ms there and back, as fast as devices wait. */
const slow = { delayMs: 4 / pace, bytesPerSecond: 12_500 * pace, pieceBytes: 1400 };

let field: Field;
afterEach(() => field.close());

/** An office that has given all its reports to Ali, whose line is this one. */
async function aliAtWork(line: DeviceLine): Promise<Tablet> {
	const office = await field.join('salma');
	const { tablet } = await field.join('ali', { line });
	await field.settled();
	await handOut(office.tablet, [tablet]);
	await field.drained();
	return tablet;
}

const comesTo = (tablet: Tablet, state: Tablet['state']) =>
	until(() => holds(tablet.state === state, `${tablet.name} is ${tablet.state}`), limitMs);

describe('a bad line', () => {
	it('drains when it is slow and loses every fiftieth packet, and no cut costs more than a piece [A8]', async () => {
		field = await Field.open({ reports: 3 });
		const random = seeded(8);
		let [isBad, cuts] = [false, 0];
		const isLost = () => isBad && random() < 0.02 && (cuts += 1) > 0;
		const line = await field.line({ ...slow, isLost });
		const tablet = await aliAtWork(line);
		isBad = true;
		await writeNotes(tablet, 20);
		const bytes = await takePhotos(tablet, 2, random, 400);
		await field.drained();
		isBad = false;
		await field.atRest();
		expect(cuts).toBeGreaterThan(0);
		expect(line.photoBytes - bytes).toBeLessThanOrEqual(cuts * uploadPieceBytes);
	});

	it('makes progress while it comes and goes every few seconds, without a storm [A10]', async () => {
		field = await Field.open({ reports: 3 });
		let [isBad, pieces, flaps] = [false, 0, 0];
		// By bytes, not by a clock: how far a line comes must not hang on the machine.
		const isLost = () => isBad && (pieces += 1) % piecesPerFlap === 0 && flap();
		const line = await field.line({ ...slow, isLost });
		const flap = (): boolean => {
			flaps += 1;
			line.drop();
			field.time.after(3 * secondMs, () => (line.isDown = false));
			return true;
		};
		const tablet = await aliAtWork(line);
		const before = line.connections;
		isBad = true;
		await writeNotes(tablet, 20);
		await takePhotos(tablet, 2, seeded(10), 300);
		await field.drained();
		isBad = false;
		line.calm();
		await field.atRest();
		expect(flaps).toBeGreaterThan(3);
		expect(line.connections - before).toBeLessThan(30 + 10 * flaps);
	});
});

describe('a server that is not ours', () => {
	it.each(Object.keys(strangers) as (keyof typeof strangers)[])(
		'is taken for being offline where it shows %s, and is told nothing [A13]',
		async (kind) => {
			field = await Field.open({ reports: 1 });
			const stranger = await strangers[kind]();
			const ours = await field.line();
			const line = { url: ours.url, isDown: false, drop: () => undefined, calm: () => undefined };
			const tablet = await aliAtWork(line);
			line.url = stranger.url;
			await writeNotes(tablet, 3);
			await comesTo(tablet, 'offline');
			expect((await tablet.outbox.store.pending()).commands).toBe(3);
			expect(stranger.heard.filter((text) => /POST|GET|HTTP\/|[Cc]ookie/.test(text))).toEqual([]);
			line.url = ours.url;
			await stranger.close();
			tablet.hearOnline();
			await field.drained();
			await field.atRest();
		}
	);
});

describe('a hundred devices', () => {
	it('come back spread by chance when their network returns, and the server refuses none [A14]', async () => {
		// Slower than elsewhere: a hundred wait for one server, which gets no faster by being in a test.
		field = await Field.open({ reports: 30, pace: 3 });
		const office = await field.join('salma');
		const line = await field.line();
		const firsts = [await field.join('ali', { line }), await field.join('badr', { line })];
		await field.settled();
		await handOut(
			office.tablet,
			firsts.map(({ tablet }) => tablet)
		);
		for (let count = 0; count < 98; count++) {
			const like = firsts[count % 2];
			if (like !== undefined) await field.join(like.tablet.person.id, { line, like });
			await field.settled();
		}
		const crowd = field.tablets.filter((tablet) => tablet !== office.tablet);

		line.drop();
		for (const tablet of crowd) await writeNotes(tablet, 1);
		const before = line.connections;
		const tries = () => holds(line.connections > before + 600, 'each has tried six times');
		await until(tries, limitMs);
		for (const tablet of crowd) await comesTo(tablet, 'offline');
		const nextTries = new Map<number, number>();
		for (const at of field.time.due) {
			const second = Math.floor(at / secondMs);
			nextTries.set(second, (nextTries.get(second) ?? 0) + 1);
		}
		expect(Math.max(...nextTries.values())).toBeLessThan(30);
		line.calm();
		await field.drained();

		// And all at once, where every browser says in the same moment that it is online.
		line.drop();
		for (const tablet of crowd) await writeNotes(tablet, 1);
		for (const tablet of crowd) await comesTo(tablet, 'offline');
		line.calm();
		for (const tablet of crowd) tablet.hearOnline();
		await field.drained();
		await field.atRest();
		expect([...line.statuses.keys()].filter((status) => status >= 400)).toEqual([]);
	});
});
