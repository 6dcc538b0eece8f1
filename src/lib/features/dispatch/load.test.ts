import { describe, expect, it } from 'vitest';
import { actorOf } from '$lib/domain/people/actor';
import {
	aPerson,
	aReport,
	ali,
	anAssignment,
	badr,
	huda,
	minute,
	morning,
	policy,
	salma
} from '../../../../tests/support/builders';
import { deskRows } from './desk-rows';
import { inspectorsOf, loadsOf, reachOf } from './load';

const his = { status: 'assigned', assignment: anAssignment(), teamId: 'team-1' } as const;

describe('who can be assigned', () => {
	it('is an active inspector of the own team', () => {
		const elsewhere = aPerson('inspector', { id: 'far', teamId: 'team-2' });
		const gone = aPerson('inspector', { id: 'gone', active: false });
		const people = inspectorsOf([ali, badr, salma, huda, elsewhere, gone], actorOf(salma));
		expect(people.map(({ id }) => id)).toEqual(['ali', 'badr']);
	});

	it('is reached only by reports of the own areas that are not there already', () => {
		const seeb = aPerson('inspector', { id: 'seeb', areas: ['/muscat/seeb/'] });
		const reports = [
			aReport({ areaPath: '/muscat/seeb/' }),
			aReport({ areaPath: '/muscat/bawshar/' }),
			aReport({ ...his, assignment: anAssignment({ assigneeId: 'seeb' }) })
		];
		expect(reachOf(seeb, reports)).toEqual({ possible: 1, his: 1 });
	});
});

describe('the load of an inspector', () => {
	it('counts field work only, tells late from due today, and begins with the least loaded', () => {
		const now = morning + 3 * 24 * 60 * minute;
		const rows = deskRows(
			[
				aReport({ ...his, id: 'late', dueAt: morning + minute }),
				aReport({ ...his, id: 'today', dueAt: now + minute, clockFromAt: now }),
				aReport({ ...his, id: 'later', dueAt: now + 48 * 60 * minute, clockFromAt: now }),
				aReport({ id: 'done', status: 'done', assignment: anAssignment(), teamId: 'team-1' })
			],
			actorOf(salma),
			policy,
			now
		);
		const isToday = (at: number) => policy.clock.localDay(at) === policy.clock.localDay(now);
		const loads = loadsOf([ali, badr], rows, isToday);
		expect(loads.map(({ person, ...counts }) => [person.id, counts])).toEqual([
			['badr', { open: 0, dueToday: 0, overdue: 0 }],
			['ali', { open: 3, dueToday: 1, overdue: 1 }]
		]);
	});
});
