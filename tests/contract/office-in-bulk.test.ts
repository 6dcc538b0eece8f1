/** What the office does while tablets are out or reading: much at once, often, or for ever. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/lib/domain/report/report';
import { maxCommandsPerExchange } from '../../src/lib/protocol/sync';
import { ali, badr, plainArgs, salma } from '../support/builders';
import { bothEngines, engines, TestCity, type TestDevice } from './sync-support';

const opened = bothEngines();
afterAll(() => opened.close());

describe.each(engines)('the office on %s', (engine) => {
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

	/** One act on many reports, in exchanges as full as they may be; `between` after each of them. */
	const inBulk = async (
		type: 'assign' | 'reassign',
		reports: readonly Report[],
		assigneeId: string,
		between: () => Promise<void> = () => Promise.resolve()
	) => {
		for (let from = 0; from < reports.length; from += maxCommandsPerExchange) {
			const part = reports.slice(from, from + maxCommandsPerExchange);
			const commands = part.map((report) => supervisor.command(type, report, { assigneeId }));
			const { results } = await supervisor.send(...commands);
			expect(results.every(({ outcome }) => outcome === 'applied')).toBe(true);
			await between();
		}
	};

	test('that edits fifty times during a day off the line costs one row at its end [E9]', async () => {
		const report = await city.report();
		await supervisor.do('assign', report, { assigneeId: 'ali' });
		const tablet = await city.device(ali);
		await tablet.pull();
		for (let edit = 0; edit < 50; edit++) {
			const priority = edit % 2 === 0 ? 'urgent' : 'low';
			const { outcome } = await supervisor.do('setPriority', await city.read(report.id), {
				priority
			});
			expect(outcome).toBe('applied');
		}
		const pages = await tablet.pull();
		expect(pages.flatMap(({ entries }) => entries)).toMatchObject([
			{ op: 'put', id: report.id, body: { priority: 'low' } }
		]);
	});

	test('that moves 500 reports while both tablets and the desk read shows no half of it [E10]', async () => {
		const count = 500;
		const taken = Array.from({ length: count }, () => city.report());
		const fresh = await Promise.all(taken);
		await inBulk('assign', fresh, 'ali');
		const ids = fresh.map(({ id }) => id).sort();
		const reports = await Promise.all(ids.map((id) => city.read(id)));
		const [from, to, desk] = [
			await city.device(ali),
			await city.device(badr),
			await city.device(salma)
		];
		for (const device of [from, to, desk]) await device.pull();
		const others = { from: from.reports(), to: to.reports() };

		/** Where a version of a scope was read, for each device: never on two pages. */
		const readOn = new Map<TestDevice, Map<string, number>>();
		let page = 0;
		const readPage = async (device: TestDevice) => {
			page += 1;
			const seen = readOn.get(device) ?? new Map<string, number>();
			readOn.set(device, seen);
			const { entries, more } = await device.page(20);
			for (const { scope, v } of entries) {
				const key = `${scope} ${v}`;
				expect(seen.get(key) ?? page, key).toBe(page);
				seen.set(key, page);
			}
			return more;
		};
		const writing = inBulk('reassign', reports, 'badr');
		let isWriting = true;
		const reading = [from, to, desk].map(async (device) => {
			while (isWriting) await readPage(device);
			while (await readPage(device));
		});
		await writing.finally(() => (isWriting = false));
		await Promise.all(reading);

		const moved = new Set(ids);
		expect(from.reports()).toEqual(others.from.filter((id) => !moved.has(id)));
		expect(to.reports()).toEqual([...others.to, ...ids].sort());
		const left = from.left.filter(({ id }) => moved.has(id));
		expect(left).toHaveLength(count);
		expect(left.every(({ scope, reason }) => scope === 'user:ali' && reason === 'reassigned')).toBe(
			true
		);
		for (const id of ids) {
			const stands = await city.read(id);
			expect(desk.rows.get(`report ${id}`)?.body).toEqual(stands);
			expect(to.rows.get(`report ${id}`)?.body).toEqual(stands);
		}
	});

	test('that has deleted a report gets it back from nobody, and keeps what was sent [E8]', async () => {
		const report = await city.report();
		await supervisor.do('assign', report, { assigneeId: 'ali' });
		const seen = await city.read(report.id);
		const tablet = await city.device(ali);
		await tablet.pull();
		const { kysely } = city.app.db;
		for (const table of ['reporter_contact', 'event', 'assignment', 'photo_use'] as const) {
			await kysely.deleteFrom(table).where('report_id', '=', report.id).execute();
		}
		await kysely.deleteFrom('report').where('id', '=', report.id).execute();
		const commands = [
			tablet.command('start', seen),
			tablet.command('addPhoto', seen, { ...plainArgs.addPhoto, sha256: 'e'.repeat(64) }),
			tablet.command('finish', seen, { ...plainArgs.finish, photos: ['e'.repeat(64)] })
		];
		const { results } = await tablet.send(...commands);
		expect(results.map(({ outcome, reason }) => [outcome, reason])).toEqual(
			Array(3).fill(['rejected', 'unknown_report'])
		);
		await expect(city.read(report.id)).rejects.toThrow();
		const stored = await kysely
			.selectFrom('command')
			.select('payload')
			.where('replica', '=', tablet.replica)
			.orderBy('n')
			.execute();
		expect(stored.map(({ payload }) => JSON.parse(payload))).toEqual(commands);
	});
});
