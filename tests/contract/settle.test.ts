/** Settling late work, and telling its author, on both engines. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/lib/server/clock';
import { revokeReplicas } from '../../src/lib/server/repositories/replicas';
import { applyDeferred } from '../../src/lib/server/usecases/apply-deferred';
import { policyReader } from '../../src/lib/server/usecases/ref-data';
import { outcomesKeptMs, pruneFeed } from '../../src/lib/server/usecases/prune-feed';
import type { CommandType } from '../../src/lib/domain/report/lifecycle';
import { ali, badr, plainArgs, salma } from '../support/builders';
import { bothEngines, engines, TestCity, type TestDevice } from './sync-support';

const opened = bothEngines();
afterAll(() => opened.close());

describe.each(engines)('late work on %s', (engine) => {
	let city: TestCity;
	let supervisor: TestDevice;
	let skip: string | undefined;

	beforeAll(async () => {
		const settings = await opened.open(engine);
		if ('skip' in settings) {
			skip = settings.skip;
			return;
		}
		city = await TestCity.open(settings);
		supervisor = await city.device(salma, 'Desk');
		return () => city.app.close();
	});
	const test = (name: string, run: () => Promise<void>) =>
		it(name, async (context) => {
			if (skip !== undefined) context.skip(skip);
			await run();
		});

	/** Ali worked offline; meanwhile Badr got the job and began. */
	const contested = async () => {
		const first = await city.report();
		await supervisor.do('assign', first, { assigneeId: 'ali' });
		const seen = await city.read(first.id);
		await supervisor.do('reassign', seen, { assigneeId: 'badr' });
		const [a, b] = [await city.device(ali), await city.device(badr)];
		await b.do('start', await city.read(first.id));
		const claim = a.command('finish', seen, { ...plainArgs.finish, photos: [] });
		const { results } = await a.send(claim);
		expect(results).toMatchObject([{ outcome: 'claim' }]);
		return { id: first.id, a, claimId: String(claim.id) };
	};

	test('becomes the closing when it is used, and its author reads so although the job had left [E2]', async () => {
		const { id, a, claimId } = await contested();
		await a.pull();
		expect(a.reports()).not.toContain(id);
		const report = await city.read(id);
		const result = await supervisor.do('acceptClaim', report, { claimId, text: 'صور واضحة' });
		expect(result.outcome).toBe('applied');
		expect(await city.read(id)).toMatchObject({ status: 'done', finish: { actorId: 'ali' } });
		await a.pull();
		expect(a.rows.get(`outcome ${claimId}`)?.body).toMatchObject({
			...{ id: claimId, reportId: id, choice: 'use', actorId: 'salma', text: 'صور واضحة' }
		});
	});

	test('stays beside what stands, and its author reads so [E3]', async () => {
		const { id, a, claimId } = await contested();
		const args = { claimId, choice: 'keep' as const, text: null };
		await supervisor.do('settleClaim', await city.read(id), args);
		expect(await city.read(id)).toMatchObject({ status: 'in_progress', finish: null });
		await a.pull();
		expect(a.rows.get(`outcome ${claimId}`)?.body).toMatchObject({ choice: 'keep' });
		const again = await supervisor.do('settleClaim', await city.read(id), args);
		expect(again).toMatchObject({ outcome: 'rejected', reason: 'claim_settled' });
	});

	test('is told to nobody but its author', async () => {
		const { id, claimId } = await contested();
		const args = { claimId, choice: 'keep' as const, text: null };
		await supervisor.do('settleClaim', await city.read(id), args);
		for (const person of [badr, salma]) {
			const device = await city.device(person);
			await device.pull();
			expect(device.rows.has(`outcome ${claimId}`)).toBe(false);
		}
	});

	test('is not told for ever', async () => {
		const { id, a, claimId } = await contested();
		const args = { claimId, choice: 'keep' as const, text: null };
		await supervisor.do('settleClaim', await city.read(id), args);
		await a.pull();
		await pruneFeed(city.app.db, city.now + outcomesKeptMs - 1);
		await a.pull();
		expect(a.rows.has(`outcome ${claimId}`)).toBe(true);
		await pruneFeed(city.app.db, city.now + outcomesKeptMs + 1);
		await a.pull();
		expect(a.rows.has(`outcome ${claimId}`)).toBe(false);
	});

	/** Work that an older server could not read; the newer one can. */
	const keptRaw = async (type: CommandType, part: Record<string, unknown> = {}) => {
		const report = await city.report();
		await supervisor.do('assign', report, { assigneeId: 'ali' });
		const assigned = await city.read(report.id);
		const tablet = await city.device(ali);
		await tablet.do('start', assigned);
		const command = tablet.command(type, assigned, plainArgs[type], part);
		const { results } = await tablet.send({ ...command, mood: 'calm' });
		expect(results[0]?.outcome).toBe('deferred');
		const { kysely } = city.app.db;
		const set = { payload: JSON.stringify(command) };
		const id = String(command.id);
		await kysely.updateTable('command').set(set).where('id', '=', id).execute();
		const outcome = async () => {
			const row = kysely.selectFrom('command').select('outcome').where('id', '=', id);
			return (await row.executeTakeFirstOrThrow()).outcome;
		};
		return { reportId: report.id, tablet, id, outcome };
	};
	const upgrade = () => {
		const { db, now } = city.app;
		return applyDeferred({ db, now, newId, policy: policyReader() });
	};
	const told = (tablet: TestDevice, id: string) => tablet.rows.get(`outcome ${id}`)?.body;

	test('that was kept raw is settled once, and its author is told, also of a refusal [F9]', async () => {
		const noted = await keptRaw('addNote');
		const foreign = await keptRaw('addNote', { reportId: newId() });
		const broken = await keptRaw('addNote', { args: {} });
		await Promise.all([upgrade(), upgrade()]);
		expect((await city.read(noted.reportId)).notes).toHaveLength(1);
		for (const [kept, choice] of [
			[noted, 'applied'],
			[foreign, 'rejected'],
			[broken, 'rejected']
		] as const) {
			expect(await kept.outcome()).toBe(choice);
			await kept.tablet.pull();
			expect(told(kept.tablet, kept.id)).toMatchObject({ choice, actorId: null });
		}
	});

	test('that was kept raw takes no effect by itself once the device is closed [D3]', async () => {
		const kept = await keptRaw('finish');
		await city.app.db.tx((tx) => revokeReplicas(tx, 'ali', kept.tablet.replica));
		await upgrade();
		const report = await city.read(kept.reportId);
		expect(report).toMatchObject({ status: 'in_progress', finish: null });
		expect(report.claims).toMatchObject([{ id: kept.id, isEscrowed: true, state: 'open' }]);
		expect(await kept.outcome()).toBe('claim');
		// Nothing is decided yet: told once somebody has.
		await kept.tablet.pull();
		expect(told(kept.tablet, kept.id)).toBeUndefined();
	});
});
