/**
 * Situations in which one particular mistake must show, whatever chance brings: each throws a
 * `Violation` that names the broken invariant. The right code passes them all.
 */
import { unreachable } from '../../../src/lib/client/errors';
import type { Report } from '../../../src/lib/domain/report/report';
import { applyCommands } from '../../../src/lib/server/usecases/apply-commands';
import { policyReader } from '../../../src/lib/server/usecases/ref-data';
import { nothingPending, TestCity, type TestDevice } from '../../contract/sync-support';
import { ali, salma } from '../../support/builders';
import { equal, holds } from '../invariant';
import { copyOutbox, HandDevice } from './hand-device';

export { otherBytesArrive } from './photo-scenario';
export { twoWritersCross } from './feed-scenario';

/** Where a scenario may put a database. */
export interface Stage {
	/** An empty folder. */
	dataDir: string;
	/** An empty PostgreSQL database; null where none can be had. */
	databaseUrl: string | null;
}

interface Scene {
	city: TestCity;
	office: TestDevice;
	/** A report in the hands of ali. */
	assigned(): Promise<Report>;
}

async function inCity(play: (scene: Scene) => Promise<void>): Promise<void> {
	const city = await TestCity.open({ dataDir: ':memory:' });
	try {
		const office = await city.device(salma, 'Desk');
		const assigned = async () => {
			const report = await city.report();
			await office.do('assign', report, { assigneeId: 'ali' });
			return city.read(report.id);
		};
		await play({ city, office, assigned });
	} finally {
		await city.app.close();
	}
}

/** B6: the session ends while a note is queued, and exists again a moment later. */
export const sessionEndsWithWorkQueued = () =>
	inCity(async ({ city, assigned }) => {
		const tablet = new HandDevice(city, ali);
		const report = await assigned();
		const page = await tablet.open();
		await page.settle();
		await tablet.note(report, 'قبل انتهاء الجلسة');
		tablet.failure = { ...unreachable, kind: 'signed_out', code: 'signed_out' };
		await page.exchange();
		const { commands } = await tablet.outbox.pending();
		equal(commands, 1, 'I1 what nobody has answered waits for its person');
		tablet.failure = null;
		await page.settle();
		await tablet.checkQueued();
	});

/**
 * C9, C10: a page dies before each of its steps in turn, in its first sync and in a later one; reports
 * come and go meanwhile; the next page has to arrive at what the server shows.
 */
export const pageDiesAtEveryStep = () =>
	inCity(async ({ city, office, assigned }) => {
		for (const isFirstSync of [true, false]) {
			let isAlive = false;
			for (let calls = 1; !isAlive; calls++) {
				const tablet = new HandDevice(city, ali);
				const [leaving, staying] = [await assigned(), await assigned()];
				if (!isFirstSync) await tablet.settle();
				await office.do('setPriority', await city.read(staying.id), { priority: 'urgent' });
				await tablet.note(staying, `ملاحظة ${calls}`);
				const page = await tablet.open({ calls });
				isAlive = (await page.settle()) === 'settled';
				await office.do('reassign', await city.read(leaving.id), { assigneeId: 'badr' });
				await tablet.settle();
				await tablet.checkView();
				await tablet.checkQueued();
			}
		}
	});

/** C17: a tab freezes while its answer is on the way; another one leads; then the first one thaws. */
export const frozenLeaderThaws = () =>
	inCity(async ({ city, office, assigned }) => {
		const tablet = new HandDevice(city, ali);
		await tablet.settle();
		const report = await assigned();
		const [answered, thaw] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
		const frozen = await tablet.open();
		tablet.onTheWay = () => {
			answered.resolve();
			return thaw.promise;
		};
		const late = frozen.exchange();
		await answered.promise;
		tablet.onTheWay = () => Promise.resolve();
		await office.do('reassign', await city.read(report.id), { assigneeId: 'badr' });
		await tablet.settle();
		const before = (await tablet.cache.meta()).covers;
		thaw.resolve();
		await late;
		const after = (await tablet.cache.meta()).covers;
		for (const [scope, v] of Object.entries(before)) holds((after[scope] ?? 0) >= v, `I8 ${scope}`);
		equal(await tablet.cache.reportsById([report.id]), [], 'I6 nothing comes back by itself');
	});

/** C20: a tablet is copied with its storage, and both go on working. */
export const tabletIsCopied = () =>
	inCity(async ({ city, assigned }) => {
		const [tablet, copy] = [new HandDevice(city, ali), new HandDevice(city, ali)];
		const report = await assigned();
		await tablet.note(report, 'قبل النسخ');
		await tablet.settle();
		await copyOutbox(tablet.outbox, copy.outbox);
		await tablet.note(report, 'الأصل');
		await copy.note(report, 'النسخة');
		for (const device of [tablet, copy]) await device.settle();
		await tablet.checkQueued();
		const texts = (await city.read(report.id)).notes.map(({ text }) => text);
		equal(texts, ['قبل النسخ', 'الأصل', 'النسخة'], 'I1 the work of both');
	});

/** C19: the clock of a device is set back an hour between two acts. */
export const clockIsSetBack = () =>
	inCity(async ({ city, assigned }) => {
		const tablet = new HandDevice(city, ali);
		const report = await assigned();
		await tablet.settle();
		const hourMs = 3_600_000;
		await tablet.note(report, 'الأولى', city.now);
		await tablet.note(report, 'الثانية', city.now - hourMs);
		await tablet.settle();
		const texts = (await city.read(report.id)).notes.map(({ text }) => text);
		equal(texts, ['الأولى', 'الثانية'], 'I3 effects in the order of the counter');
	});

/** F1: the process of the server ends right behind its first commit; the device sends again. */
export const serverDiesAfterItsCommit = () =>
	inCity(async ({ city, assigned }) => {
		const { db, now, newId } = city.app;
		const report = await assigned();
		const tablet = await city.device(ali);
		const note = tablet.command('addNote', report);
		const { promise: died, resolve } = Promise.withResolvers<void>();
		let isDead = false;
		const tx: typeof db.tx = async (work) => {
			if (isDead) return new Promise(() => resolve());
			const done = await db.tx(work);
			isDead = true;
			return done;
		};
		const deps = { db: { ...db, tx }, now, newId, policy: policyReader() };
		const sent = applyCommands(deps, ali, tablet.replica, [note], nothingPending);
		await Promise.race([sent, died]);
		const again = await tablet.send(note).catch(() => null);
		equal(again?.results[0]?.duplicate, true, 'I11 what is sent again is answered');
		equal((await city.read(report.id)).notes.length, 1, 'I2 one effect');
	});

/** D4: a supervisor is moved to another team and goes on with the cursor of the old one. */
export const personMovesToAnotherTeam = () =>
	inCity(async ({ city, office, assigned }) => {
		const desk = new HandDevice(city, salma);
		const report = await assigned();
		await desk.settle();
		desk.person = { ...salma, teamId: 'team-2' };
		await office.do('setPriority', report, { priority: 'urgent' });
		await desk.settle();
		await desk.checkView();
	});
