import { describe, expect, it } from 'vitest';
import { accuracyBand } from './accuracy';
import { fixesKeptMs, freshFixMs, PositionWatch } from './position';

/** A receiver that says what the test tells it. */
function aReceiver() {
	let fixed: PositionCallback | undefined;
	let missed: PositionErrorCallback | null | undefined;
	const codes = { PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3 } as const;
	return {
		asked: 0,
		isWatched: false,
		watchPosition(success: PositionCallback, failure?: PositionErrorCallback | null) {
			this.asked += 1;
			this.isWatched = true;
			[fixed, missed] = [success, failure];
			return 7;
		},
		clearWatch(id: number) {
			if (id === 7) this.isWatched = false;
		},
		fix(accuracy: number, heading: number | null = null) {
			const blank = { altitude: null, altitudeAccuracy: null, speed: null };
			const coords = { latitude: 23.6, longitude: 58.4, accuracy, heading, ...blank };
			fixed?.({ coords: { ...coords, toJSON: () => coords }, timestamp: 0, toJSON: () => null });
		},
		miss(code: keyof typeof codes) {
			missed?.({ code: codes[code], message: '', ...codes });
		}
	};
}

function aWatch() {
	const clock = { at: 1_000_000 };
	const geolocation = aReceiver();
	const watch = new PositionWatch({ geolocation, now: () => clock.at });
	watch.start();
	return { clock, geolocation, watch };
}

describe('position watch', () => {
	it('asks once, however often it is started', () => {
		const { geolocation, watch } = aWatch();
		watch.start();
		expect(geolocation.asked).toBe(1);
	});

	it('gives the most exact fix of the last minute and forgets older ones', () => {
		const { clock, geolocation, watch } = aWatch();
		geolocation.fix(5);
		clock.at += freshFixMs;
		geolocation.fix(30);
		expect(watch.best()).toMatchObject({ accuracyMetres: 5 });
		clock.at += 1;
		expect(watch.best()).toMatchObject({ accuracyMetres: 30 });
		clock.at += freshFixMs;
		expect(watch.best()).toBeNull();
	});

	it('moves what it stamped before the right clock was known', () => {
		const { clock, geolocation, watch } = aWatch();
		geolocation.fix(5);
		watch.stampBy(() => clock.at + 60_000);
		expect(watch.latest?.fixedAt).toBe(clock.at + 60_000);
		geolocation.fix(5);
		expect(watch.fixes.map(({ fixedAt }) => fixedAt)).toEqual(Array(2).fill(clock.at + 60_000));
	});

	it('prefers the newer of two equally exact fixes', () => {
		const { clock, geolocation, watch } = aWatch();
		geolocation.fix(8);
		clock.at += 10;
		geolocation.fix(8);
		expect(watch.best()?.fixedAt).toBe(clock.at);
	});

	it('keeps the fixes of ten minutes for the on-site rule [1]', () => {
		const { clock, geolocation, watch } = aWatch();
		geolocation.fix(5);
		clock.at += fixesKeptMs;
		geolocation.fix(6);
		expect(watch.fixes).toHaveLength(2);
		clock.at += 1;
		geolocation.fix(7);
		expect(watch.fixes.map(({ accuracyMetres }) => accuracyMetres)).toEqual([6, 7]);
	});

	it('has no heading standing still, where receivers say NaN', () => {
		const { geolocation, watch } = aWatch();
		geolocation.fix(5, NaN);
		expect(watch.latest?.headingDegrees).toBeNull();
		geolocation.fix(5, 270);
		expect(watch.latest?.headingDegrees).toBe(270);
	});

	it('says why there is no position, and takes a late fix for no refusal [2]', () => {
		const { geolocation, watch } = aWatch();
		geolocation.miss('TIMEOUT');
		expect(watch.state).toBe('waiting');
		geolocation.miss('POSITION_UNAVAILABLE');
		expect(watch.state).toBe('unavailable');
		geolocation.fix(9);
		geolocation.miss('POSITION_UNAVAILABLE');
		expect(watch.state).toBe('fixed');
		geolocation.miss('PERMISSION_DENIED');
		expect(watch.state).toBe('denied');
	});

	it('is unavailable without a receiver [2]', () => {
		const watch = new PositionWatch({ geolocation: undefined, now: () => 0 });
		watch.start();
		expect(watch.state).toBe('unavailable');
	});

	it('lets go of the receiver and keeps the fixes when it stops', () => {
		const { geolocation, watch } = aWatch();
		geolocation.fix(5);
		watch.stop();
		expect(geolocation.isWatched).toBe(false);
		expect(watch.best()).not.toBeNull();
	});
});

describe('accuracy', () => {
	it.each([
		[15, 'good'],
		[15.1, 'fair'],
		[50, 'fair'],
		[50.1, 'poor'],
		[100, 'poor'],
		[100.1, 'unusable']
	])('of %d m is %s', (metres, band) => {
		expect(accuracyBand(metres)).toBe(band);
	});
});
