/** Closings with a checklist on the server: applied, refused, kept as claims; and those of older builds. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/lib/domain/checklist/answer';
import type { Report } from '../../src/lib/domain/report/report';
import { newId } from '../../src/lib/server/clock';
import { ali, badr, inspected, inspectedAnswers, plainArgs, salma } from '../support/builders';
import { bothEngines, engines, TestCity, type TestDevice } from './sync-support';

const opened = bothEngines();
afterAll(() => opened.close());

describe.each(engines)('a closing with a checklist on %s', (engine) => {
	let city: TestCity;
	let supervisor: TestDevice;
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
		tablet = await city.device(ali);
		other = await city.device(badr, 'Tablet 8');
		return () => city.app.close();
	});
	const test = (name: string, run: () => Promise<void>) =>
		it(name, async (context) => {
			if (skip !== undefined) context.skip(skip);
			await run();
		});

	let shot = 0;
	const photo = (kind: 'before' | 'after') => {
		shot += 1;
		return { ...plainArgs.addPhoto, kind, sha256: String(shot).padStart(64, 'c') };
	};
	const assigned = async () => {
		const report = await city.report({ categoryId: inspected.id });
		await supervisor.do('assign', report, { assigneeId: 'ali' });
		return city.read(report.id);
	};
	/** The work up to the closing; answers with what the closing needs besides. */
	const work = async (report: Report) => {
		const [before, after] = [photo('before'), photo('after')];
		await tablet.do('start', report);
		await tablet.do('addPhoto', report, before);
		await tablet.do('addPhoto', report, after);
		return { ...plainArgs.finish, photos: [before.sha256, after.sha256] };
	};
	const finish = async (answers: Answer[]) => {
		const report = await assigned();
		const args = { ...(await work(report)), answers };
		return { report, result: await tablet.do('finish', report, args) };
	};

	test('is applied with its answers, and they reach whoever reads the report', async () => {
		const { report, result } = await finish(inspectedAnswers(30));
		expect(result.outcome).toBe('applied');
		expect((await city.read(report.id)).finish?.answers).toEqual(inspectedAnswers(30));
		await supervisor.pull();
		const row = supervisor.rows.get(`report ${report.id}`)?.body;
		expect(row).toMatchObject({ finish: { answers: inspectedAnswers(30) } });
	});

	test('is refused while a required question is open, by the name of the question', async () => {
		const { report, result } = await finish([{ itemId: 'depth', value: 3 }]);
		const text = inspected.checklist?.[0]?.text;
		expect(result).toMatchObject({
			outcome: 'rejected',
			reason: 'evidence_missing',
			detail: { answers: [{ itemId: 'area-clean', text }] }
		});
		expect((await city.read(report.id)).status).toBe('in_progress');
	});

	test('is refused with a number out of its bounds or a choice that is none', async () => {
		const clean = { itemId: 'area-clean', value: true };
		const { result } = await finish([
			clean,
			{ itemId: 'depth', value: 201 },
			{ itemId: 'ground', value: 'water' }
		]);
		const names = [{ itemId: 'ground' }, { itemId: 'depth' }];
		expect(result).toMatchObject({ reason: 'evidence_missing', detail: { answers: names } });
	});

	test('that comes late and lacks an answer is kept as a claim, with those it has [E1]', async () => {
		const report = await assigned();
		await other.pull();
		await supervisor.do('reassign', report, { assigneeId: 'badr' });
		const answers = [{ itemId: 'depth', value: 12 }];
		const late = await tablet.do('finish', report, { ...(await work(report)), answers });
		expect(late.outcome).toBe('claim');
		const [, claim] = (await city.read(report.id)).claims;
		expect(claim).toMatchObject({ kind: 'finish', answers, state: 'open' });
	});

	test('of an older build is applied although nobody asked then [I1]', async () => {
		const report = await assigned();
		const { answers: _answers, duplicateOf: _duplicateOf, ...args } = await work(report);
		const old = tablet.command('finish', report, plainArgs.finish, { typeVersion: 1, args });
		const { results } = await tablet.send(old);
		expect(results.map(({ outcome }) => outcome)).toEqual(['applied']);
		expect((await city.read(report.id)).finish).toMatchObject({ answers: [], duplicateOf: null });
	});

	test('as a duplicate names the other report to supervisor and directorate', async () => {
		const [report, same] = [await assigned(), await assigned()];
		const args = { ...(await work(report)), outcome: 'duplicate' as const, text: 'هو نفسه' };
		const { outcome } = await tablet.do('finish', report, { ...args, duplicateOf: same.id });
		expect(outcome).toBe('applied');
		const { finish } = await city.read(report.id);
		expect(finish).toMatchObject({ outcome: 'duplicate', duplicateOf: same.id });
	});

	test('of a build to come waits for the server that knows it [F9]', async () => {
		const report = await assigned();
		const newer = tablet.command('finish', report, plainArgs.finish, {
			typeVersion: 3,
			id: newId()
		});
		const { results } = await tablet.send(newer);
		expect(results.map(({ outcome }) => outcome)).toEqual(['deferred']);
	});
});
