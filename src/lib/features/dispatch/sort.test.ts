import { describe, expect, it } from 'vitest';
import { actorOf } from '$lib/domain/people/actor';
import {
	aReport,
	anAssignment,
	minute,
	morning,
	policy,
	salma
} from '../../../../tests/support/builders';
import { deskRows } from './desk-rows';
import { nextSort, sortRows, type RowNames, type Sort } from './sort';

const names: RowNames = {
	category: () => 'same',
	place: ({ report }) => report.areaPath,
	assignee: ({ assigneeId }) => assigneeId,
	directorate: ({ report }) => report.directorateId ?? '',
	channel: ({ report }) => report.channelId,
	compare: (one, other) => one.localeCompare(other)
};
const rows = deskRows(
	[
		aReport({ id: 'a', number: 'MM-26-000003-1', dueAt: null, priority: 'low' }),
		aReport({
			id: 'b',
			number: 'MM-26-000002-1',
			dueAt: morning,
			priority: 'urgent',
			receivedAt: morning - minute,
			status: 'assigned',
			assignment: anAssignment()
		}),
		aReport({ id: 'c', number: 'MM-26-000001-1', dueAt: morning + minute, priority: 'normal' })
	],
	actorOf(salma),
	policy,
	morning
);
const order = (sort: Sort) => sortRows(rows, sort, names).map(({ report }) => report.id);

describe('the order of the desk', () => {
	it('leaves rows without a due time or an inspector last in both directions', () => {
		expect(order({ column: 'due', direction: 'ascending' })).toEqual(['b', 'c', 'a']);
		expect(order({ column: 'due', direction: 'descending' })).toEqual(['c', 'b', 'a']);
		expect(order({ column: 'assignee', direction: 'descending' })[0]).toBe('b');
	});

	it('follows the scale of priorities and statuses, not their spelling', () => {
		expect(order({ column: 'priority', direction: 'descending' })).toEqual(['b', 'c', 'a']);
		expect(order({ column: 'status', direction: 'descending' })[0]).toBe('b');
	});

	it('puts the oldest first when age falls', () => {
		expect(order({ column: 'age', direction: 'descending' })[0]).toBe('b');
	});

	it('ends with the number, so that equal rows never change places', () => {
		expect(order({ column: 'category', direction: 'ascending' })).toEqual(['c', 'b', 'a']);
	});

	it('turns round on a second press and begins with the most pressing on a first', () => {
		const byDue: Sort = { column: 'due', direction: 'ascending' };
		expect(nextSort(byDue, 'due').direction).toBe('descending');
		expect(nextSort(byDue, 'priority')).toEqual({ column: 'priority', direction: 'descending' });
	});
});
