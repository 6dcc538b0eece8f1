/** Whom an exchange gives work, or takes it from: told after the commit, on both engines. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ali, salma } from '../support/builders';
import { bothEngines, engines, TestCity } from './sync-support';

const opened = bothEngines();
afterAll(() => opened.close());

describe.each(engines)('news of jobs on %s', (engine) => {
	let city: TestCity;
	let skipped: string | null = null;

	beforeAll(async () => {
		const settings = await opened.open(engine);
		if ('skip' in settings) skipped = settings.skip;
		else city = await TestCity.open(settings);
	});
	afterAll(() => city?.app.close());
	beforeEach(({ skip }) => {
		if (skipped !== null) skip(skipped);
	});

	test('name both sides of a reassignment, and nobody for a command that came twice', async () => {
		const { id } = await city.report();
		const desk = await city.device(salma);
		const told = ({ news }: Awaited<ReturnType<typeof desk.send>>) =>
			news.map(({ personId, kind }) => `${personId} ${kind}`);
		const assign = desk.command('assign', await city.read(id), { assigneeId: ali.id });
		expect(told(await desk.send(assign))).toEqual(['ali assigned']);
		expect(told(await desk.send(assign))).toEqual([]);
		const urgent = desk.command('setPriority', await city.read(id), { priority: 'urgent' });
		expect(told(await desk.send(urgent))).toEqual(['ali urgent']);
		const reassign = desk.command('reassign', await city.read(id), { assigneeId: 'badr' });
		expect(told(await desk.send(reassign))).toEqual(['ali withdrawn', 'badr urgent']);
	});

	test('name nobody where a command was refused', async () => {
		const report = await city.report();
		const desk = await city.device(salma);
		const { results, news } = await desk.send(
			desk.command('assign', report, { assigneeId: 'nobody' })
		);
		expect(results[0]?.outcome).toBe('rejected');
		expect(news).toEqual([]);
	});
});
