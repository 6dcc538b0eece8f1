import { describe, expect, it } from 'vitest';
import { neighbour, restingStop, stopHeightPx } from './sheet-stops';

describe('the stops of the bottom sheet', () => {
	it('rest at the nearest stop when the sheet is let go slowly', () => {
		expect(restingStop(130, 800, 120, 0)).toBe('peek');
		expect(restingStop(350, 800, 120, 0)).toBe('half');
		expect(restingStop(700, 800, 120, 0)).toBe('full');
	});

	it('follow a flick to the next stop in its direction', () => {
		expect(restingStop(510, 1000, 120, 1)).toBe('full');
		expect(restingStop(490, 1000, 120, -1)).toBe('peek');
	});

	it('show three fifths at the middle of a low container, where half would show no row of a list', () => {
		expect(stopHeightPx('half', 720, 84)).toBe(432);
		expect(stopHeightPx('half', 800, 84)).toBe(440);
		expect(stopHeightPx('half', 1080, 84)).toBe(540);
	});

	it('hold at both ends', () => {
		expect(neighbour('full', 1)).toBe('full');
		expect(neighbour('peek', -1)).toBe('peek');
	});

	it('never show less than the peek nor more than the container', () => {
		expect(stopHeightPx('half', 200, 120)).toBe(120);
		expect(stopHeightPx('peek', 100, 120)).toBe(100);
	});
});
