import { describe, expect, it } from 'vitest';
import {
	aFinish,
	anAssignment,
	aReport,
	minute,
	morning
} from '../../../../tests/support/builders';
import { visitOf } from './on-site';

const finish = aFinish({ at: morning + 40 * minute, epoch: 2 });
const assignment = anAssignment({ epoch: 2 });
const visit = (part: Partial<typeof assignment>, end: Partial<typeof finish> = {}) =>
	visitOf({ assignment: { ...assignment, ...part }, finish: { ...finish, ...end } });

describe('a visit', () => {
	it('lasts from the arrival to the finish, although the work began later', () => {
		const arrivedAt = morning + 15 * minute;
		expect(visit({ arrivedAt, startedAt: morning + 20 * minute })).toMatchObject({
			durationMs: 25 * minute,
			from: 'arrived'
		});
	});

	it('lasts from the start where no arrival was recorded', () => {
		expect(visit({ startedAt: morning + 30 * minute })).toMatchObject({
			durationMs: 10 * minute,
			from: 'started'
		});
	});

	it('takes no time from another assignment, nor one that lies after the finish', () => {
		expect(visit({ arrivedAt: morning, epoch: 3 })?.durationMs).toBeNull();
		expect(visit({ arrivedAt: morning + 41 * minute })?.durationMs).toBeNull();
	});

	it('says how far away the inspector stood, and what was said about it', () => {
		const onSite = { distanceMetres: 140, accuracyMetres: 12, remark: 'الطريق مغلق' };
		expect(visit({}, { onSite })).toMatchObject(onSite);
	});

	it('is none while nobody has finished', () => {
		expect(visitOf(aReport())).toBeNull();
	});
});
