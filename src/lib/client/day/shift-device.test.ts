/** A shift on a device: book, state and lane together, over a database as browsers have it and a server that may fail. */
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { clock, minute, morning } from '../../../../tests/support/builders';
import type { ShiftReceipt, ShiftReport } from '$lib/protocol/shift';
import { PositionWatch } from '../camera/position';
import { openDayBook, type DayBook } from '../db/day-book';
import { failureOf, unreachable, type Answer } from '../errors';
import { ShiftState } from '../state/shift.svelte';
import { ShiftLane } from './shift-lane';

const hour = 60 * minute;
type Reply = 'ok' | 'lost' | 'offline' | 'busy' | 'signed_out' | 'refused';

/** Keeps what it is told as the real one does; `replies` says how the next requests fare. */
class Server {
	replies: Reply[] = [];
	readonly points = new Map<string, number>();
	readonly revs = new Map<string, number>();
	asked = 0;

	post = (report: ShiftReport): Promise<Answer<ShiftReceipt>> => {
		this.asked += 1;
		const reply = this.replies.shift() ?? 'ok';
		if (reply === 'ok' || reply === 'lost') this.#keep(report);
		return Promise.resolve(answers[reply]?.() ?? { ok: true, value: { shift: report.shift } });
	};

	#keep({ shift, points }: ShiftReport): void {
		this.revs.set(shift.id, Math.max(shift.rev, this.revs.get(shift.id) ?? 0));
		for (const { n } of points) {
			const key = `${shift.id}:${n}`;
			this.points.set(key, (this.points.get(key) ?? 0) + 1);
		}
	}
}

const failed = (status: number, code: string, retryAfter: string | null = null) => ({
	ok: false as const,
	failure: failureOf(status, { code }, retryAfter)
});
const answers: Partial<Record<Reply, () => Answer<ShiftReceipt>>> = {
	lost: () => ({ ok: false, failure: unreachable }),
	offline: () => ({ ok: false, failure: unreachable }),
	busy: () => failed(503, 'busy', '5'),
	signed_out: () => failed(401, 'signed_out'),
	refused: () => failed(422, 'not_acceptable')
};

let serial = 0;
let open: { close(): void }[] = [];
afterEach(() => {
	for (const each of open) each.close();
	open = [];
});

/** Timers that run when the test says so. */
function handTimers() {
	const waiting: { ms: number; run: () => void }[] = [];
	return {
		waiting,
		after(ms: number, run: () => void) {
			const one = { ms, run };
			waiting.push(one);
			return () => void (waiting.includes(one) && waiting.splice(waiting.indexOf(one), 1));
		},
		random: () => 0.5
	};
}

async function aDevice(part: { person?: string; server?: Server; now?: number } = {}) {
	const person = part.person ?? `person-${(serial += 1)}`;
	const server = part.server ?? new Server();
	const book = await openDayBook(person);
	const timers = handTimers();
	const time = { now: part.now ?? morning, mono: 0 };
	let fix: PositionCallback = () => undefined;
	let watches = 0;
	const geolocation = {
		watchPosition(success: PositionCallback) {
			fix = success;
			return (watches += 1);
		},
		clearWatch: () => void (watches -= 1)
	};
	const errors: unknown[] = [];
	const onFailed = (error: unknown) => errors.push(error);
	const lane = new ShiftLane({
		...{ book, timers, onFailed, post: server.post },
		now: () => time.now,
		monoMs: () => time.mono,
		onTold: () => undefined
	});
	const shift = new ShiftState({
		...{ book, timers, onFailed },
		watch: new PositionWatch({ geolocation, now: () => time.now }),
		now: () => time.now,
		clock: () => clock,
		newId: () => `00000000-0000-7000-8000-${String((serial += 1)).padStart(12, '0')}`,
		onChanged: () => undefined
	});
	open.push({ close: () => lane.stop() }, { close: () => shift.close() }, book);
	await shift.load();
	return {
		...{ person, server, book, shift, lane, timers, time, errors },
		isWatching: () => watches > 0,
		async at(minutes: number, lat: number) {
			time.now = morning + minutes * minute;
			const coords = { latitude: lat, longitude: 58.19, accuracy: 8, heading: null };
			const before = shift.trail.length;
			fix({ coords } as GeolocationPosition);
			await until(() => shift.trail.length > before);
		},
		tell: () => drained(lane, book, time)
	};
}

/** Waits for what the page does by itself; fails when it does not come. */
async function until(isSo: () => boolean): Promise<void> {
	for (let turn = 0; turn < 200 && !isSo(); turn += 1) await new Promise((r) => setTimeout(r));
	expect(isSo()).toBe(true);
}

/** Kicks the lane as a person does who waits for it, until nothing is left to tell. */
async function drained(lane: ShiftLane, book: DayBook, time: { now: number; mono: number }) {
	for (let kicks = 0; kicks < 100; kicks += 1) {
		if ((await book.nextReport(time.now)) === null) return;
		time.mono += hour;
		lane.kick('manual');
		await new Promise((resolve) => setTimeout(resolve, 2));
	}
	throw new Error('The lane never ends');
}

