import { describe, expect, it } from 'vitest';
import type { ReportHistory } from '$lib/client/api';
import { minute, morning } from '../../../../tests/support/builders';
import { daysOf, notesOf, publicLines, storyOf, takenBack } from './story';

type Entry = ReportHistory[number];
const entry = (kind: Entry['kind'], part: Partial<Entry> = {}): Entry => ({
	...{ id: `${kind}-${part.at ?? 0}`, kind, actorId: 'ali', deviceName: null, deviceAt: null },
	...{ at: morning, receivedAt: morning, isLate: false, code: null, text: null, assigneeId: null },
	...{
		commandId: null,
		undoes: null,
		isClockDoubtful: false,
		place: null,
		changes: [],
		routed: null,
		dueMoved: null,
		stopsClock: false
	},
	status: null,
	...part
});
const said = (history: ReportHistory) =>
	publicLines(history).map(({ what }) => (typeof what === 'object' ? what.status : what));

describe('a story', () => {
	it('goes from the newest to the oldest, without the notes and messages that stand apart', () => {
		const history = [entry('received'), entry('noted'), entry('message_sent'), entry('started')];
		expect(storyOf(history).map(({ kind }) => kind)).toEqual(['started', 'received']);
		expect(notesOf(history)).toHaveLength(1);
	});

	it('is grouped by day, so that a long one can be followed', () => {
		const day = 24 * 60 * minute;
		const history = [
			entry('received', { at: 0 }),
			entry('assigned', { at: 5 }),
			entry('started', { at: day })
		];
		const days = daysOf(storyOf(history), (at) => String(Math.floor(at / day)));
		expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([
			['1', 1],
			['0', 2]
		]);
	});

	it('knows which acts were taken back', () => {
		const history = [entry('confirmed', { commandId: 'c' }), entry('undone', { undoes: 'c' })];
		expect(takenBack(history)).toEqual(new Set(['c']));
	});
});

describe('what the reporter may be told', () => {
	const received = entry('received');
	const assigned = entry('assigned', { status: 'assigned' });
	const finished = entry('finished', { status: 'done', text: 'أزيلت المخلفات' });

	it('is statuses, questions and answers, without what people wrote for each other', () => {
		const asked = entry('reporter_asked', { status: 'info_requested', text: 'أين بالضبط؟' });
		const answered = entry('reporter_answered', { status: 'received', text: 'خلف المسجد' });
		const history = [received, asked, answered, assigned, entry('noted', { text: 'سر' }), finished];
		expect(said(history)).toEqual(['done', 'assigned', 'answered', 'asked', 'received']);
		expect(publicLines(history).map(({ text }) => text)).toEqual([
			...[null, null],
			...['خلف المسجد', 'أين بالضبط؟'],
			null
		]);
	});

	it('is not who had the report in between, nor that the work was sent back', () => {
		const moves = [
			entry('started', { status: 'in_progress' }),
			entry('reassigned', { status: 'assigned' }),
			entry('declined', { status: 'received' }),
			entry('unassigned', { status: 'received' }),
			entry('returned', { status: 'returned' })
		];
		expect(said([received, assigned, ...moves, finished])).toEqual([
			...['done', 'in_progress', 'assigned', 'received']
		]);
	});

	it('is no act that was taken back, nor a closing by mistake', () => {
		const undone = [
			entry('confirmed', { status: 'closed', commandId: 'c' }),
			entry('undone', { status: 'done', undoes: 'c' })
		];
		expect(said([received, finished, ...undone])).toEqual(['done', 'received']);
		const mistake = [
			entry('confirmed', { status: 'closed', commandId: 'd' }),
			entry('closing_taken_back', { status: 'done' })
		];
		expect(said([received, finished, ...mistake])).toEqual(['done', 'received']);
		const again = entry('confirmed', { id: 'right', status: 'closed', commandId: 'e' });
		expect(said([received, finished, ...mistake, again])).toEqual(['closed', 'done', 'received']);
	});
});
