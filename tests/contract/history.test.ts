/** The story of a report as the server tells it, and a closing by mistake, on both engines. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeBackMs } from '../../src/lib/domain/report/closing';
import { readChain, readHistory } from '../../src/lib/server/usecases/read-history';
import { ali, badr, huda, plainArgs, salma } from '../support/builders';
import { bothEngines, engines, TestCity, type TestDevice } from './sync-support';

const opened = bothEngines();
afterAll(() => opened.close());
const minute = 60_000;

describe.each(engines)('a history on %s', (engine) => {
	let city: TestCity;
	let desk: TestDevice;
	let tablet: TestDevice;
	let officer: TestDevice;
	let skip: string | undefined;

	beforeAll(async () => {
		const settings = await opened.open(engine);
		if ('skip' in settings) {
			skip = settings.skip;
			return;
		}
		city = await TestCity.open(settings);
		desk = await city.device(salma, 'Desk');
		tablet = await city.device(ali);
		officer = await city.device(huda, 'Directorate');
		return () => city.app.close();
	});
	const test = (name: string, run: () => Promise<void>) =>
		it(name, async (context) => {
			if (skip !== undefined) context.skip(skip);
			await run();
		});
	const story = async (id: string) => (await readHistory(city.app.db, huda, id)) ?? [];
	const chain = (id: string) => readChain(city.app.db, huda, id);

	/** Assigned to Ali, and worked on until it awaits confirmation. */
	async function done() {
		const { id } = await city.report();
		await desk.do('assign', await city.read(id), { assigneeId: 'ali' });
		const onSite = { distanceMetres: 12, accuracyMetres: 5, remark: null };
		await tablet.do('arrive', await city.read(id), { onSite });
		await tablet.do('start', await city.read(id));
		const finish = { ...plainArgs.finish, outcome: 'nothing_found' as const, text: 'لا شيء' };
		await tablet.do('addPhoto', await city.read(id));
		await tablet.do('finish', await city.read(id), {
			...{ ...finish, photos: [plainArgs.addPhoto.sha256], onSite }
		});
		await city.app.markPhotoStored(plainArgs.addPhoto.sha256);
		expect(await city.read(id)).toMatchObject({ status: 'done' });
		return id;
	}

	test('says from what to what an act moved a value, whatever it has become since', async () => {
		const { id, priority } = await city.report();
		await desk.do('assign', await city.read(id), { assigneeId: 'ali' });
		await desk.do('setPriority', await city.read(id), { priority: 'urgent' });
		await desk.do('reassign', await city.read(id), { assigneeId: 'badr' });
		const changes = (await story(id)).map((entry) => [entry.kind, entry.changes]);
		expect(changes).toEqual([
			['received', []],
			['assigned', [{ field: 'assigneeId', from: null, to: 'ali' }]],
			['priority_set', [{ field: 'priority', from: priority, to: 'urgent' }]],
			['reassigned', [{ field: 'assigneeId', from: 'ali', to: 'badr' }]]
		]);
	});

	test('says where it was done and from which device, and which act was taken back', async () => {
		const id = await done();
		const confirm = officer.command('confirm', await city.read(id));
		await officer.send(confirm);
		const args = { commandId: String(confirm.id), elapsedMs: 2_000 };
		await officer.do('undo', await city.read(id), args);
		const entries = await story(id);
		const place = { distanceMetres: 12, accuracyMetres: 5 };
		expect(entries.find(({ kind }) => kind === 'arrived')).toMatchObject({
			...{ place, deviceName: 'Tablet 7', status: null }
		});
		expect(entries.find(({ kind }) => kind === 'finished')).toMatchObject({
			...{ place, status: 'done' }
		});
		expect(entries.find(({ kind }) => kind === 'confirmed')?.commandId).toBe(args.commandId);
		expect(entries.find(({ kind }) => kind === 'undone')?.undoes).toBe(args.commandId);
	});

	test('is unbroken from its first entry, and names the entry at which it was tampered with', async () => {
		const id = await done();
		const entries = (await story(id)).length;
		expect(await chain(id)).toEqual({ entries, since: city.now, brokenAt: null });
		const forge = (seq: number, change: { at: number }) =>
			city.app.db.kysely
				.updateTable('event')
				.set(change)
				.where('report_id', '=', id)
				.where('seq', '=', seq)
				.execute();
		await forge(3, { at: city.now - minute });
		expect((await chain(id))?.brokenAt).toBe(3);
		await forge(3, { at: city.now });
		expect((await chain(id))?.brokenAt).toBeNull();
	});

	test('shows that its end was cut off, because the report knows where it ends', async () => {
		const id = await done();
		const { entries } = (await chain(id)) ?? { entries: 0 };
		await city.app.db.kysely
			.deleteFrom('event')
			.where('report_id', '=', id)
			.where('seq', '=', entries)
			.execute();
		expect(await chain(id)).toMatchObject({ entries: entries - 1, brokenAt: entries });
	});

	test('is nobody’s to read who does not reach the report', async () => {
		const { id } = await city.report();
		expect(await readHistory(city.app.db, badr, id)).toBeUndefined();
		expect(await readChain(city.app.db, badr, id)).toBeUndefined();
	});

	test('a closing by mistake is taken back after days, and no figure calls it reopened or rework', async () => {
		const id = await done();
		const before = await city.read(id);
		await officer.do('confirm', before);
		expect(await city.read(id)).toMatchObject({ status: 'closed', confirmedById: 'huda' });
		city.now += takeBackMs;
		expect((await officer.do('takeBackClosing', await city.read(id))).outcome).toBe('applied');
		const { rev, acts, lastAct, updatedAt, ...after } = await city.read(id);
		expect({ ...before, rev, acts, lastAct, updatedAt }).toEqual({
			...{ ...after, rev, acts, lastAct, updatedAt }
		});
		const kinds = (await story(id)).map(({ kind }) => kind);
		expect(kinds.slice(-2)).toEqual(['confirmed', 'closing_taken_back']);
		expect(kinds).not.toContain('reopened');
		await tablet.pull();
		expect(tablet.rows.get(`report ${id}`)?.body).toMatchObject({ status: 'done' });
	});

	test('a closing stands when the window is over, by the server’s clock and not the device’s', async () => {
		const id = await done();
		await officer.do('confirm', await city.read(id));
		const closed = await city.read(id);
		city.now += takeBackMs + 1;
		const early = { deviceAt: city.now - takeBackMs };
		const result = await officer.do('takeBackClosing', closed, {}, early);
		expect(result).toMatchObject({ outcome: 'rejected', reason: 'closing_stands' });
		expect((await city.read(id)).status).toBe('closed');
	});

	test('a closing is not taken back by who has not seen that a colleague did', async () => {
		const id = await done();
		await officer.do('confirm', await city.read(id));
		const closed = await city.read(id);
		const colleague = await city.device(huda, 'Second desk');
		await colleague.do('takeBackClosing', closed);
		const result = await officer.do('takeBackClosing', closed);
		expect(result).toMatchObject({ outcome: 'rejected', reason: 'not_allowed_now' });
	});
});
