/**
 * What narrows the desk beside its chips, each an empty string where it narrows nothing. Pure.
 *
 * 1. Every criterion that is given must be met.
 * 2. "Approaching" begins when 80 % of the target are used, in working time. "Today" is the city's day;
 *    "this week" the next seven times 24 hours, late work aside.
 */
import { isWithinArea } from '$lib/domain/geo/area-path';
import type { Policy } from '$lib/domain/report/decision';
import { statusTable, type Status } from '$lib/domain/report/lifecycle';
import type { Priority } from '$lib/domain/report/priority';
import { isOverdue } from '../report/due';
import type { DeskRow } from './desk-rows';

export const dueWindows = ['overdue', 'approaching', 'today', 'week', 'paused'] as const;
export type DueWindow = (typeof dueWindows)[number];

/** Older than so many days since its reception. */
export const ageDays = { day: 1, week: 7, month: 30 } as const;
export type Age = keyof typeof ageDays;
export const ages: readonly Age[] = ['day', 'week', 'month'];

export interface Criteria {
	/** A person's id, or `nobody`. */
	assigneeId: string;
	categoryId: string;
	areaPath: string;
	status: Status | '';
	priority: Priority | '';
	due: DueWindow | '';
	age: Age | '';
	directorateId: string;
	channelId: string;
	/** Only those with an inspector whose tablet is silent. */
	tablet: 'silent' | '';
}

export const nobody = 'nobody';

/** Narrows nothing. */
export const noCriteria: Criteria = {
	...{ assigneeId: '', categoryId: '', areaPath: '' },
	...{ status: '', priority: '', due: '', age: '', directorateId: '', channelId: '', tablet: '' }
};

/** Those that do not stand in the first line of the desk. */
export const furtherCriteria = [
	'status',
	'priority',
	'due',
	'age',
	'directorateId',
	'channelId',
	'tablet'
] as const;

/** When the desk is looked at, and whose days count. */
export interface DeskTime {
	/** Milliseconds since the epoch. */
	now: number;
	clock: Policy['clock'] | undefined;
	/** Whose tablets are silent, by person. */
	silent: ReadonlySet<string>;
}

const dayMs = 86_400_000;

type Test = (row: DeskRow) => boolean;

/** Whether rows meet every given criterion; the criteria are read once, for however many rows. */
export function meeting(criteria: Criteria, time: DeskTime): Test {
	const { assigneeId, areaPath, due, age, tablet } = criteria;
	const tests = equalities(criteria);
	if (areaPath !== '') tests.push(({ report }) => isWithinArea(report.areaPath, areaPath));
	if (due !== '') tests.push((row) => isDue(row, due, time));
	if (age !== '') {
		const latest = time.now - ageDays[age] * dayMs;
		tests.push(({ report }) => report.receivedAt <= latest);
	}
	if (tablet !== '') tests.push((row) => isWithSilent(row, time.silent));
	if (assigneeId !== '') {
		const asked = assigneeId === nobody ? null : assigneeId;
		tests.push((row) => row.assigneeId === asked);
	}
	return (row) => tests.every((test) => test(row));
}

const plain = ['categoryId', 'status', 'priority', 'directorateId', 'channelId'] as const;

function equalities(criteria: Criteria): Test[] {
	return plain.flatMap((field) => {
		const asked = criteria[field];
		return asked === '' ? [] : [({ report }: DeskRow) => report[field] === asked];
	});
}

/** Whether a report lies with somebody whose tablet is silent. */
export function isWithSilent(
	{ report, assigneeId }: Pick<DeskRow, 'report' | 'assigneeId'>,
	silent: ReadonlySet<string>
): boolean {
	return assigneeId !== null && silent.has(assigneeId) && statusTable[report.status].isFieldWork;
}

function isDue({ due }: DeskRow, asked: DueWindow, { now, clock }: DeskTime): boolean {
	if (due === null) return false;
	if (asked === 'paused' || due.isPaused) return asked === 'paused' && due.isPaused;
	if (asked === 'overdue') return isOverdue(due);
	if (asked === 'approaching') return due.bucket === 'approaching';
	if (due.at < now) return false;
	if (asked === 'week') return due.at < now + 7 * dayMs;
	return clock !== undefined && clock.localDay(due.at) === clock.localDay(now);
}
