import { describe, expect, it } from 'vitest';
import { movedBy, swipeStep, whole, zoomedAt } from './zoom';

const frame = { width: 400, height: 300 };

describe('a picture that is enlarged', () => {
	it('keeps what lies under the fingers where it is', () => {
		const zoom = zoomedAt(whole, { x: 100, y: -50 }, 2, frame);
		expect(zoom).toEqual({ scale: 2, x: -100, y: 50 });
		expect((100 - zoom.x) / zoom.scale).toBe(100);
	});

	it('never becomes smaller than its frame, nor more than six times as large', () => {
		expect(zoomedAt(whole, { x: 50, y: 50 }, 0.2, frame)).toEqual(whole);
		expect(zoomedAt(whole, { x: 0, y: 0 }, 40, frame).scale).toBe(6);
	});

	it('is not moved out of its frame', () => {
		expect(movedBy({ scale: 2, x: 0, y: 0 }, { x: 900, y: -20 }, frame)).toEqual({
			...{ scale: 2, x: 200, y: -20 }
		});
		expect(movedBy(whole, { x: 30, y: 30 }, frame)).toEqual(whole);
	});
});

describe('a swipe', () => {
	it('brings the next photo in against the line of reading, in both directions of reading', () => {
		expect([swipeStep({ x: -80, y: 5 }, false), swipeStep({ x: 80, y: 5 }, true)]).toEqual([1, 1]);
		expect([swipeStep({ x: 80, y: 5 }, false), swipeStep({ x: -80, y: 5 }, true)]).toEqual([
			...[-1, -1]
		]);
	});

	it('is none where the finger slipped, or went up or down', () => {
		expect(swipeStep({ x: 30, y: 0 }, false)).toBe(0);
		expect(swipeStep({ x: 80, y: 70 }, false)).toBe(0);
	});
});
