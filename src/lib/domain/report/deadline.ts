/**
 * Clocks and deadlines of a report.
 *
 * 1. due = addWorking(clockFromAt, resolve target + paused working minutes): a pause is added to the
 *    target, never to the start. Where the office has set a due time, later pauses are added to that.
 * 2. The stage clock resets at each hand-over, the overall clock never (but for a reopening).
 * 3. The clock runs in statuses whose row says `field`, and on hold for reasons that do not stop it.
 * Source of the rules: domain rules, "Time and targets".
 */
import type { Category } from '../city/profile';
import type { WorkingClock } from '../time/working-calendar';
import type { DueMove } from './event';
import { statusTable, type Status } from './lifecycle';
import type { DueSet, Report, ReportPatch } from './report';

export const referralReminderMs = 14 * 24 * 60 * 60 * 1000;
export const reporterAnswerMs = 5 * 24 * 60 * 60 * 1000;

export const dueBuckets = ['within', 'approaching', 'overdue', 'severe'] as const;
export type DueBucket = (typeof dueBuckets)[number];

type Clocked = Pick<
	Report,
	'status' | 'clockFromAt' | 'pausedAt' | 'pausedMinutes' | 'assignment' | 'dueSet'
>;

/** What entering a status does to the clocks. `stopsClock` matters where a reason decides it. */
export function clocksOnEntering(
	report: Clocked,
	to: Status,
	at: number,
	category: Category,
	clock: WorkingClock,
	stopsClock = true
): ReportPatch {
	const runs =
		statusTable[to].clock === 'field' || (statusTable[to].clock === 'paused' && !stopsClock);
	const wasPausedAt = report.pausedAt;
	const pausedMinutes =
		runs && wasPausedAt !== null
			? report.pausedMinutes + clock.workingBetween(wasPausedAt, at)
			: report.pausedMinutes;
	return {
		pausedAt: runs ? null : (wasPausedAt ?? at),
		pausedMinutes,
		dueAt: dueAt({ ...report, pausedMinutes }, category, clock),
		stageDueAt: stageDueAt(to, at, category, clock),
		stageFromAt: at
	};
}

/** When a report must be done (ms): by its target, or as the office has set it. */
export function dueAt(
	{ clockFromAt, pausedMinutes, dueSet }: Pick<Clocked, 'clockFromAt' | 'pausedMinutes' | 'dueSet'>,
	{ targets }: Pick<Category, 'targets'>,
	clock: WorkingClock
): number {
	return dueSet
		? clock.addWorking(dueSet.at, pausedMinutes - dueSet.pausedMinutes)
		: clock.addWorking(clockFromAt, targets.resolve + pausedMinutes);
}

/** What a due time that is set now must remember. */
export function setDueAt(
	{ pausedAt, pausedMinutes }: Pick<Clocked, 'pausedAt' | 'pausedMinutes'>,
	at: number,
	now: number,
	clock: WorkingClock
): DueSet {
	const running = pausedAt === null ? 0 : clock.workingBetween(pausedAt, now);
	return { at, pausedMinutes: pausedMinutes + running };
}

/** Working minutes that a report has, from its start to its due time, pauses aside. */
export function resolveMinutes(
	{ clockFromAt, dueSet }: Pick<Clocked, 'clockFromAt' | 'dueSet'>,
	{ targets }: Pick<Category, 'targets'>,
	clock: WorkingClock
): number {
	return dueSet
		? clock.workingBetween(clockFromAt, dueSet.at) - dueSet.pausedMinutes
		: targets.resolve;
}

/** Target of the stage that begins at `at`; null where no clock of ours runs. */
export function stageDueAt(
	status: Status,
	at: number,
	category: Category,
	clock: WorkingClock
): number | null {
	const row = statusTable[status];
	const { targets } = category;
	if (row.clock === 'third_party') return at + referralReminderMs;
	if (row.clock === 'review') return clock.addWorking(at, targets.review);
	if (row.clock !== 'field') return null;
	if (row.isUnassigned) return clock.addWorking(at, targets.acknowledge);
	return clock.addWorking(at, row.isStarted ? targets.resolve : targets.firstVisit);
}

/**
 * What another calendar changes about a report's due times; empty where nothing moves. A time that the
 * office has set was promised, and stays. The stage moves where its beginning is known.
 */
export function movedDues(report: Report, category: Category, clock: WorkingClock): ReportPatch {
	const due = dueAt(report, category, clock);
	const { status, stageFromAt } = report;
	const stage =
		typeof stageFromAt === 'number'
			? stageDueAt(status, stageFromAt, category, clock)
			: report.stageDueAt;
	return {
		...(due === report.dueAt ? {} : { dueAt: due }),
		...(stage === report.stageDueAt ? {} : { stageDueAt: stage })
	};
}

/** What a change says of a pause that has ended: the due time moved by the working time that stood. */
export function moveByPause(
	report: Pick<Report, 'dueAt' | 'pausedMinutes'>,
	change: ReportPatch
): { dueMoved: DueMove } | undefined {
	const { dueAt: to = report.dueAt, pausedMinutes = report.pausedMinutes } = change;
	const added = pausedMinutes - report.pausedMinutes;
	if (added <= 0 || to === report.dueAt) return undefined;
	return { dueMoved: { from: report.dueAt, to, because: { pausedMinutes: Math.round(added) } } };
}

/** How much of the resolve target is used: within, approaching (over 80 %), overdue, severe (3x). */
export function dueBucket(
	report: Clocked,
	resolveMinutes: number,
	clock: WorkingClock,
	now: number
): DueBucket {
	const until = report.pausedAt ?? now;
	const used = clock.workingBetween(report.clockFromAt, until) - report.pausedMinutes;
	const share = used / Math.max(1, resolveMinutes);
	if (share > 3) return 'severe';
	if (share > 1) return 'overdue';
	return share > 0.8 ? 'approaching' : 'within';
}
