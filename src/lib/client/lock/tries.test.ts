import { describe, expect, it } from 'vitest';
import { needsPassword, waitMs } from './tries';

const waits = (failed: number, passedMs = 0) => waitMs({ failed, failedAt: 1000 }, 1000 + passedMs);

describe('wrong PINs', () => {
	it('cost nothing up to the fourth, then half a minute that doubles with each', () => {
		expect([0, 4, 5, 6, 7].map((failed) => waits(failed))).toEqual([0, 0, 30_000, 60_000, 120_000]);
	});

	it('let the next try in when the wait is over', () => {
		expect(waits(5, 29_999)).toBe(1);
		expect(waits(5, 30_000)).toBe(0);
	});

	it('never make anybody wait longer than was said, though the clock was set back', () => {
		expect(waits(5, -3_600_000)).toBe(30_000);
	});

	it('leave only the password after the tenth, whatever the clock says', () => {
		expect([9, 10, 11].map((failed) => needsPassword({ failed }))).toEqual([false, true, true]);
	});
});
