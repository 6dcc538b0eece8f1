/** Shifts and trails as the server keeps them, on both engines, with a clock that the test moves. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { trailKeptMs } from '../../src/lib/domain/dispatch/shift';
import type { ShiftReport } from '../../src/lib/protocol/shift';
import { newId } from '../../src/lib/server/clock';
import { keepTrails } from '../../src/lib/server/usecases/keep-trails';
import { readPresence } from '../../src/lib/server/usecases/read-presence';
import { takeShift } from '../../src/lib/server/usecases/take-shift';
import { ali, badr, minute, morning, salma } from '../support/builders';
import { bothEngines, engines, TestCity } from './sync-support';

const hour = 60 * minute;
const day = 24 * hour;
/** The working day of the test's city ends at 14:30. */
const dayEnd = morning + 6.5 * hour;
const opened = bothEngines();
afterAll(() => opened.close());

type Told = ShiftReport['shift'];

describe.each(engines)('shifts on %s', (engine) => {
	let city: TestCity;
	let skipped: string | null = null;

	beforeAll(async () => {
		const settings = await opened.open(engine);
		if ('skip' in settings) skipped = settings.skip;
		else city = await TestCity.open(settings);
	});
	afterAll(() => city?.app.close());
	beforeEach(async ({ skip }) => {
		if (skipped !== null) skip(skipped);
		city.now = morning;
		// The shifts of one test are nobody's in the next.
		await keepTrails(city.app.db, morning + 2 * trailKeptMs);
	});

	const aShift = (part: Partial<Told> = {}): Told => ({
		...{ id: newId(), rev: 1, startedAt: city.now, breaks: [] },
		...{ endedAt: null, endedBy: null, isPrecise: false, ...part }
	});
	const aPoint = (n: number, at: number, lat = 23.640_21) => ({
		...{ n, at, lat, lon: 58.189_37, accuracyMetres: 8 }
	});
	const tell = (shift: Told, points: ShiftReport['points'] = [], person = ali) =>
		takeShift(city.app, person, { shift, points });
	const receiptOf = async (taken: ReturnType<typeof tell>) => {
		const result = await taken;
		if (!result.ok) throw new Error(result.code);
		return result.receipt.shift;
	};
	const seen = async () => {
		const list = await readPresence(city.app, salma);
		return list?.find(({ personId }) => personId === ali.id);
	};
	const pointsKept = async () => {
		const { kysely } = city.app.db;
		return kysely.selectFrom('trail_point').select(['n', 'lat', 'lon']).orderBy('n').execute();
	};

	test('shows the supervisor who is on shift, since when, and where on a grid of 100 m', async () => {
		const shift = aShift();
		city.now = morning + 20 * minute;
		await tell(shift, [aPoint(1, morning + minute), aPoint(2, morning + 19 * minute, 23.6512)]);
		expect(await seen()).toMatchObject({
			lastSeenAt: city.now,
			shift: {
				...{ state: 'on', startedAt: morning, sinceAt: null },
				place: { at: morning + 19 * minute, lat: 23.651, lon: 58.189, accuracyMetres: 100 }
			}
		});
	});

	test('keeps exact places only where the person allows them', async () => {
		await tell(aShift({ isPrecise: true }), [aPoint(1, morning)]);
		expect(await pointsKept()).toEqual([{ n: 1, lat: 23.640_21, lon: 58.189_37 }]);
	});

	test('takes the same report twice without a second point or a second shift', async () => {
		const shift = aShift();
		for (let i = 0; i < 3; i += 1) await tell(shift, [aPoint(1, morning), aPoint(2, morning)]);
		expect((await pointsKept()).map(({ n }) => n)).toEqual([1, 2]);
	});

	test('drops places from before the shift, from its breaks and from after it, whatever was sent', async () => {
		const at = (minutes: number) => morning + minutes * minute;
		city.now = at(130);
		const shift = aShift({
			...{ startedAt: morning, breaks: [{ fromAt: at(60), toAt: at(75) }] },
			...{ endedAt: at(120), endedBy: 'person' }
		});
		await tell(
			shift,
			[-5, 10, 60, 70, 80, 125].map((minutes, i) => aPoint(i + 1, at(minutes)))
		);
		expect((await pointsKept()).map(({ n }) => n)).toEqual([2, 5]);
	});

	test('shows no place in a break, nor after the shift', async () => {
		const shift = aShift();
		await tell(shift, [aPoint(1, morning)]);
		city.now = morning + hour;
		const inBreak = { ...shift, rev: 2, breaks: [{ fromAt: city.now, toAt: null }] };
		await tell(inBreak);
		expect((await seen())?.shift).toMatchObject({ state: 'break', sinceAt: city.now, place: null });
		await tell({ ...shift, rev: 3, endedAt: city.now, endedBy: 'person' });
		expect((await seen())?.shift).toMatchObject({ state: 'ended', endedBy: 'person', place: null });
	});

	test('lets a late report of an older state change nothing', async () => {
		const shift = aShift();
		await tell({ ...shift, rev: 3, endedAt: morning, endedBy: 'person' });
		const receipt = await receiptOf(tell({ ...shift, rev: 2 }));
		expect(receipt).toMatchObject({ rev: 3, endedBy: 'person' });
	});

	test('ends a shift whose app was closed with the working day, and says until then when he was last heard [47]', async () => {
		await tell(aShift(), [aPoint(1, morning)]);
		city.now = dayEnd - minute;
		expect(await seen()).toMatchObject({
			lastSeenAt: morning,
			shift: { state: 'on', place: { at: morning } }
		});
		city.now = dayEnd + minute;
		const ended = { state: 'ended', sinceAt: dayEnd, endedBy: 'calendar', place: null };
		expect((await seen())?.shift).toMatchObject(ended);
		await keepTrails(city.app.db, city.now);
		expect((await seen())?.shift).toMatchObject(ended);
	});

	test('ends a shift two hours after the last contact where that is later, and after 14 hours whoever is heard [47]', async () => {
		const shift = aShift();
		city.now = dayEnd + hour;
		await tell({ ...shift, rev: 2 });
		city.now = dayEnd + 3 * hour - 1;
		expect((await seen())?.shift?.state).toBe('on');
		city.now = dayEnd + 3 * hour;
		expect((await seen())?.shift).toMatchObject({ state: 'ended', endedBy: 'silence' });
		city.now = morning + 14 * hour;
		const receipt = await receiptOf(tell({ ...shift, rev: 3 }));
		expect(receipt).toMatchObject({ endedAt: city.now, endedBy: 'length' });
	});

	test('goes on with a shift that had ended by itself when its device is heard again in time', async () => {
		const shift = aShift();
		await tell(shift);
		city.now = dayEnd + minute;
		await keepTrails(city.app.db, city.now);
		expect((await seen())?.shift?.state).toBe('ended');
		expect(await receiptOf(tell(shift))).toMatchObject({ endedAt: null });
		expect((await seen())?.shift?.state).toBe('on');
	});

	test('takes nobody’s shift for somebody else, and none of who does no field work', async () => {
		const shift = aShift();
		await tell(shift, [aPoint(1, morning)]);
		expect(await tell({ ...shift, rev: 2 }, [aPoint(2, morning)], badr)).toEqual({
			...{ ok: false, code: 'not_found' }
		});
		expect(await tell(aShift(), [], salma)).toEqual({ ok: false, code: 'not_permitted' });
		expect((await pointsKept()).map(({ n }) => n)).toEqual([1]);
	});

	test.each([
		['begins in the future', { startedAt: morning + hour }],
		['begins before what is kept', { startedAt: morning - 31 * day }],
		['ends before it begins', { endedAt: morning - 1, endedBy: 'person' as const }],
		['ends for no reason', { endedAt: morning }]
	])('refuses a shift that %s', async (_, part) => {
		expect(await tell(aShift(part))).toEqual({ ok: false, code: 'not_acceptable' });
	});

	test('forgets shifts and trails after 30 days', async () => {
		await tell(aShift(), [aPoint(1, morning)]);
		await keepTrails(city.app.db, morning + trailKeptMs);
		expect(await pointsKept()).toHaveLength(1);
		await keepTrails(city.app.db, morning + trailKeptMs + 1);
		expect(await pointsKept()).toEqual([]);
	});
});
