import { describe, expect, it } from 'vitest';
import { headingOf, turnBetween } from './heading';

const turn = { alpha: null, absolute: false };

describe('which way the device looks', () => {
	it('is the compass, where the browser has one', () => {
		expect(headingOf({ ...turn, webkitCompassHeading: 90 }, 0)).toBe(90);
		expect(headingOf({ alpha: 270, absolute: true }, 0)).toBe(90);
		expect(headingOf({ alpha: 0, absolute: true }, 0)).toBe(0);
	});
	it('follows a tablet held sideways', () => {
		expect(headingOf({ alpha: 0, absolute: true }, 90)).toBe(90);
		expect(headingOf({ ...turn, webkitCompassHeading: 350 }, 90)).toBe(80);
	});
	it('is unknown where the turn does not begin at north, or tells nothing', () => {
		expect(headingOf({ alpha: 120, absolute: false }, 0)).toBe(null);
		expect(headingOf({ alpha: null, absolute: true }, 0)).toBe(null);
		expect(headingOf({ ...turn, webkitCompassHeading: Number.NaN }, 0)).toBe(null);
	});
	it('turns the short way round', () => {
		expect([turnBetween(350, 10), turnBetween(10, 350), turnBetween(0, 180)]).toEqual([
			20, 20, 180
		]);
	});
});
