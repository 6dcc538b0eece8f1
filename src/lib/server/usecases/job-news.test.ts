import { describe, expect, it } from 'vitest';
import { anAssignment, aReport } from '../../../../tests/support/builders';
import { newsOf } from './job-news';

const waiting = aReport({ status: 'received' });
const alis = aReport({ status: 'assigned', assignment: anAssignment() });
const badrs = aReport({
	status: 'assigned',
	assignment: anAssignment({ assigneeId: 'badr', epoch: 2 })
});
const told = (list: ReturnType<typeof newsOf>) =>
	list.map(({ personId, kind }) => `${personId} ${kind}`);

describe('news of a job', () => {
	it('tells whoever it was assigned to', () => {
		expect(told(newsOf(waiting, alis, 'salma'))).toEqual(['ali assigned']);
	});

	it('tells both sides of a reassignment', () => {
		expect(told(newsOf(alis, badrs, 'salma'))).toEqual(['ali withdrawn', 'badr assigned']);
	});

	it('calls an urgent one urgent, when it comes and when it becomes so', () => {
		const urgent = { ...alis, priority: 'urgent' as const };
		expect(told(newsOf(waiting, urgent, 'salma'))).toEqual(['ali urgent']);
		expect(told(newsOf(alis, urgent, 'salma'))).toEqual(['ali urgent']);
		expect(
			told(newsOf(urgent, { ...urgent, assignment: anAssignment({ seenAt: 1 }) }, 'salma'))
		).toEqual([]);
	});

	it('tells of a return, which is the same job under a new assignment', () => {
		const again = { ...alis, status: 'returned' as const, assignment: anAssignment({ epoch: 2 }) };
		const done = aReport({ status: 'done', assignment: anAssignment() });
		expect(told(newsOf(done, again, 'huda'))).toEqual(['ali assigned']);
	});

	it('tells nobody of his own acts', () => {
		const done = aReport({ status: 'done', assignment: anAssignment() });
		expect(newsOf(alis, done, 'ali')).toEqual([]);
		expect(newsOf(alis, waiting, 'ali')).toEqual([]);
	});
});
