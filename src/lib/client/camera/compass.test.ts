import { describe, expect, it } from 'vitest';
import { backHeading, Compass } from './compass';

/** Held upright in front of the eyes: the back looks away from the person. */
const upright = (alpha: number) => ({ alpha, beta: 90, gamma: 0, absolute: true });

describe('the heading of the rear camera', () => {
	it.each([
		[0, 0],
		[270, 90],
		[180, 180],
		[90, 270]
	])('of a device held upright and turned by %d is %d', (alpha, heading) => {
		expect(Math.round(backHeading(upright(alpha)) ?? -1) % 360).toBe(heading);
	});

	it('is unknown where the back looks at the ground, or north is not known', () => {
		expect(backHeading({ alpha: 10, beta: 0, gamma: 0, absolute: true })).toBeNull();
		expect(backHeading({ ...upright(10), absolute: false })).toBeNull();
		expect(backHeading({ ...upright(10), alpha: null })).toBeNull();
	});
});

describe('the compass', () => {
	it('tells the last heading while it is fresh, and nothing once it is stopped', () => {
		const target = new EventTarget();
		let now = 0;
		const compass = new Compass({ target, monoMs: () => now });
		const turn = (alpha: number) =>
			target.dispatchEvent(Object.assign(new Event('deviceorientationabsolute'), upright(alpha)));
		turn(90);
		expect(compass.heading).toBeNull();
		compass.start();
		turn(270);
		expect(compass.heading).toBe(90);
		now = 2_001;
		expect(compass.heading).toBeNull();
		turn(180);
		compass.stop();
		expect(compass.heading).toBeNull();
	});
});
