import { describe, expect, it } from 'vitest';
import { mapFactsOf } from './map-facts';
import { checksOf, daysLeft, lightOf, type CheckName, type Facts } from './readiness';

const hour = 3_600_000;
const day = 24 * hour;
const ready: Facts = {
	now: 100 * day,
	jobs: 12,
	isComplete: true,
	isOnline: true,
	isLocked: false,
	lastContactAt: 100 * day - 60_000,
	graceMs: 14 * day,
	isAppKept: true,
	hasUpdate: false,
	photos: { wanted: 20, kept: 20 },
	map: { kind: 'whole' },
	storage: { usedBytes: 10, quotaBytes: 100, photosLeft: 400 },
	permissions: { location: 'granted', camera: 'granted', notifications: 'granted' },
	skewMs: 0,
	battery: { level: 0.9, isCharging: false }
};
const lightWith = (name: CheckName, part: Partial<Facts>) =>
	checksOf({ ...ready, ...part }).find((check) => check.name === name)?.light;
const wholeWith = (part: Partial<Facts>) => lightOf(checksOf({ ...ready, ...part }));
const permission = (answer: Facts['permissions']['camera'], name = 'camera') => ({
	permissions: { ...ready.permissions, [name]: answer }
});

describe('the check before departure', () => {
	it('is green where nothing is missing, line by line', () => {
		expect(checksOf(ready).every(({ light }) => light === 'good')).toBe(true);
		expect(wholeWith({})).toBe('good');
	});

	it.each<[CheckName, Partial<Facts>, string]>([
		['jobs', { isComplete: false }, 'bad'],
		['contact', { lastContactAt: ready.now - 2 * hour }, 'fair'],
		['contact', { lastContactAt: ready.now - 13 * hour }, 'bad'],
		['contact', { lastContactAt: null }, 'bad'],
		['session', { isLocked: true }, 'bad'],
		['session', { lastContactAt: ready.now - 12 * day }, 'fair'],
		['session', { lastContactAt: ready.now - 15 * day }, 'bad'],
		['app', { isAppKept: false }, 'bad'],
		['app', { hasUpdate: true }, 'fair'],
		['photos', { photos: { wanted: 20, kept: 3 } }, 'fair'],
		['photos', { photos: null }, 'unknown'],
		['map', { map: { kind: 'part' } }, 'fair'],
		['space', { storage: { usedBytes: 55, quotaBytes: 100, photosLeft: 400 } }, 'fair'],
		['space', { storage: { usedBytes: 80, quotaBytes: 100, photosLeft: 400 } }, 'bad'],
		['space', { storage: { usedBytes: 1, quotaBytes: 100, photosLeft: 5 } }, 'bad'],
		['location', permission('denied', 'location'), 'bad'],
		['camera', permission('prompt'), 'fair'],
		['camera', permission('unknown'), 'unknown'],
		['notifications', permission('denied', 'notifications'), 'fair'],
		['clock', { skewMs: -3 * 60_000 }, 'fair'],
		['clock', { skewMs: 10 * 60_000 }, 'bad'],
		['battery', { battery: { level: 0.4, isCharging: false } }, 'fair'],
		['battery', { battery: { level: 0.1, isCharging: false } }, 'bad'],
		['battery', { battery: { level: 0.1, isCharging: true } }, 'good']
	])('says of %s with %j: %s', (name, part, light) => {
		expect(lightWith(name, part)).toBe(light);
	});

	it('is as red as its worst line, but never for a map, a battery or notifications', () => {
		expect(wholeWith({ skewMs: 10 * 60_000 })).toBe('bad');
		expect(wholeWith({ hasUpdate: true })).toBe('fair');
		expect(wholeWith({ map: { kind: 'sketch' }, battery: { level: 0.1, isCharging: false } })).toBe(
			'good'
		);
		expect(wholeWith(permission('denied', 'notifications'))).toBe('good');
	});

	it('counts the days that are left without a contact, and never fewer than none', () => {
		expect(daysLeft(ready)).toBe(13);
		expect(daysLeft({ ...ready, lastContactAt: ready.now - 20 * day })).toBe(0);
		expect(daysLeft({ ...ready, lastContactAt: null })).toBeNull();
	});
});

it('tells a map that is here, one that is here in part, and the sketch apart', () => {
	const held = { sha256: 'a', name: 'Muscat', sizeBytes: 10, addedAt: 1, credit: '' };
	const pack = { ...held, bounds: [23, 58, 24, 59], minZoom: 8, maxZoom: 16 } as const;
	const kindOf = (...[held, partBytes]: [typeof pack | null, number]) =>
		mapFactsOf({ held: held && { ...held, bounds: [...held.bounds] }, partBytes }).kind;
	expect([kindOf(null, 0), kindOf(null, 5), kindOf(pack, 0), kindOf(pack, 5)]).toEqual([
		...['sketch', 'part', 'whole', 'whole']
	]);
});
