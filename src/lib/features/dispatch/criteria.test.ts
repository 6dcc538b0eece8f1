import { describe, expect, it } from 'vitest';
import { actorOf } from '$lib/domain/people/actor';
import type { Report } from '$lib/domain/report/report';
import {
	aReport,
	anAssignment,
	minute,
	morning,
	policy,
	salma
} from '../../../../tests/support/builders';
import { meeting, noCriteria, type Criteria } from './criteria';
import { deskRows } from './desk-rows';

const dayMs = 24 * 60 * minute;
const silent = new Set(['ali']);

/** Whether the desk shows a report, `afterMs` after the morning on which it came in. */
function shows(report: Partial<Report>, asked: Partial<Criteria>, afterMs = minute): boolean {
	const now = morning + afterMs;
	const [row] = deskRows([aReport({ teamId: 'team-1', ...report })], actorOf(salma), policy, now);
	if (row === undefined) throw new Error('no row');
	return meeting({ ...noCriteria, ...asked }, { now, clock: policy.clock, silent })(row);
}

describe('the criteria of the desk', () => {
	it.each([
		['status', { status: 'on_hold' }, { status: 'assigned' }],
		['priority', { priority: 'urgent' }, { priority: 'low' }],
		['channel', { channelId: 'app' }, { channelId: 'phone' }],
		['directorate', { directorateId: 'roads' }, { directorateId: null }]
	] as const)('let through what has the asked %s and nothing else', (_name, right, wrong) => {
		const asked = right as Partial<Criteria>;
		expect([shows(right, asked), shows(wrong, asked)]).toEqual([true, false]);
	});

	it('ask for an age of at least so long', () => {
		expect(shows({}, { age: 'week' }, 7 * dayMs)).toBe(true);
		expect(shows({}, { age: 'week' }, 7 * dayMs - 1)).toBe(false);
	});

	it('tell what is due today from what is due this week, late, or stopped', () => {
		const evening = { dueAt: morning + 6 * 60 * minute };
		const later = { dueAt: morning + 3 * dayMs };
		const stopped = { ...evening, status: 'on_hold', pausedAt: morning } as const;
		const windows = (report: Partial<Report>, afterMs?: number) =>
			(['overdue', 'today', 'week', 'paused'] as const).filter((due) =>
				shows(report, { due }, afterMs)
			);
		expect(windows(evening)).toEqual(['today', 'week']);
		expect(windows(later)).toEqual(['week']);
		expect(windows(stopped)).toEqual(['paused']);
		expect(windows(evening, 30 * dayMs)).toEqual(['overdue']);
	});

	it('tell what approaches its due time by 80 % of its target, counted in working time', () => {
		const asked = { due: 'approaching' } as const;
		const running = { status: 'assigned', clockFromAt: morning } as const;
		const usedMinutes = (minutes: number) => policy.clock.addWorking(morning, minutes) - morning;
		expect(shows(running, asked, usedMinutes(0.8 * 840))).toBe(false);
		expect(shows(running, asked, usedMinutes(0.8 * 840 + 1))).toBe(true);
		expect(shows(running, asked, usedMinutes(840))).toBe(true);
		expect(shows(running, asked, usedMinutes(840) + 60 * minute)).toBe(false);
	});

	it('find the open work of somebody whose tablet is silent, and no other', () => {
		const asked = { tablet: 'silent' } as const;
		expect(shows({ status: 'in_progress' }, asked)).toBe(true);
		expect(shows({ status: 'done' }, asked)).toBe(false);
		expect(shows({ status: 'received' }, asked)).toBe(false);
		const assignment = anAssignment({ assigneeId: 'badr' });
		expect(shows({ status: 'assigned', assignment }, asked)).toBe(false);
	});

	it('are all met at once', () => {
		const report = { status: 'on_hold', priority: 'urgent' } as const;
		expect(shows(report, report)).toBe(true);
		expect(shows(report, { ...report, priority: 'low' })).toBe(false);
	});
});
