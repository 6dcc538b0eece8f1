import { describe, expect, it } from 'vitest';
import {
	aCommand,
	aFinish,
	after,
	ali,
	aPhoto,
	aReport,
	anAssignment,
	by,
	morning
} from '../../../../tests/support/builders';
import { earlierVisits } from './earlier-visits';

const later = morning + 60_000;

describe('earlier visits', () => {
	it('are none under the first assignment', () => {
		expect(earlierVisits(aReport({ status: 'in_progress' }))).toEqual([]);
	});

	it('gather photos and the closing of one person, latest visit first', () => {
		const report = aReport({
			status: 'assigned',
			assignEpoch: 3,
			assignment: anAssignment({ epoch: 3 }),
			finish: aFinish({ actorId: 'badr', epoch: 2, at: later, text: 'أُزيل الطفح' }),
			photos: [
				aPhoto('reporter', { sha256: 'r', actorId: null, epoch: 0 }),
				aPhoto('before', { sha256: 'x', epoch: 1 }),
				aPhoto('before', { sha256: 'y', actorId: 'badr', epoch: 2 }),
				aPhoto('after', { sha256: 'z', actorId: 'badr', epoch: 2, retracted: true })
			]
		});
		const visits = earlierVisits(report);
		expect(visits.map(({ actorId, epoch, at }) => [actorId, epoch, at])).toEqual([
			['badr', 2, later],
			['ali', 1, morning]
		]);
		expect(visits[0]).toMatchObject({ outcome: 'fixed', text: 'أُزيل الطفح' });
		expect(visits.map(({ photos }) => photos.map(({ sha256 }) => sha256))).toEqual([['y'], ['x']]);
	});

	it('know late work that waits for a decision, and forget what was withdrawn', () => {
		const report = aReport({
			...{ status: 'in_progress', assignEpoch: 2, photos: [] },
			assignment: anAssignment({ assigneeId: 'badr', epoch: 2 }),
			acts: { actorId: 'badr', lastRev: 9, othersRev: 9 }
		});
		const finish = aCommand('finish');
		const claimed = after(report, finish, by(ali));
		expect(earlierVisits(claimed)).toMatchObject([{ actorId: 'ali', epoch: 1, outcome: 'fixed' }]);
		const claims = claimed.claims.map((claim) => ({ ...claim, state: 'withdrawn' as const }));
		expect(earlierVisits({ ...claimed, claims })).toEqual([]);
	});
});
