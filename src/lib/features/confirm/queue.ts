/**
 * The officer's queue: finished work that waits for confirmation, what was sent back, what lies with
 * somebody outside, and what was closed lately. Pure; fed with the reports of the device.
 *
 * 1. Waiting work stands by its age or by its lateness, as the officer chose: by when it was finished,
 *    or by when its confirmation was due.
 * 2. Referred reports stand by their reminder, those whose reminder is due before the others.
 */
import { referralReminderMs } from '$lib/domain/report/deadline';
import { photosWaiting } from '$lib/domain/report/evidence';
import { statusTable } from '$lib/domain/report/lifecycle';
import { standingPhotos, type Report } from '$lib/domain/report/report';

export const sections = ['waiting', 'returned', 'referred', 'closed'] as const;
export type Section = (typeof sections)[number];

export const orders = ['age', 'lateness'] as const;
/** How waiting work is ordered. */
export type Order = (typeof orders)[number];

export type Queue = Readonly<Record<Section, readonly Report[]>>;

/** Sorts reports into the sections: waiting as chosen, referred by reminder, the others newest first. */
export function queueOf(reports: readonly Report[], order: Order = 'age'): Queue {
	const by = Map.groupBy(reports, sectionOf);
	const of = (section: Section, rank: (report: Report) => number) =>
		(by.get(section) ?? []).sort((one, other) => rank(one) - rank(other));
	const waiting = of('waiting', waitingSince);
	return {
		waiting: order === 'age' ? waiting : waiting.sort(byLateness),
		returned: of('returned', (report) => -returnedAt(report)),
		referred: of('referred', reminderAt),
		closed: of('closed', (report) => -(report.endedAt ?? 0))
	};
}

/** Where a report stands in the queue; null where it is none of the officer's business now. */
export function sectionOf(report: Report): Section | null {
	const row = statusTable[report.status];
	if (row.awaitsConfirmation) return 'waiting';
	if (row.clock === 'third_party') return 'referred';
	if (row.isFieldWork && report.reworkCount > 0) return 'returned';
	return row.isOpen ? null : 'closed';
}

/** When the work was finished, milliseconds. */
export function waitingSince(report: Report): number {
	return report.finish?.at ?? report.updatedAt;
}

/** The longest overdue first; what has no due time comes last, by its age. */
function byLateness(one: Report, other: Report): number {
	return (one.stageDueAt ?? Infinity) - (other.stageDueAt ?? Infinity) || 0;
}

/** When a referral asks to be looked after, milliseconds. */
export function reminderAt({ stageDueAt, updatedAt }: Report): number {
	return stageDueAt ?? updatedAt + referralReminderMs;
}

const returnedAt = (report: Report) => report.returned?.at ?? report.updatedAt;

/** The report that opens after one is done: the next one down, else the one above, else none. */
export function nextInQueue(queue: readonly Report[], id: string): Report | undefined {
	return nextAfter(queue, id, new Set([id]));
}

/** The same after several were done at once: the nearest one down that is not among them, else up. */
export function nextAfter(
	queue: readonly Report[],
	id: string,
	doneIds: ReadonlySet<string>
): Report | undefined {
	const index = queue.findIndex((report) => report.id === id);
	const isLeft = ({ id }: Report) => !doneIds.has(id);
	if (index < 0) return queue.find(isLeft);
	return queue.slice(index).find(isLeft) ?? queue.slice(0, index).findLast(isLeft);
}

/** The neighbour of a report, one step down (1) or up (-1); itself at either end. */
export function neighbour(queue: readonly Report[], id: string, step: 1 | -1): Report | undefined {
	const index = queue.findIndex((report) => report.id === id);
	return index < 0 ? queue[0] : (queue[index + step] ?? queue[index]);
}

export interface PhotoTally {
	stored: number;
	declared: number;
	/** When the first of the missing ones was taken up by its tablet; null where none is missing. */
	waitingSinceAt: number | null;
	/** The tablet of that first one. */
	deviceName: string | null;
}

/** "2 of 3 photos, on tablet X since 10:12". */
export function photoTally(report: Report): PhotoTally {
	const declared = standingPhotos(report).length;
	const waiting = photosWaiting(report).toSorted((a, b) => a.declaredAt - b.declaredAt);
	return {
		declared,
		stored: declared - waiting.length,
		waitingSinceAt: waiting[0]?.declaredAt ?? null,
		deviceName: waiting[0]?.deviceName ?? null
	};
}