describe('a shift on a device', () => {
	it('is saved without a network, and is there after a reload', async () => {
		const first = await aDevice();
		await first.shift.start();
		await first.shift.act('break');
		const again = await aDevice({ person: first.person, now: morning + 10 * minute });
		expect(again.shift.current).toMatchObject({ startedAt: morning, endedAt: null });
		expect(again.shift.current?.breaks).toHaveLength(1);
		expect(again.shift.isTold).toBe(false);
	});

	it('watches the place while it is on, and at no other moment', async () => {
		const { shift, isWatching } = await aDevice();
		expect(isWatching()).toBe(false);
		await shift.start();
		expect(isWatching()).toBe(true);
		await shift.act('break');
		expect(isWatching()).toBe(false);
		await shift.act('resume');
		expect(isWatching()).toBe(true);
		await shift.act('end');
		expect(isWatching()).toBe(false);
	});

	it('keeps a trail on the grid, and measures the way by exact fixes', async () => {
		const { shift, at } = await aDevice();
		await shift.start();
		await at(1, 23.600_4);
		await at(2, 23.610_4);
		expect(shift.trail.map(({ n, lat }) => [n, lat])).toEqual([[1, 23.6], [2, 23.61]]); // prettier-ignore
		expect(shift.travelledMetres).toBeCloseTo(1112, -1);
	});

	it('shares exact places only after the person has said so, for later shifts too', async () => {
		const { shift, at, person } = await aDevice();
		await shift.setPrecise(true);
		await shift.start();
		await at(1, 23.600_43);
		expect(shift.trail[0]?.lat).toBe(23.600_43);
		expect((await aDevice({ person })).shift.isPrecise).toBe(true);
	});

	it('has ended with the working day when the app is opened the next morning [47]', async () => {
		const first = await aDevice();
		await first.shift.start();
		first.shift.close();
		const next = await aDevice({ person: first.person, now: morning + 24 * hour });
		expect(next.shift.current).toBeNull();
		expect(next.shift.last).toMatchObject({ endedAt: morning + 6.5 * hour, endedBy: 'calendar' });
	});

	it('goes on after a short absence', async () => {
		const first = await aDevice();
		await first.shift.start();
		first.shift.close();
		const next = await aDevice({ person: first.person, now: morning + hour });
		expect(next.shift.current).not.toBeNull();
	});
});

describe('the lane of shifts', () => {
	it('tells everything once there is a line, and knows that it was told', async () => {
		const { shift, at, tell, server } = await aDevice();
		await shift.start();
		await at(1, 23.6);
		await at(2, 23.61);
		await tell();
		await shift.refresh();
		expect([...server.points.keys()]).toHaveLength(2);
		expect(shift.isTold).toBe(true);
	});

	it('asks again only after the time that the server has named', async () => {
		const { shift, lane, server, time, book } = await aDevice();
		server.replies = ['busy'];
		await shift.start();
		lane.kick('manual');
		await until(() => server.asked === 1);
		await until(() => !lane.isTelling);
		time.mono = 4_999;
		lane.kick('manual');
		expect(server.asked).toBe(1);
		time.mono = 5_000;
		lane.kick('manual');
		await until(() => server.asked === 2);
		expect(await book.lastShift()).toMatchObject({ rev: 1 });
	});

	it('stops at the end of the session, keeps what it has, and tells it after the next start', async () => {
		const { shift, lane, server, person } = await aDevice();
		server.replies = ['signed_out'];
		await shift.start();
		lane.kick('manual');
		await until(() => server.asked === 1);
		const next = await aDevice({ person, server });
		await next.tell();
		expect(server.revs.size).toBe(1);
	});

	it('passes over a shift that is refused, and keeps its reason', async () => {
		const { shift, tell, server } = await aDevice();
		server.replies = ['refused'];
		await shift.start();
		await tell();
		await shift.refresh();
		expect(shift.refusedBy).toBe('not_acceptable');
	});

	it('lets a shift that lasts be heard every ten minutes, also without a place', async () => {
		const { shift, tell, server, book, time } = await aDevice();
		await shift.start();
		await tell();
		time.now += 9 * minute;
		expect(await book.nextReport(time.now)).toBeNull();
		time.now += minute;
		await tell();
		expect(server.asked).toBe(2);
	});

	it('brings every point to the server and the last state of the shift, whatever the line does', async () => {
		const reply = fc.constantFrom<Reply>('ok', 'lost', 'offline', 'busy');
		const step = fc.constantFrom('move', 'tell', 'break', 'reload');
		await fc.assert(
			fc.asyncProperty(
				fc.array(reply, { maxLength: 12 }),
				fc.array(step),
				async (replies, steps) => {
					const server = new Server();
					server.replies = [...replies];
					let device = await aDevice({ server });
					await device.shift.start();
					let moves = 0;
					for (const [index, each] of steps.entries()) {
						if (each === 'break') await device.shift.act(index % 2 ? 'break' : 'resume');
						if (each === 'tell') device.lane.kick('manual');
						if (each === 'reload') {
							device.shift.close();
							device.lane.stop();
							const { person, time } = device;
							device = await aDevice({ person, server, now: time.now });
						}
						if (each !== 'move' || !device.isWatching()) continue;
						moves += 1;
						await device.at(moves, 23.6 + moves / 100);
					}
					await device.shift.act('end');
					await device.tell();
					const row = await device.book.lastShift();
					expect(server.points.size).toBe(moves);
					expect(server.revs.get(row?.id ?? '')).toBe(row?.rev);
					expect(device.errors).toEqual([]);
				}
			),
			{ numRuns: 25 }
		);
	});
});
