import { describe, expect, it } from 'vitest';
import { neighbour, restingStop, stopHeightPx } from './sheet-stops';

describe('the stops of the bottom sheet', () => {
	it('rest at the nearest stop when the sheet is let go slowly', () => {
		expect(restingStop(130, 800, 120, 0)).toBe('peek');
		expect(restingStop(350, 800, 120, 0)).toBe('half');
		expect(restingStop(700, 800, 120, 0)).toBe('full');
	});

	it('follow a flick to the next stop in its direction', () => {
		expect(restingStop(410, 800, 120, 1)).toBe('full');
		expect(restingStop(390, 800, 120, -1)).toBe('peek');
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
