import { describe, expect, it } from 'vitest';
import {
	ali,
	anAssignment,
	aFinish,
	aReport,
	morning,
	policy
} from '../../../../tests/support/builders';
import { countJobs, filterJobs, jobsOf, seenFrom } from './jobs';

const context = { policy, now: morning };
const assigned = aReport({ id: 'a', status: 'assigned', assignment: anAssignment() });
const begun = aReport({ id: 'b', status: 'in_progress', assignment: anAssignment() });
const held = aReport({ id: 'c', status: 'on_hold', assignment: anAssignment() });
const back = aReport({
	id: 'd',
	status: 'returned',
	assignment: anAssignment({ epoch: 2 }),
	finish: aFinish(),
	returned: { code: 'not_repaired', text: null, at: morning + 1, actorId: 'huda' }
});
const others = aReport({
	id: 'e',
	status: 'assigned',
	assignment: anAssignment({ assigneeId: 'badr' })
});
const done = aReport({ id: 'f', status: 'done', finish: aFinish() });
const all = [assigned, begun, held, back, others, done];

const ids = (filter: Parameters<typeof filterJobs>[1]) =>
	filterJobs(jobsOf(all, ali.id, context), filter).map(({ report }) => report.id);

describe('the jobs of an inspector', () => {
	it('are the field work assigned to him, and nothing else', () => {
		expect(ids('all')).toEqual(['a', 'b', 'c', 'd']);
	});

	it('fall into filters by what the lifecycle table says of their status', () => {
		expect(ids('to_do')).toEqual(['a', 'd']);
		expect(ids('in_progress')).toEqual(['b']);
		expect(ids('on_hold')).toEqual(['c']);
		expect(ids('returned')).toEqual(['d']);
	});

	it('stay returned while rework is under way, until they are finished again', () => {
		const again = { ...back, id: 'g', status: 'in_progress' as const };
		const jobs = jobsOf([again], ali.id, context);
		expect(countJobs(jobs)).toMatchObject({ returned: 1, in_progress: 1, to_do: 0 });
		const settled = { ...again, finish: aFinish({ at: morning + 2 }) };
		expect(countJobs(jobsOf([settled], ali.id, context)).returned).toBe(0);
	});

	it('are overdue once the working time of their target is used up', () => {
		const late = { ...context, now: morning + 30 * 24 * 3_600_000 };
		const overdue = filterJobs(jobsOf([assigned], ali.id, late), 'overdue');
		expect(overdue).toHaveLength(1);
		expect(filterJobs(jobsOf([assigned], ali.id, context), 'overdue')).toHaveLength(0);
	});

	it('have no distance while the position is unknown', () => {
		const jobs = jobsOf([assigned], ali.id, context);
		expect(seenFrom(jobs, null)).toMatchObject([{ distanceMetres: null, direction: null }]);
	});

	it('keep their due times when they are seen from another place', () => {
		const jobs = jobsOf([assigned], ali.id, context);
		const [job] = seenFrom(jobs, { lat: 23.6, lon: 58.3 });
		expect(job?.due).toBe(jobs[0]?.due);
		expect(job?.distanceMetres).toBeGreaterThan(0);
		expect(job?.direction).not.toBeNull();
	});
});
