/** Targets of a category and hours of the week, on both engines: open due times follow, and say why. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { workingClock } from '../../src/lib/domain/time/working-calendar';
import { calendarEdit } from '../../src/lib/protocol/calendar';
import { readHistory } from '../../src/lib/server/usecases/read-history';
import { readCalendarDesk } from '../../src/lib/server/usecases/working-calendar';
import { ali, category, clock, huda, inspected, morning, salma } from '../support/builders';
import { bothEngines, engines, profile, TestCity } from './sync-support';
import { TimeOffice, type CalendarAct } from './time-support';

const opened = bothEngines();
afterAll(() => opened.close());

const setTo = (part: Partial<typeof category.targets>, categoryId = category.id): CalendarAct => ({
	act: 'setTargets',
	categoryId,
	targets: { ...category.targets, ...part }
});
const nothing = { later: 0, earlier: 0, relieved: 0, overdue: 0, stages: 0 };

describe.each(engines)('targets and hours on %s', (engine) => {
	let city: TestCity;
	let office: TimeOffice;
	let skip: string | undefined;

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

	it('are changed by whoever may, and by nobody else', async () => {
		for (const person of [ali, salma, { ...huda, active: false }]) {
			expect(await office.preview(setTo({ resolve: 420 }), person)).toBe('not_permitted');
			const refused = { ok: false, code: 'not_permitted' };
			expect(await office.change(setTo({ resolve: 420 }), person)).toEqual(refused);
		}
	});

	it('move open due times of their category alone, on devices too, and say why', async () => {
		const report = await city.report();
		const other = await city.report({ categoryId: inspected.id });
		const desk = await city.device(salma);
		await desk.pull();
		const act = setTo({ resolve: 420 });
		expect(await office.preview(act)).toEqual({ ...nothing, open: 1, earlier: 1 });
		expect((await office.change(act)).ok).toBe(true);
		await office.follow();
		const dueAt = clock.addWorking(morning, 420);
		expect((await city.read(report.id)).dueAt).toBe(dueAt);
		expect(await office.moves(other.id)).toEqual([]);
		await desk.pull();
		expect(desk.rows.get(`report ${report.id}`)?.body).toMatchObject({ dueAt });
		expect(desk.rows.get(`category ${category.id}`)?.body).toMatchObject({
			targets: { resolve: 420 }
		});
		const { targets: was, name } = category;
		const is = { ...was, resolve: 420 };
		const targets = { act: 'setTargets', categoryId: category.id, name, was, is };
		const history = await readHistory(city.app.db, salma, report.id);
		expect(history?.at(-1)).toMatchObject({
			...{ kind: 'due_moved', actorId: null },
			dueMoved: { from: report.dueAt, to: dueAt, because: { targets } }
		});
		expect((await readCalendarDesk(city.app, huda))?.changes[0]).toMatchObject({
			...{ byId: 'huda', moved: 1, isDone: true, reason: targets }
		});
		expect((await city.report()).dueAt).toBe(dueAt);
	});

	it('move the stage alone where only its target changed, and leave what was promised', async () => {
		const promised = await city.report({ categoryId: 'other' });
		const plain = await city.report({ categoryId: 'other' });
		const desk = await city.device(salma);
		await desk.pull();
		await desk.do('setDue', promised, { dueAt: morning + 1_000_000, text: 'وعد' });
		const act = setTo({ acknowledge: 120, resolve: 900 }, 'other');
		expect(await office.preview(act)).toEqual({ ...nothing, open: 2, later: 1, stages: 1 });
		await office.change(act);
		await office.follow();
		expect(await city.read(plain.id)).toMatchObject({
			dueAt: clock.addWorking(morning, 900),
			stageDueAt: clock.addWorking(morning, 120)
		});
		expect(await city.read(promised.id)).toMatchObject({
			dueAt: morning + 1_000_000,
			stageDueAt: clock.addWorking(morning, 120)
		});
	});

	it('are refused where they do not grow, are out of bounds, or change nothing', async () => {
		const standing = (await city.app.policy()).category(inspected.id).targets;
		const wrong = [
			setTo({ firstVisit: 30 }, inspected.id),
			setTo({ resolve: 1_000_000 }, inspected.id),
			setTo({ acknowledge: 0 }, inspected.id),
			setTo(standing, inspected.id),
			setTo({ resolve: 500 }, 'unheard')
		];
		for (const act of wrong) expect(await office.preview(act)).toBe('malformed');
	});

	it('are read strictly: more than is asked for, or less, is no change', () => {
		const act = setTo({ resolve: 420 });
		const read = (change: unknown) => calendarEdit.safeParse({ rev: 1, change }).success;
		expect(read(act)).toBe(true);
		expect(read({ ...act, name: 'x' })).toBe(false);
		expect(read({ ...act, targets: { resolve: 420 } })).toBe(false);
		expect(read(setTo({ resolve: 420.5 }))).toBe(false);
		const week = profile.calendar.week;
		expect(read({ act: 'setWeek', from: '2026-03-01', week })).toBe(true);
		expect(read({ act: 'setWeek', from: '2026-03-01', week: week.slice(1) })).toBe(false);
	});

	it('count with other hours of the week from their day on, and name the days', async () => {
		const report = await city.report({ categoryId: inspected.id });
		const short = [{ from: '08:00', to: '12:00' }];
		const week = profile.calendar.week.map((day) => (day.length === 0 ? [] : short));
		const act = { act: 'setWeek', from: '2026-06-07', week } as const;
		expect(await office.preview({ ...act, week: week.map(() => []) })).toBe('malformed');
		expect(await office.preview(act)).toMatchObject({ later: 0, earlier: 0 });
		await office.change(act);
		await office.follow();
		expect(await office.moves(report.id)).toEqual([]);
		await office.change({ ...act, from: '2026-03-02' });
		await office.follow();
		const days = profile.calendar.week.flatMap((was, weekday) =>
			was.length === 0 ? [] : [{ weekday, was, is: short }]
		);
		const because = { calendar: { act: 'setWeek', from: '2026-03-02', days } };
		expect(await office.moves(report.id)).toMatchObject([{ from: report.dueAt, because }]);
		const earlier = [{ until: '2026-03-01', week: profile.calendar.week }];
		const counted = workingClock({ ...profile.calendar, week, earlier });
		const dueAt = counted.addWorking(morning, inspected.targets.resolve);
		expect((await city.read(report.id)).dueAt).toBe(dueAt);
		expect(dueAt).toBeGreaterThan(report.dueAt ?? 0);
	});
});
