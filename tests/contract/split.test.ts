/** Splitting a report, on both engines: the part is a report of its own, with number, queue and history. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isReportNumber } from '../../src/lib/domain/report/number';
import { newId } from '../../src/lib/server/clock';
import { brokenLink, eventsOf } from '../../src/lib/server/repositories/events';
import { plainArgs, salma } from '../support/builders';
import { bothEngines, engines, TestCity, type TestDevice } from './sync-support';

const opened = bothEngines();
afterAll(() => opened.close());

describe.each(engines)('a report that is split on %s', (engine) => {
	let city: TestCity;
	let desk: TestDevice;
	let skip: string | undefined;

	beforeAll(async () => {
		const settings = await opened.open(engine);
		if ('skip' in settings) {
			skip = settings.skip;
			return;
		}
		city = await TestCity.open(settings);
		desk = await city.device(salma, 'Desk');
		return () => city.app.close();
	});
	const test = (name: string, run: () => Promise<void>) =>
		it(name, async (context) => {
			if (skip !== undefined) context.skip(skip);
			await run();
		});
	const argsOf = (partId = newId()) => ({ ...plainArgs.split, categoryId: 'other', partId });

	test('gives a matter away to a report with a number, a queue and a history of its own', async () => {
		const report = await city.report();
		const args = argsOf();
		await desk.pull();
		expect(await desk.do('split', report, args)).toMatchObject({ outcome: 'applied' });
		const [whole, part] = [await city.read(report.id), await city.read(args.partId)];
		expect(whole.parts).toEqual([part.id]);
		expect(part).toMatchObject({ partOf: whole.id, teamId: 'team-1', status: 'received' });
		expect(isReportNumber(part.number)).toBe(true);
		expect(part.number).not.toBe(whole.number);
		for (const { id } of [whole, part]) {
			const events = await eventsOf(city.app.db.reader, id);
			expect(brokenLink(events)).toBeNull();
			expect(events.at(-1)?.command_id).toBe(
				(await eventsOf(city.app.db.reader, whole.id)).at(-1)?.command_id
			);
		}
		await desk.pull();
		expect(desk.rows.get(`report ${part.id}`)?.body).toEqual(part);
	});

	test('takes no id that is a report’s already', async () => {
		const [report, other] = [await city.report(), await city.report()];
		const refused = await desk.do('split', report, argsOf(other.id));
		expect(refused).toMatchObject({ outcome: 'rejected', reason: 'malformed' });
		expect((await city.read(report.id)).parts).toBeUndefined();
		expect(await city.read(other.id)).toEqual(other);
	});

	test('has one part, however often its command comes', async () => {
		const report = await city.report();
		const command = desk.command('split', report, argsOf());
		const [first, again] = [await desk.send(command), await desk.send(command)];
		expect(first.results[0]).toMatchObject({ outcome: 'applied', duplicate: false });
		expect(again.results[0]).toMatchObject({ outcome: 'applied', duplicate: true });
		expect((await city.read(report.id)).parts).toHaveLength(1);
	});
});
