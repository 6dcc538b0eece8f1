import { describe, expect, it } from 'vitest';
import { aReport } from '../../../../tests/support/builders';
import type { Job } from './jobs';
import { orderJobs } from './job-order';

const job = (
	number: string,
	part: Partial<Job> & { priority?: Job['report']['priority'] }
): Job => ({
	report: aReport({ number, priority: part.priority ?? 'normal' }),
	due: part.due ?? null,
	distanceMetres: part.distanceMetres ?? null,
	direction: null
});
const due = (at: number): Job['due'] => ({ at, bucket: 'within', isPaused: false });
const numbers = (jobs: readonly Job[]) => jobs.map(({ report }) => report.number);

describe('the order of the job list', () => {
	it('puts the nearest first and the unlocated last', () => {
		const list = [
			job('1', {}),
			job('2', { distanceMetres: 900 }),
			job('3', { distanceMetres: 40 })
		];
		expect(numbers(orderJobs(list, 'nearest'))).toEqual(['3', '2', '1']);
	});

	it('puts the earliest due first, the more pressing first where two are due together', () => {
		const list = [
			job('1', {}),
			job('2', { due: due(50) }),
			job('3', { due: due(50), priority: 'urgent' }),
			job('4', { due: due(10), priority: 'low' })
		];
		expect(numbers(orderJobs(list, 'due'))).toEqual(['4', '3', '2', '1']);
	});

	it('puts the most pressing first', () => {
		const list = [job('1', { priority: 'low' }), job('2', { priority: 'urgent' }), job('3', {})];
		expect(numbers(orderJobs(list, 'priority'))).toEqual(['2', '3', '1']);
	});

	it('ends with the number, so that equal jobs never change places', () => {
		const list = [job('3', {}), job('1', {}), job('2', {})];
		expect(numbers(orderJobs(list, 'nearest'))).toEqual(['1', '2', '3']);
	});
});
