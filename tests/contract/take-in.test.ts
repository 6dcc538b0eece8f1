/** Taking reports in, on both engines: once per reference, numbered, routed, fast enough for an import. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isReportNumber } from '../../src/lib/domain/report/number';
import { newReport, receivedEvent, type ReportInput } from '../../src/lib/domain/report/new-report';
import { newId } from '../../src/lib/server/clock';
import { eventsOf, brokenLink } from '../../src/lib/server/repositories/events';
import { countReports } from '../../src/lib/server/repositories/reports';
import { reportsPerPiece, storeReports } from '../../src/lib/server/usecases/take-in-report';
import { policyReader } from '../../src/lib/server/usecases/ref-data';
import { after, ali, aCommand, by, category, clock, morning, salma } from '../support/builders';
import { bothEngines, engines, profile, TestCity } from './sync-support';

const opened = bothEngines();
afterAll(() => opened.close());

const input = (reference: string | null, part: Partial<ReportInput> = {}): ReportInput => ({
	categoryId: 'sewage',
	channelId: 'phone',
	channelReference: reference,
	description: 'طفح مجاري أمام المنزل',
	addressText: 'السيب',
	landmark: null,
	accessNote: null,
	areaPath: '/muscat/seeb/',
	lat: 23.67,
	lon: 58.19,
	accuracyMetres: null,
	receivedAt: morning,
	...part
});

describe.each(engines)('taking in on %s', (engine) => {
	let city: TestCity;
	let skip: string | undefined;

	beforeAll(async () => {
		const settings = await opened.open(engine);
		if ('skip' in settings) {
			skip = settings.skip;
			return;
		}
		city = await TestCity.open(settings);
		return () => city.app.close();
	});
	const test = (name: string, run: () => Promise<void>) =>
		it(name, async (context) => {
			if (skip !== undefined) context.skip(skip);
			await run();
		});

	test('stores a reference once, however often it comes', async () => {
		const list = ['a', 'b', 'a', null, null].map((reference) => ({ input: input(reference) }));
		expect(await city.app.takeInReports(list)).toEqual({ stored: 4, repeated: 1 });
		expect(await city.app.takeInReports(list.slice(0, 3))).toEqual({ stored: 0, repeated: 3 });
		expect(await countReports(city.app.db.kysely)).toBe(4);
	});

	test('stores a reference once when it comes twice in one moment', async () => {
		const one = () => city.app.takeInReports([{ input: input('twin') }]);
		const both = await Promise.all([one(), one()]);
		expect(both.map(({ stored }) => stored).sort()).toEqual([0, 1]);
	});

	test('gives numbers in order, by the year of the city', async () => {
		const lastDay = Date.UTC(2024, 11, 31, 19, 59);
		const list = [lastDay, lastDay + 120_000, lastDay].map((receivedAt, index) => ({
			input: input(`year-${index}`, { receivedAt })
		}));
		await city.app.takeInReports(list);
		const rows = await city.app.db.kysely
			.selectFrom('report')
			.select(['number', 'channel_reference'])
			.where('channel_reference', 'like', 'year-%')
			.orderBy('channel_reference')
			.execute();
		const numbers = rows.map(({ number }) => number);
		expect(numbers.every(isReportNumber)).toBe(true);
		expect(numbers.map((number) => number.slice(0, -2))).toEqual([
			'MM-24-000001',
			'MM-25-000001',
			'MM-24-000002'
		]);
	});

	test('routes, sets the clocks running and keeps the contact apart', async () => {
		const contact = { name: 'مريم', phone: '+968 9000 0000', email: null };
		await city.app.takeInReports([{ input: input('contact'), contact }]);
		const { id, body } = await city.app.db.kysely
			.selectFrom('report')
			.select(['id', 'body'])
			.where('channel_reference', '=', 'contact')
			.executeTakeFirstOrThrow();
		expect(JSON.parse(body)).toMatchObject({
			status: 'received',
			rev: 1,
			teamId: 'team-1',
			routedBy: 'seeb',
			routed: { rule: { id: 'seeb' }, because: { areaPath: '/muscat/seeb/' } },
			dueAt: clock.addWorking(morning, category.targets.resolve)
		});
		expect(body).not.toContain('9000');
		const kept = await city.app.db.kysely
			.selectFrom('reporter_contact')
			.selectAll()
			.where('report_id', '=', id)
			.executeTakeFirst();
		expect(kept).toMatchObject(contact);
		const events = await eventsOf(city.app.db.kysely, id);
		expect(events.map(({ kind }) => kind)).toEqual(['received']);
		expect(brokenLink(events)).toBeNull();
	});

	test('stores reports with a life of their own, ready to be worked on', async () => {
		const { now } = city;
		const reception = { category, routing: profile.routing, clock };
		const fresh = newReport(input(null), { id: newId(), number: '' }, reception);
		const assign = aCommand('assign', {
			base: { rev: 1, assignEpoch: 0 },
			args: { assigneeId: 'ali' }
		});
		const assigned = after(fresh, assign, by(salma, { at: now, receivedAt: now }));
		const change = { assignment: assigned.assignment, assignEpoch: 1, status: assigned.status };
		const events = [
			receivedEvent(fresh, now),
			{ ...receivedEvent(fresh, now), kind: 'assigned' as const, change }
		];
		const deps = { db: city.app.db, now: () => now, newId, policy: policyReader() };
		await storeReports(deps, [{ report: assigned, events }]);
		const tablet = await city.device(ali);
		await tablet.pull();
		expect(tablet.reports()).toEqual([fresh.id]);
		const result = await tablet.do('start', await city.read(fresh.id));
		expect(result.outcome).toBe('applied');
		const history = await eventsOf(city.app.db.kysely, fresh.id);
		expect(history.map(({ kind }) => kind)).toEqual(['received', 'assigned', 'started']);
		expect(brokenLink(history)).toBeNull();
	});

	test('bumps a feed once per piece and lets a first sync page through it', async () => {
		const count = reportsPerPiece * 2 + 3;
		const list = Array.from({ length: count }, (_, index) => ({ input: input(`bulk-${index}`) }));
		const before = (await city.app.readHeads(salma))['team:team-1'] ?? 0;
		const pieces: number[] = [];
		await city.app.takeInReports(list, ({ stored }) => pieces.push(stored));
		expect(pieces).toEqual([500, 1000, 1003]);
		expect((await city.app.readHeads(salma))['team:team-1']).toBe(before + 3);
		const desk = await city.device(salma);
		const pages = await desk.pull(600);
		expect(desk.reports().length).toBeGreaterThanOrEqual(count);
		expect(pages.every(({ entries }) => entries.length <= 600)).toBe(true);
	});
});
