/** Holidays and seasons of the working calendar, on both engines: due times follow in pieces, and say why. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { brokenLink, eventsOf } from '../../src/lib/server/repositories/events';
import { readHistory } from '../../src/lib/server/usecases/read-history';
import { followCalendar } from '../../src/lib/server/usecases/follow-calendar';
import { changeCalendar, readCalendarDesk } from '../../src/lib/server/usecases/working-calendar';
import { ali, clock, huda, minute, morning, salma } from '../support/builders';
import { bothEngines, engines, TestCity } from './sync-support';
import { TimeOffice, type CalendarAct } from './time-support';

const opened = bothEngines();
afterAll(() => opened.close());

const name = { ar: 'عيد', en: 'Feast' };
const dayMs = 24 * 60 * minute;
/** The report is received on Sunday and due on Monday at the same time. */
const monday: CalendarAct = { act: 'addHoliday', from: '2026-03-02', to: '2026-03-02', name };

describe.each(engines)('the working calendar on %s', (engine) => {
	let city: TestCity;
	let skip: string | undefined;
	let office: TimeOffice;

	beforeAll(async () => {
		const settings = await opened.open(engine);
		if ('skip' in settings) {
			skip = settings.skip;
			return;
		}
		city = await TestCity.open(settings);
		office = new TimeOffice(city);
		return () => city.app.close();
	});
	beforeEach((context) => {
		if (skip !== undefined) context.skip(skip);
	});

	it('is changed by whoever may, and by nobody else', async () => {
		for (const person of [ali, salma, { ...huda, active: false }]) {
			expect(await office.change(monday, person)).toEqual({ ok: false, code: 'not_permitted' });
		}
		expect(await readCalendarDesk(city.app, ali)).toBeUndefined();
		expect(await readCalendarDesk(city.app, salma)).toMatchObject({ mayEdit: false, changes: [] });
	});

	it('moves open due times with a holiday, tells devices, and says why in the history', async () => {
		const report = await city.report();
		const dueAt = clock.addWorking(morning, 840);
		expect(report.dueAt).toBe(dueAt);
		expect(await office.preview(monday)).toEqual({
			...{ open: 1, later: 1, earlier: 0, relieved: 0, overdue: 0, stages: 0 }
		});
		const supervisor = await city.device(salma);
		await supervisor.pull();
		expect(await office.change(monday)).toMatchObject({ ok: true });
		await office.follow();
		expect((await city.read(report.id)).dueAt).toBe(dueAt + dayMs);
		expect(office.announced).toContain('team:team-1');
		await supervisor.pull();
		expect(supervisor.rows.get(`report ${report.id}`)?.body).toMatchObject({
			dueAt: dueAt + dayMs
		});
		const because = { calendar: { act: 'addHoliday', name, from: '2026-03-02', to: '2026-03-02' } };
		const history = await readHistory(city.app.db, salma, report.id);
		expect(history?.at(-1)).toMatchObject({
			...{ kind: 'due_moved', actorId: null },
			dueMoved: { from: dueAt, to: dueAt + dayMs, because }
		});
		expect(brokenLink(await eventsOf(city.app.db.kysely, report.id))).toBeNull();
		expect((await readCalendarDesk(city.app, huda))?.changes[0]).toMatchObject({
			...{ byId: 'huda', moved: 1, isDone: true, reason: { act: 'addHoliday' } }
		});
		expect((await city.report()).dueAt).toBe(dueAt + dayMs);
	});

	it('takes a holiday of several days back as a whole', async () => {
		const span = { from: '2026-08-03', to: '2026-08-07' };
		await office.change({ act: 'addHoliday', ...span, name });
		await office.follow();
		expect((await office.change({ act: 'removeHoliday', date: span.from, to: span.to })).ok).toBe(
			true
		);
		await office.follow();
		const desk = await readCalendarDesk(city.app, huda);
		const reasons = desk?.changes.map(({ reason }) => reason);
		expect(reasons).toContainEqual({ act: 'removeHoliday', name, ...span });
		const { calendar } = (await city.app.policy()).profile;
		expect(calendar.holidays.filter(({ date }) => date.startsWith('2026-08'))).toEqual([]);
	});

	it('leaves what was promised and what is closed as it is', async () => {
		const promised = await city.report();
		const desk = await city.device(salma);
		await desk.pull();
		const dueAt = morning + 3 * dayMs;
		await desk.do('setDue', promised, { dueAt, text: 'وعد' });
		const closed = await city.report({ closed: { outcome: 'fixed', at: morning } });
		await office.change({ act: 'addHoliday', from: '2026-03-03', to: '2026-03-04', name });
		await office.follow();
		expect([await office.moves(promised.id), await office.moves(closed.id)]).toEqual([[], []]);
		expect((await city.read(promised.id)).dueAt).toBe(dueAt);
	});

	it('goes on after a crash where it stood: every report follows once', async () => {
		const list = Array.from({ length: 450 }, (_one, index) => ({
			input: {
				...{ categoryId: 'sewage', channelId: 'phone', channelReference: `many-${index}` },
				...{ description: '', addressText: '', landmark: null, accessNote: null },
				...{ areaPath: '/muscat/seeb/', lat: 23.67, lon: 58.19, accuracyMetres: null },
				receivedAt: morning
			}
		}));
		await city.app.takeInReports(list);
		await office.change({ act: 'removeHoliday', date: '2026-03-02' });
		const crash = office.deps(() => {
			throw new Error('The process ends here');
		});
		await expect(followCalendar(crash)).rejects.toThrow('ends here');
		expect(await office.change(monday)).toEqual({ ok: false, code: 'busy' });
		await office.follow();
		const rows = await city.app.db.kysely
			.selectFrom('event')
			.innerJoin('report', 'report.id', 'event.report_id')
			.select((is) => ['report_id', is.fn.countAll<number | string>().as('count')])
			.where('kind', '=', 'due_moved')
			.where('channel_reference', 'like', 'many-%')
			.groupBy('report_id')
			.execute();
		expect(rows.map(({ count }) => Number(count))).toEqual(Array(450).fill(1));
		await office.follow();
		expect((await readCalendarDesk(city.app, huda))?.changes[0]).toMatchObject({ isDone: true });
	});

	it('is not overwritten by somebody who saw an older one', async () => {
		const old = await office.rev();
		await office.change({ act: 'addHoliday', from: '2026-05-01', to: '2026-05-01', name });
		await office.follow();
		const late = { rev: old, change: monday };
		expect(await changeCalendar(office.deps(), huda, late)).toEqual({
			ok: false,
			code: 'conflict'
		});
	});

	it('takes the hours of a season, and refuses what cannot work', async () => {
		const season = { act: 'setSeason', from: '2026-03-01', to: '2026-03-20', name } as const;
		const hours = { from: '09:00', to: '14:00' };
		expect(await office.preview({ ...season, hours })).toMatchObject({ earlier: 0 });
		expect((await office.change({ ...season, hours })).ok).toBe(true);
		await office.follow();
		const report = await city.report({ channelReference: 'in-season' });
		expect(report.dueAt).toBeGreaterThan(morning + 2 * dayMs);
		const wrong: CalendarAct[] = [
			{ ...season, hours: { from: '14:00', to: '09:00' } },
			{ ...season, from: '2026-03-15', hours },
			{ act: 'addHoliday', from: '2026-06-10', to: '2026-06-01', name },
			{ act: 'removeHoliday', date: '2031-01-01' }
		];
		for (const act of wrong) expect(await office.preview(act)).toBe('malformed');
	});
});
