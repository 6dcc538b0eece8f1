import { describe, expect, it } from 'vitest';
import type { PresenceList } from '$lib/client/api';
import {
	aFinish,
	aReport,
	ali,
	anAssignment,
	badr,
	minute,
	morning
} from '../../../../tests/support/builders';
import { candidatesOf, finishedBy } from './candidates';

const none = new Map<string, number>();
const load = { open: 2, dueToday: 1, overdue: 0 };
const loads = [
	{ person: ali, ...load },
	{ person: badr, ...load, open: 0 }
];
const jobAt = (id: string, lat: number) =>
	aReport({ id, status: 'assigned', assignment: anAssignment(), lat, lon: 58.2 });
const reports = [jobAt('one', 23.6), jobAt('two', 23.7)];

function heard(placeAt: number): ReadonlyMap<string, PresenceList[number]> {
	const place = { at: placeAt, lat: 23.5, lon: 58.1, accuracyMetres: 100 };
	const shift = { state: 'on', startedAt: morning, sinceAt: null, endedBy: null, place } as const;
	return new Map([
		[
			'ali',
			{
				...{ personId: 'ali', lastSeenAt: morning + minute, deviceName: 'Tablet 7' },
				...{ pendingCommands: 0, pendingPhotos: 0, oldestPendingAt: null, devices: [], shift }
			}
		]
	]);
}

describe('what is known of an inspector', () => {
	it('is his load and the middle of his open work while the server has said nothing', () => {
		const [first, second] = candidatesOf(loads, reports, null, none, morning);
		expect(first).toEqual({
			...{ personId: 'ali', ...load, finished: 0, shift: null, heardAt: null },
			place: { lat: expect.closeTo(23.65, 9), lon: 58.2, source: 'work' }
		});
		expect(second).toMatchObject({ personId: 'badr', place: null });
	});

	it('is the place of his shift while that is fresh, and his work again when it is old', () => {
		const placeAfter = (minutes: number) =>
			candidatesOf(loads, reports, heard(morning), none, morning + minutes * minute)[0]?.place;
		expect(placeAfter(119)).toEqual({ lat: 23.5, lon: 58.1, source: 'shift' });
		expect(placeAfter(121)).toMatchObject({ source: 'work' });
	});

	it('names his shift and when he was last heard', () => {
		expect(candidatesOf(loads, reports, heard(morning), none, morning)[0]).toMatchObject({
			shift: 'on',
			heardAt: morning + minute
		});
	});

	it('counts what he has finished of the asked categories alone', () => {
		const done = (id: string, categoryId: string, actorId: string) =>
			aReport({ id, status: 'done', categoryId, finish: aFinish({ actorId }) });
		const all = [
			...[done('a', 'sewage', 'ali'), done('b', 'sewage', 'ali'), done('c', 'lamp', 'ali')],
			...[done('d', 'sewage', 'badr'), jobAt('e', 23.6)]
		];
		const counts = finishedBy(all, new Set(['sewage']));
		expect([...counts]).toEqual([
			['ali', 2],
			['badr', 1]
		]);
		expect(candidatesOf(loads, all, null, counts, morning)[0]?.finished).toBe(2);
	});
});
