import { describe, expect, it } from 'vitest';
import { correctedTime, SessionClock } from './corrected-time';

const hourMs = 3_600_000;
const bounds = { notBefore: 10 * hourMs, notAfter: 20 * hourMs };
const corrected = (deviceAt: number, skewMs: number | null = 0) =>
	correctedTime({ deviceAt, skew: skewMs === null ? null : { ms: skewMs, ageSeconds: 1 } }, bounds);

describe('the moment of a command', () => {
	it('is what the device says, plus what its clock was wrong by', () => {
		expect(corrected(15 * hourMs, 60_000)).toEqual({ at: 15 * hourMs + 60_000, isDoubtful: false });
		expect(corrected(15 * hourMs, null)).toEqual({ at: 15 * hourMs, isDoubtful: false });
	});

	it('never leaves the contacts around it, and says that it would have [C19]', () => {
		expect(corrected(23 * hourMs)).toEqual({ at: bounds.notAfter, isDoubtful: true });
		expect(corrected(15 * hourMs - 48 * hourMs)).toEqual({
			at: bounds.notBefore,
			isDoubtful: true
		});
		expect(corrected(bounds.notAfter + 2000)).toEqual({ at: bounds.notAfter, isDoubtful: false });
	});

	it('is doubted where the clock was found far off [C19]', () => {
		expect(corrected(15 * hourMs, -3 * hourMs).isDoubtful).toBe(true);
		expect(corrected(15 * hourMs, 119_000).isDoubtful).toBe(false);
	});
});

describe('a clock that is set while a page lives', () => {
	const at = (deviceAt: number, monoMs: number, session = 's') => ({ session, deviceAt, monoMs });

	it('is noticed when it goes back, and stays so for the rest of the session [C19]', () => {
		const clock = new SessionClock(null);
		const marks = [
			at(1_000_000, 0),
			at(1_060_000, 60_000),
			at(900_000, 61_000),
			at(960_000, 121_000)
		];
		expect(marks.map((one) => clock.isSetBack(one))).toEqual([false, false, true, true]);
		expect(clock.isSetBack(at(5_000, 0, 'another'))).toBe(false);
	});

	it('is noticed across two exchanges, from the last command that stands [C19]', () => {
		const clock = new SessionClock(JSON.stringify(at(1_000_000, 0)));
		expect(clock.isSetBack(at(990_000, 5_000))).toBe(true);
	});

	it('is no doubt where the device slept, whose monotonic clock may sleep too', () => {
		const clock = new SessionClock(null);
		clock.isSetBack(at(1_000_000, 0));
		expect(clock.isSetBack(at(1_000_000 + 8 * hourMs, 1_000))).toBe(false);
		expect(clock.isSetBack(at(1_000_000 + 8 * hourMs - 1_500, 1_000))).toBe(false);
	});

	it('is not looked for in what no device of ours wrote', () => {
		for (const payload of ['null', '7', '{}', '{"session":1}']) {
			expect(new SessionClock(payload).isSetBack(at(1, 1))).toBe(false);
		}
	});
});
