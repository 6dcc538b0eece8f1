import { describe, expect, it } from 'vitest';
import { aFinish, aPhoto, aReport, minute, morning } from '../../../../tests/support/builders';
import { neighbour, nextInQueue, photoTally, queueOf } from './queue';

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
