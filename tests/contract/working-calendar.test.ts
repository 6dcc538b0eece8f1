/** Changes of the working calendar, on both engines: due times follow in pieces and say why. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReportEvent } from '../../src/lib/domain/report/event';
import type { CalendarAct } from '../../src/lib/domain/time/calendar-change';
import type { Person } from '../../src/lib/domain/people/actor';
import { newId } from '../../src/lib/server/clock';
import { brokenLink, eventsOf } from '../../src/lib/server/repositories/events';
import { readHistory } from '../../src/lib/server/usecases/read-history';
import {
	changeCalendar,
	followCalendar,
	previewCalendar,
	readCalendarDesk
} from '../../src/lib/server/usecases/working-calendar';
import { ali, clock, huda, minute, morning, salma } from '../support/builders';
import { bothEngines, engines, TestCity } from './sync-support';

const opened = bothEngines();
afterAll(() => opened.close());

const name = { ar: 'عيد', en: 'Feast' };
const dayMs = 24 * 60 * minute;
/** The report is received on Sunday and due on Monday at the same time. */
const monday: CalendarAct = { act: 'addHoliday', from: '2026-03-02', to: '2026-03-02', name };

describe.each(engines)('the working calendar on %s', (engine) => {
	let city: TestCity;
	let skip: string | undefined;
	let announced: string[] = [];

	beforeAll(async () => {
		const settings = await opened.open(engine);
		if ('skip' in settings) {
			skip = settings.skip;
			return;
		}
		city = await TestCity.open(settings);
		return () => city.app.close();
	});
	beforeEach((context) => {
		if (skip !== undefined) context.skip(skip);
		announced = [];
	});

	const deps = (
		announce = (versions: ReadonlyMap<string, number>) => {
			announced.push(...versions.keys());
		}
	) => ({ db: city.app.db, now: () => city.now, newId, announce });
	const rev = async () => (await readCalendarDesk(city.app, huda))?.rev ?? 0;
	const change = async (act: CalendarAct, person: Person = huda) =>
		changeCalendar(deps(), person, { rev: await rev(), change: act });
	const preview = async (act: CalendarAct) => {
		const answer = await previewCalendar(city.app, huda, { rev: await rev(), change: act });
		return answer.ok ? answer.value : answer.code;
	};
	const moves = async (id: string) =>
		(await eventsOf(city.app.db.kysely, id)).flatMap(({ body }) => {
			const event: ReportEvent = JSON.parse(body ?? '{}');
			return event.kind === 'due_moved' ? [event.dueMoved] : [];
		});

	it('is changed by whoever may, and by nobody else', async () => {
		for (const person of [ali, salma, { ...huda, active: false }]) {
			expect(await change(monday, person)).toEqual({ ok: false, code: 'not_permitted' });
		}
		expect(await readCalendarDesk(city.app, ali)).toBeUndefined();
		expect(await readCalendarDesk(city.app, salma)).toMatchObject({ mayEdit: false, changes: [] });
	});

	it('moves open due times with a holiday, tells devices, and says why in the history', async () => {
		const report = await city.report();
		const dueAt = clock.addWorking(morning, 840);
		expect(report.dueAt).toBe(dueAt);
		expect(await preview(monday)).toEqual({
			...{ open: 1, later: 1, earlier: 0, relieved: 0, overdue: 0 }
		});
		const supervisor = await city.device(salma);
		await supervisor.pull();
		expect(await change(monday)).toMatchObject({ ok: true });
		await followCalendar(deps());
		expect((await city.read(report.id)).dueAt).toBe(dueAt + dayMs);
		expect(announced).toContain('team:team-1');
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

	it('leaves what was promised and what is closed as it is', async () => {
		const promised = await city.report();
		const desk = await city.device(salma);
		await desk.pull();
		const dueAt = morning + 3 * dayMs;
		await desk.do('setDue', promised, { dueAt, text: 'وعد' });
		const closed = await city.report({ closed: { outcome: 'fixed', at: morning } });
		await change({ act: 'addHoliday', from: '2026-03-03', to: '2026-03-04', name });
		await followCalendar(deps());
		expect([await moves(promised.id), await moves(closed.id)]).toEqual([[], []]);
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
		await change({ act: 'removeHoliday', date: '2026-03-02' });
		const crash = deps(() => {
			throw new Error('The process ends here');
		});
		await expect(followCalendar(crash)).rejects.toThrow('ends here');
		expect(await change(monday)).toEqual({ ok: false, code: 'busy' });
		await followCalendar(deps());
		const rows = await city.app.db.kysely
			.selectFrom('event')
			.innerJoin('report', 'report.id', 'event.report_id')
			.select((is) => ['report_id', is.fn.countAll<number | string>().as('count')])
			.where('kind', '=', 'due_moved')
			.where('channel_reference', 'like', 'many-%')
			.groupBy('report_id')
			.execute();
		expect(rows.map(({ count }) => Number(count))).toEqual(Array(450).fill(1));
		await followCalendar(deps());
		expect((await readCalendarDesk(city.app, huda))?.changes[0]).toMatchObject({ isDone: true });
	});

	it('is not overwritten by somebody who saw an older one', async () => {
		const old = await rev();
		await change({ act: 'addHoliday', from: '2026-05-01', to: '2026-05-01', name });
		await followCalendar(deps());
		const late = { rev: old, change: monday };
		expect(await changeCalendar(deps(), huda, late)).toEqual({ ok: false, code: 'conflict' });
	});

	it('takes the hours of a season, and refuses what cannot work', async () => {
		const season = { act: 'setSeason', from: '2026-03-01', to: '2026-03-20', name } as const;
		const hours = { from: '09:00', to: '14:00' };
		expect(await preview({ ...season, hours })).toMatchObject({ earlier: 0 });
		expect((await change({ ...season, hours })).ok).toBe(true);
		await followCalendar(deps());
		const report = await city.report({ channelReference: 'in-season' });
		expect(report.dueAt).toBeGreaterThan(morning + 2 * dayMs);
		const wrong: CalendarAct[] = [
			{ ...season, hours: { from: '14:00', to: '09:00' } },
			{ ...season, from: '2026-03-15', hours },
			{ act: 'addHoliday', from: '2026-06-10', to: '2026-06-01', name },
			{ act: 'removeHoliday', date: '2031-01-01' }
		];
		for (const act of wrong) expect(await preview(act)).toBe('malformed');
	});
});
