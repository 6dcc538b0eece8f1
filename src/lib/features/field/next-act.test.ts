import { describe, expect, it } from 'vitest';
import {
	anAssignment,
	aPhoto,
	aReport,
	category,
	minute,
	morning
} from '../../../../tests/support/builders';
import { statuses } from '$lib/domain/report/lifecycle';
import { actBar } from './next-act';

const bar = (part: Parameters<typeof aReport>[0]) => actBar(aReport(part), category);

describe('the act bar', () => {
	it('leads from setting off over arriving to starting', () => {
		const assigned = (times: Parameters<typeof anAssignment>[0]) =>
			bar({ status: 'assigned', assignment: anAssignment(times) }).next;
		expect(assigned({})).toBe('setOff');
		expect(assigned({ setOffAt: morning })).toBe('arrive');
		expect(assigned({ setOffAt: morning, arrivedAt: morning + minute })).toBe('start');
		expect(assigned({ arrivedAt: morning })).toBe('start');
	});

	it('lets a step be skipped: starting stands beside setting off', () => {
		expect(bar({ status: 'assigned', assignment: anAssignment() }).others).toEqual([
			'start',
			'hold',
			'decline'
		]);
	});

	it('asks for the before photo, then the after photo, then for finishing', () => {
		const begun = (...photos: ReturnType<typeof aPhoto>[]) =>
			bar({ status: 'in_progress', assignment: anAssignment(), assignEpoch: 1, photos }).next;
		expect(begun()).toBe('before');
		expect(begun(aPhoto('before'))).toBe('after');
		expect(begun(aPhoto('before'), aPhoto('after'))).toBe('finish');
	});

	it('asks for a new after photo when the work was returned', () => {
		const photos = [aPhoto('before'), aPhoto('after', { epoch: 1 })];
		const rework = { status: 'in_progress', assignEpoch: 2, photos } as const;
		expect(bar({ ...rework, assignment: anAssignment({ epoch: 2 }) }).next).toBe('after');
	});

	it('offers to resume what is on hold, and nothing else of the work', () => {
		expect(bar({ status: 'on_hold', assignment: anAssignment() })).toEqual({
			next: 'resume',
			others: []
		});
	});

	it('is empty wherever the lifecycle allows no field act', () => {
		const empty = statuses.filter((status) => bar({ status }).next === null);
		expect(empty).toEqual(['received', 'info_requested', 'referred', 'done', 'closed', 'reopened']);
	});
});
