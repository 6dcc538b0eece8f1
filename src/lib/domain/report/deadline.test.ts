import { describe, expect, it } from 'vitest';
import {
	aCommand,
	after,
	ali,
	aReport,
	by,
	category,
	clock,
	huda,
	minute,
	morning,
	plainArgs
} from '../../../../tests/support/builders';
import { workingClock } from '../time/working-calendar';
import { dueBucket, movedDues } from './deadline';
import { decide } from './decide';
import type { Report } from './report';

const at = (minutes: number) => ({
	at: morning + minutes * minute,
	receivedAt: morning + minutes * minute
});

describe('the field clock', () => {
	it('adds a pause to the target, never to the start', () => {
		const report = aReport({ status: 'assigned' });
		const held = after(report, aCommand('hold'), by(ali, at(60)));
		const resumed = after(held, aCommand('resume'), by(ali, at(180)));
		expect(held.pausedAt).toBe(morning + 60 * minute);
		expect(resumed).toMatchObject({ pausedAt: null, pausedMinutes: 120, clockFromAt: morning });
		expect(resumed.dueAt).toBe(clock.addWorking(morning, 840 + 120));
	});

	it('runs on through a hold whose reason does not stop it', () => {
		const hold = aCommand('hold', { args: { ...plainArgs.hold, reason: 'materials' } });
		const held = after(aReport({ status: 'assigned' }), hold, by(ali, at(60)));
		const resumed = after(held, aCommand('resume'), by(ali, at(180)));
		expect(held.pausedAt).toBeNull();
		expect(resumed.pausedMinutes).toBe(0);
	});

	it('stands while the work waits for confirmation and goes on when it is returned', () => {
		const done = after(aReport({ status: 'in_progress' }), aCommand('finish'), by(ali, at(60)));
		expect(done.stageDueAt).toBe(clock.addWorking(morning + 60 * minute, category.targets.review));
		const giveBack = aCommand('return', { base: { rev: done.rev, assignEpoch: 1 } });
		const returned = after(done, giveBack, by(huda, at(120)));
		expect(returned.pausedMinutes).toBe(60);
		expect(returned.stageDueAt).toBe(
			clock.addWorking(morning + 120 * minute, category.targets.firstVisit)
		);
	});
});

describe('the buckets', () => {
	const bucket = (usedMinutes: number, part: Partial<Report> = {}) =>
		dueBucket(aReport({ status: 'assigned', ...part }), 100, clock, morning + usedMinutes * minute);

	it('change after 80 %, at the target and at three times the target', () => {
		expect([bucket(80), bucket(81), bucket(100), bucket(101), bucket(300), bucket(301)]).toEqual([
			'within',
			'approaching',
			'approaching',
			'overdue',
			'overdue',
			'severe'
		]);
	});

	it('stand still while the clock is paused', () => {
		expect(bucket(301, { pausedAt: morning + 50 * minute })).toBe('within');
	});
});

describe('a due time that moves by itself', () => {
	it('says in the history by how much working time a pause has moved it', () => {
		const report = aReport({ status: 'assigned' });
		const held = after(report, aCommand('hold'), by(ali, at(60)));
		const decision = decide(held, aCommand('resume'), by(ali, at(180)));
		const events = decision.outcome === 'rejected' ? [] : decision.events;
		const to = clock.addWorking(morning, 840 + 120);
		expect(events.map(({ dueMoved }) => dueMoved)).toEqual([
			{ from: report.dueAt, to, because: { pausedMinutes: 120 } }
		]);
	});

	it('says nothing where the clock ran on, or stood outside of working time', () => {
		const hold = aCommand('hold', { args: { ...plainArgs.hold, reason: 'materials' } });
		const running = after(aReport({ status: 'assigned' }), hold, by(ali, at(60)));
		const night = after(aReport({ status: 'assigned' }), aCommand('hold'), by(ali, at(8 * 60)));
		for (const [held, minutes] of [
			[running, 180],
			[night, 9 * 60]
		] as const) {
			const decision = decide(held, aCommand('resume'), by(ali, at(minutes)));
			const [event] = decision.outcome === 'rejected' ? [] : decision.events;
			expect([event?.kind, event?.dueMoved]).toEqual(['resumed', undefined]);
		}
	});

	const shorter = workingClock({
		...{ timeZone: 'Asia/Muscat', seasons: [], holidays: [] },
		week: [0, 1, 2, 3, 4, 5, 6].map(() => [{ from: '09:00', to: '12:00' }])
	});

	it('follows another calendar, with its stage, and does not move twice', () => {
		const report = aReport({ status: 'assigned' });
		const change = movedDues(report, category, shorter);
		expect(change).toEqual({
			dueAt: shorter.addWorking(morning, 840),
			stageDueAt: shorter.addWorking(morning, category.targets.firstVisit)
		});
		expect(movedDues({ ...report, ...change }, category, shorter)).toEqual({});
	});

	it('stays where the office has promised it, and the stage where its beginning is not known', () => {
		const promised = {
			dueAt: morning + minute,
			dueSet: { at: morning + minute, pausedMinutes: 0 }
		};
		const old = aReport({
			status: 'assigned',
			...promised,
			stageFromAt: null,
			stageDueAt: morning
		});
		expect(movedDues(old, category, shorter)).toEqual({});
	});
});
