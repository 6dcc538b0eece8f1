/** Work done in the field meets what the office did meanwhile: every row of the design's table 3.6, end to end. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/lib/domain/report/report';
import { ali, badr, huda, plainArgs, salma } from '../support/builders';
import { declaredPhoto } from '../../src/lib/server/usecases/declared-photo';
import { bothEngines, engines, TestCity, type TestDevice } from './sync-support';

/** How often two people act in the same moment; the long run tries a thousand times. */
const races = Number(process.env.RACES ?? 50);
const racesMs = 60_000 + races * 1_000;
const opened = bothEngines();
afterAll(() => opened.close());

describe.each(engines)('conflicts on %s', (engine) => {
	let city: TestCity;
	let supervisor: TestDevice;
	let officer: TestDevice;
	let tablet: TestDevice;
	let other: TestDevice;
	let skip: string | undefined;

	beforeAll(async () => {
		const settings = await opened.open(engine);
		if ('skip' in settings) {
			skip = settings.skip;
			return;
		}
		city = await TestCity.open(settings);
		supervisor = await city.device(salma, 'Desk');
		officer = await city.device(huda, 'Office');
		tablet = await city.device(ali);
		other = await city.device(badr, 'Tablet 8');
		return () => city.app.close();
	});
	const test = (name: string, run: () => Promise<void>, timeoutMs?: number) =>
		it(
			name,
			async (context) => {
				if (skip !== undefined) context.skip(skip);
				await run();
			},
			timeoutMs
		);

	let shot = 0;
	const photo = (kind: 'before' | 'after') => {
		shot += 1;
		return { ...plainArgs.addPhoto, kind, sha256: String(shot).padStart(64, '0') };
	};
	/** Start, two photos and the finish, as a tablet queues them while it hears nothing. */
	const work = (device: TestDevice, report: Report) => {
		const [before, after] = [photo('before'), photo('after')];
		const photos = [before.sha256, after.sha256];
		return [
			device.command('start', report),
			device.command('addPhoto', report, before),
			device.command('addPhoto', report, after),
			device.command('finish', report, { ...plainArgs.finish, photos })
		];
	};
	const assigned = async (assigneeId = 'ali') => {
		const report = await city.report();
		await supervisor.do('assign', report, { assigneeId });
		return city.read(report.id);
	};
	const reassign = async (report: Report, assigneeId: string) => {
		const fresh = await city.read(report.id);
		const { outcome } = await supervisor.do('reassign', fresh, { assigneeId });
		expect(outcome).toBe('applied');
		return city.read(report.id);
	};
	const outcomes = async (device: TestDevice, commands: unknown[]) =>
		(await device.send(...commands)).results.map(({ outcome }) => outcome);

	test('closes under the current epoch, whatever the office wrote beside it', async () => {
		const report = await assigned();
		await supervisor.do('setPriority', report, { priority: 'urgent' });
		expect(await outcomes(tablet, work(tablet, report))).toEqual(Array(4).fill('applied'));
		const after = await city.read(report.id);
		expect(after).toMatchObject({ status: 'done', priority: 'urgent', finish: { actorId: 'ali' } });
	});

	test('merges a late closing on a job that nobody else began [E1]', async () => {
		const report = await assigned();
		await other.pull();
		await reassign(report, 'badr');
		await other.pull();
		expect(await outcomes(tablet, work(tablet, report))).toEqual([
			'claim',
			'applied',
			'applied',
			'merged'
		]);
		expect(await city.read(report.id)).toMatchObject({
			status: 'done',
			finish: { actorId: 'ali' }
		});
		await other.pull();
		expect(other.left).toContainEqual({
			id: report.id,
			scope: 'user:badr',
			reason: 'done_by_previous'
		});
		await officer.do('return', await city.read(report.id));
		expect(await city.read(report.id)).toMatchObject({
			status: 'returned',
			assignment: { assigneeId: 'ali' }
		});
	});

	test('keeps a late closing as a claim when the other has begun or finished [E2, E3]', async () => {
		for (const until of [1, 4]) {
			const report = await assigned();
			const theirs = await reassign(report, 'badr');
			await other.send(...work(other, theirs).slice(0, until));
			const before = await city.read(report.id);
			expect((await outcomes(tablet, work(tablet, report))).at(-1)).toBe('claim');
			const after = await city.read(report.id);
			expect(after.status).toBe(before.status);
			expect(after.claims.map(({ kind, state }) => [kind, state])).toContainEqual([
				'finish',
				'open'
			]);
			expect(after.photos.filter(({ isLate }) => isLate)).toHaveLength(2);
			other.n -= 4 - until;
		}
	});

	test('keeps a late closing as a claim when the office closed the report [E4]', async () => {
		const report = await assigned();
		await supervisor.do('unassign', report);
		const open = await city.read(report.id);
		await supervisor.do('close', open, { outcome: 'duplicate', text: null });
		expect((await outcomes(tablet, work(tablet, report))).at(-1)).toBe('claim');
		expect(await city.read(report.id)).toMatchObject({ status: 'closed', outcome: 'duplicate' });
	});

	test('merges the first epoch of an inspector who lost and got the job again [E5]', async () => {
		const report = await assigned();
		await reassign(report, 'badr');
		await reassign(report, 'ali');
		expect((await outcomes(tablet, work(tablet, report))).at(-1)).toBe('merged');
		expect(await city.read(report.id)).toMatchObject({
			status: 'done',
			finish: { actorId: 'ali' }
		});
	});

	test('counts one closing of two devices of the same person, and both sets of evidence [E6]', async () => {
		const report = await assigned();
		const second = await city.device(ali, 'Tablet 9');
		await tablet.send(...work(tablet, report));
		const late = (await second.send(...work(second, report))).results.map(({ outcome }) => outcome);
		expect(late.at(-1)).toBe('merged');
		const after = await city.read(report.id);
		expect(after.status).toBe('done');
		expect(after.photos).toHaveLength(4);
	});

	test('keeps other late acts without moving anything', async () => {
		const report = await assigned();
		await reassign(report, 'badr');
		const before = await city.read(report.id);
		const start = await tablet.do('start', report);
		const hold = await tablet.do('hold', report);
		const note = await tablet.do('addNote', report);
		expect([start.outcome, hold.outcome, note.outcome]).toEqual(['claim', 'claim', 'applied']);
		const after = await city.read(report.id);
		expect(after.status).toBe(before.status);
		expect(after.notes).toMatchObject([{ actorId: 'ali', isLate: true }]);
	});

	test('refuses an office act that did not see the closing, and hands it nothing to overwrite', async () => {
		const report = await assigned();
		await tablet.send(...work(tablet, report));
		const stale = await supervisor.do('reassign', report, { assigneeId: 'badr' });
		expect(stale).toMatchObject({ outcome: 'rejected', reason: 'stale' });
		expect((await city.read(report.id)).status).toBe('done');
	});

	test(
		'lets a reassignment and a closing meet in one moment, and loses neither [E7]',
		async () => {
			for (let trial = 0; trial < races; trial++) {
				const report = await assigned();
				await tablet.send(tablet.command('start', report));
				const fresh = await city.read(report.id);
				const [, before, after, finish] = work(tablet, fresh);
				// `work` counted a start that is not sent again.
				const sent = [before, after, finish].map((command, index) => ({
					...command,
					n: tablet.n - 3 + index
				}));
				tablet.n -= 1;
				const [office, field] = await Promise.all([
					supervisor.do('reassign', fresh, { assigneeId: 'badr' }),
					tablet.send(...sent)
				]);
				const last = field.results.at(-1)?.outcome;
				const end = await city.read(report.id);
				if (office.outcome === 'applied') expect(last).toBe('merged');
				else expect([office.reason, last]).toEqual(['stale', 'applied']);
				expect(end).toMatchObject({ status: 'done', finish: { actorId: 'ali' } });
				expect(end.photos).toHaveLength(2);
			}
		},
		racesMs
	);

	test('confirms only when the photos are whole, or with a reason', async () => {
		const report = await assigned();
		await tablet.send(...work(tablet, report));
		const done = await city.read(report.id);
		const refused = await officer.do('confirm', done);
		expect(refused).toMatchObject({
			outcome: 'rejected',
			reason: 'photos_missing',
			detail: { storedPhotos: 0, declaredPhotos: 2, deviceName: 'Tablet 7' }
		});
		await officer.pull();
		for (const { sha256 } of done.photos) await city.app.markPhotoStored(sha256);
		const [page] = await officer.pull();
		expect(page?.entries).toMatchObject([{ op: 'put', id: report.id }]);
		const stored = await city.read(report.id);
		expect(stored.photos.map(({ state }) => state)).toEqual(['stored', 'stored']);
		expect(stored.rev).toBe(done.rev + 2);
		await city.app.markPhotoStored(done.photos[0]?.sha256 ?? '');
		expect((await city.read(report.id)).rev).toBe(stored.rev);
		expect((await officer.do('confirm', stored)).outcome).toBe('applied');
		expect((await city.read(report.id)).status).toBe('closed');
	});

	test('counts a photo as whole at once when its bytes are here already [H5]', async () => {
		const [one, two] = [await assigned(), await assigned()];
		const args = photo('before');
		await tablet.do('addPhoto', one, args);
		await city.app.markPhotoStored(args.sha256);
		await tablet.do('addPhoto', two, args);
		expect((await city.read(two.id)).photos).toMatchObject([{ state: 'stored', actorId: 'ali' }]);
	});

	test('takes a hash that somebody else declared for no proof of having the photo [H5]', async () => {
		const [one, two] = [await assigned(), await assigned('badr')];
		const args = photo('before');
		await tablet.do('addPhoto', one, args);
		await city.app.markPhotoStored(args.sha256);
		await other.do('addPhoto', two, args);
		expect((await city.read(two.id)).photos).toMatchObject([{ state: 'awaited', actorId: 'badr' }]);
		const declared = (personId: string) => declaredPhoto(city.app.db, args.sha256, personId);
		expect(await declared('badr')).toMatchObject({ isStored: false, isUnproven: true });
		expect(await declared('ali')).toMatchObject({ isStored: true, isUnproven: false });
	});

	test('counts a photo as whole when it is declared in the moment its bytes become so', async () => {
		for (let trial = 0; trial < 10; trial++) {
			const [one, two] = [await assigned(), await assigned()];
			const second = await city.device(ali);
			const args = photo('before');
			await tablet.do('addPhoto', one, args);
			await Promise.all([city.app.markPhotoStored(args.sha256), second.do('addPhoto', two, args)]);
			const states = [await city.read(one.id), await city.read(two.id)].map(
				({ photos }) => photos[0]?.state
			);
			expect(states).toEqual(['stored', 'stored']);
		}
	});

	test('takes back a decline under a fresh epoch, and the inspector may work on', async () => {
		const report = await assigned();
		const decline = tablet.command('decline', report);
		const undo = tablet.command('undo', report, { commandId: String(decline.id), elapsedMs: 900 });
		expect(await outcomes(tablet, [decline, undo])).toEqual(['applied', 'applied']);
		const again = await city.read(report.id);
		expect(again).toMatchObject({ status: 'assigned', assignEpoch: 3 });
		expect((await tablet.do('start', again)).outcome).toBe('applied');
		expect((await tablet.do('addNote', report)).outcome).toBe('applied');
	});
});
