import { describe, expect, it } from 'vitest';
import { aFinish, aPhoto, aReport, minute, morning } from '../../../../tests/support/builders';
import { neighbour, nextAfter, nextInQueue, photoTally, queueOf, reminderAt } from './queue';

const done = (id: string, at: number) => aReport({ id, status: 'done', finish: aFinish({ at }) });

describe('the queue of an officer', () => {
	it('brings the oldest finish first and keeps open work of others out', () => {
		const reports = [
			done('b', morning + minute),
			done('a', morning),
			aReport({ status: 'assigned' })
		];
		expect(queueOf(reports).waiting.map(({ id }) => id)).toEqual(['a', 'b']);
	});

	it('brings what is longest overdue first when lateness was chosen, and keeps age among equals', () => {
		const due = (id: string, at: number, stageDueAt: number | null) => ({
			...done(id, at),
			stageDueAt
		});
		const reports = [
			due('young-late', morning + 2 * minute, morning),
			due('old-in-time', morning, morning + 60 * minute),
			due('old-no-target', morning, null),
			due('older-late', morning + minute, morning)
		];
		const ids = (order: 'age' | 'lateness') => queueOf(reports, order).waiting.map(({ id }) => id);
		expect(ids('lateness')).toEqual(['older-late', 'young-late', 'old-in-time', 'old-no-target']);
		expect(ids('age')).toEqual(['old-in-time', 'old-no-target', 'older-late', 'young-late']);
	});

	it('lists what lies with somebody outside by its reminder, so that a forgotten one stands first', () => {
		const referred = (id: string, stageDueAt: number | null) =>
			aReport({ id, status: 'referred', stageDueAt, updatedAt: morning });
		const { referred: list } = queueOf([referred('b', morning + minute), referred('a', morning)]);
		expect(list.map(({ id }) => id)).toEqual(['a', 'b']);
		expect(reminderAt(referred('c', null))).toBe(morning + 14 * 24 * 60 * minute);
	});

	it('lists what was sent back and what was closed apart', () => {
		const returned = aReport({ id: 'r', status: 'returned', reworkCount: 1 });
		const closed = aReport({ id: 'c', status: 'closed' });
		const queue = queueOf([returned, closed]);
		expect([queue.returned[0]?.id, queue.closed[0]?.id, queue.waiting.length]).toEqual([
			'r',
			'c',
			0
		]);
	});

	it('opens the next one after an act, and the one above after the last', () => {
		const queue = [done('a', 1), done('b', 2), done('c', 3)];
		expect(nextInQueue(queue, 'a')?.id).toBe('b');
		expect(nextInQueue(queue, 'c')?.id).toBe('b');
		expect(nextInQueue([done('a', 1)], 'a')).toBeUndefined();
		expect(neighbour(queue, 'c', 1)?.id).toBe('c');
		expect(neighbour(queue, 'b', -1)?.id).toBe('a');
	});

	it('opens the nearest one that was not among those confirmed at once', () => {
		const queue = ['a', 'b', 'c', 'd'].map((id, at) => done(id, at));
		expect(nextAfter(queue, 'b', new Set(['b', 'c']))?.id).toBe('d');
		expect(nextAfter(queue, 'd', new Set(['c', 'd']))?.id).toBe('b');
		expect(nextAfter(queue, 'a', new Set(['a', 'b', 'c', 'd']))).toBeUndefined();
	});

	it('counts photos that are still on a tablet, not those taken again', () => {
		const photos = [
			aPhoto('before'),
			aPhoto('after', { state: 'awaited', declaredAt: morning + minute }),
			aPhoto('other', { sha256: 'd'.repeat(64), state: 'awaited', retracted: true })
		];
		expect(photoTally(aReport({ status: 'done', photos }))).toEqual({
			stored: 1,
			declared: 2,
			waitingSinceAt: morning + minute,
			deviceName: 'Tablet 7'
		});
	});

	it('names the tablet that has waited longest, where photos of two are on their way', () => {
		const photos = [
			aPhoto('before', { state: 'awaited', declaredAt: morning + minute }),
			aPhoto('after', { state: 'awaited', declaredAt: morning, deviceName: 'Tablet 9' })
		];
		expect(photoTally(aReport({ status: 'done', photos }))).toMatchObject({
			waitingSinceAt: morning,
			deviceName: 'Tablet 9'
		});
	});
});
