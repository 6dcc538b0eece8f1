import { describe, expect, it } from 'vitest';
import {
	aFinish,
	aPhoto,
	aReport,
	anAssignment,
	minute,
	morning
} from '../../../../tests/support/builders';
import { finishedToday } from './job-fate';

const today = (at: number) => at >= morning - 8 * 60 * minute;
const done = aReport({ id: 'r1', status: 'done', finish: aFinish(), photos: [aPhoto('after')] });
const item = {
	type: 'finish',
	reportId: 'r1',
	reportNumber: 'MM-26-000001-7',
	at: morning,
	state: 'applied',
	reason: null,
	detail: null
} as const;
const fates = (
	...args: [Parameters<typeof finishedToday>[0], Parameters<typeof finishedToday>[1]]
) => finishedToday(...args, 'ali', today).map(({ fate }) => fate);

describe('work finished today', () => {
	it('is saved while the closing waits on the device', () => {
		expect(fates([done], [{ ...item, state: 'waiting' }])).toEqual([{ kind: 'waiting' }]);
	});

	it('awaits its photos, then the confirmation, then is confirmed', () => {
		const awaited = { ...done, photos: [aPhoto('after', { state: 'awaited' })] };
		expect(fates([awaited], [item])).toEqual([{ kind: 'photos', count: 1 }]);
		expect(fates([done], [item])).toEqual([{ kind: 'awaiting_confirmation' }]);
		expect(fates([{ ...done, status: 'closed' }], [item])).toEqual([{ kind: 'confirmed' }]);
	});

	it('says that it came back', () => {
		const returned = {
			...done,
			status: 'returned' as const,
			assignment: anAssignment({ epoch: 2 }),
			returned: { code: 'other', text: 'x', at: morning + minute, actorId: 'huda' }
		};
		expect(fates([returned], [])).toEqual([{ kind: 'returned' }]);
	});

	it('stays in sight under review or refused, also when the report has left the device', () => {
		expect(fates([], [{ ...item, state: 'under_review' }])).toEqual([{ kind: 'under_review' }]);
		expect(fates([], [{ ...item, state: 'refused', reason: 'stale' }])).toEqual([
			{ kind: 'refused', reason: 'stale', detail: null }
		]);
		expect(fates([], [item])).toEqual([{ kind: 'moved_on' }]);
	});

	it('leaves out closings of other people, of other days and those taken back', () => {
		const others = { ...done, finish: aFinish({ actorId: 'badr' }) };
		const old = { ...done, finish: aFinish({ at: morning - 24 * 60 * minute }) };
		expect(fates([others, old], [{ ...item, state: 'undone' }])).toEqual([]);
	});
});
