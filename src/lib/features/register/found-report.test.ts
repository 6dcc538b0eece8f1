/** The form of a report found on the way: what it asks for, what it becomes, what it remembers. */
import { describe, expect, it } from 'vitest';
import { policy, aReport, morning } from '../../../../tests/support/builders';
import type { CameraPhoto } from '$lib/client/camera/photo';
import { alreadyReported, sameSpotMetres } from './already-reported';
import { forgetFound, keepFound, keptFound } from './draft';
import {
	foundPhotoIntent,
	gapsOf,
	isBegun,
	nothingFound,
	registerIntent,
	type Found
} from './found-report';
import { registeredBy } from './registered';

const place = { lat: 23.67, lon: 58.19, accuracyMetres: 8 };
const photo: CameraPhoto = {
	...{ sha256: 'd'.repeat(64), bytes: new Uint8Array(3), thumb: new Uint8Array(1) },
	...{ width: 4, height: 3, takenAt: morning, place: null, source: 'camera' }
};
const pothole: Found = { ...nothingFound, categoryId: 'sewage', place, description: ' حفرة ' };

describe('a new report', () => {
	it('needs a category, a place inside the city, and words or a photo', () => {
		expect(gapsOf(nothingFound, policy)).toEqual(['category', 'place', 'words']);
		expect(gapsOf({ ...pothole, place: { ...place, lat: 10 } }, policy)).toEqual(['outside']);
		expect(gapsOf(pothole, policy)).toEqual([]);
		expect(gapsOf({ ...pothole, description: '', photos: [photo] }, policy)).toEqual([]);
	});

	it('becomes one command, without blanks around its words', () => {
		expect(registerIntent('r1', { ...pothole, landmark: '  ' })).toEqual({
			...{ type: 'register', reportId: 'r1' },
			args: {
				...{ categoryId: 'sewage', ...place, description: 'حفرة', landmark: null },
				takesIt: false
			}
		});
		expect(registerIntent('r1', nothingFound)).toBeNull();
	});

	it('shows the state before the repair where its author takes it, else what was reported', () => {
		const kindOf = (takesIt: boolean) =>
			foundPhotoIntent('r1', photo, { ...pothole, takesIt }).args;
		expect([kindOf(true), kindOf(false)]).toMatchObject([{ kind: 'before' }, { kind: 'reporter' }]);
	});

	it('is begun once anything was filled in, but not by the position alone', () => {
		expect(isBegun({ ...nothingFound, place })).toBe(false);
		expect(isBegun({ ...nothingFound, landmark: 'المسجد' })).toBe(true);
	});
});

describe('the form', () => {
	const shelf = () => {
		const kept = new Map<string, string>();
		return {
			getItem: (key: string) => kept.get(key) ?? null,
			setItem: (key: string, value: string) => void kept.set(key, value)
		};
	};

	it('is there again after its page died, for its person, without its photos [15]', () => {
		const storage = shelf();
		keepFound('ali', { ...pothole, photos: [photo] }, storage);
		expect(keptFound('ali', storage).found).toEqual(pothole);
		expect(keptFound('badr', storage).found).toEqual(nothingFound);
	});

	it('is empty once it is saved, and offers what was used last first', () => {
		const storage = shelf();
		keepFound('ali', pothole, storage);
		for (const id of ['a', 'b', 'c', 'd', 'e', 'c']) forgetFound('ali', id, storage);
		expect(keptFound('ali', storage)).toEqual({
			found: nothingFound,
			recent: ['c', 'e', 'd', 'b']
		});
	});

	it('begins empty where what was kept cannot be read', () => {
		const broken = { ...shelf(), getItem: () => '{"draft":3}' };
		expect(keptFound('ali', broken)).toEqual({ found: nothingFound, recent: [] });
	});
});

describe('what is known already', () => {
	it('is an open report of the same category within 80 m, the nearest first', () => {
		const at = (id: string, metres: number, part = {}) =>
			aReport({ id, lat: place.lat + metres / 111_195, lon: place.lon, ...part });
		const reports = [
			at('far', sameSpotMetres + 5),
			at('near', 60),
			at('nearest', 5),
			at('closed', 5, { status: 'closed' }),
			at('other', 5, { categoryId: 'other' })
		];
		const ids = alreadyReported(reports, 'sewage', place).map(({ report }) => report.id);
		expect(ids).toEqual(['nearest', 'near']);
		expect(alreadyReported(reports, null, place)).toEqual([]);
		expect(alreadyReported(reports, 'sewage', null)).toEqual([]);
	});
});

describe('what a person registered', () => {
	it('is listed while it is open or ended today, unless he has it to work on, newest first', () => {
		const mine = (id: string, part = {}) => aReport({ id, registeredById: 'ali', ...part });
		const today = (at: number) => at >= morning;
		const reports = [
			aReport({ id: 'foreign' }),
			mine('old', { receivedAt: morning - 1 }),
			mine('new'),
			mine('job', { status: 'assigned' }),
			mine('ended', { status: 'closed', endedAt: morning, receivedAt: morning - 2 }),
			mine('long ago', { status: 'closed', endedAt: morning - 1 })
		];
		const ids = registeredBy(reports, 'ali', today).map(({ id }) => id);
		expect(ids).toEqual(['new', 'old', 'ended']);
	});
});
