/**
 * The officer's queue: finished work that waits for confirmation, what was sent back, and what was
 * closed lately. Pure; fed with the reports of the device.
 */
import { photosWaiting } from '$lib/domain/report/evidence';
import { statusTable } from '$lib/domain/report/lifecycle';
import { standingPhotos, type Report } from '$lib/domain/report/report';

export const sections = ['waiting', 'returned', 'closed'] as const;
export type Section = (typeof sections)[number];

export type Queue = Readonly<Record<Section, readonly Report[]>>;

/** Sorts reports into the sections: waiting by age of the finish, the others newest first. */
export function queueOf(reports: readonly Report[]): Queue {
	const of = (section: Section) => reports.filter((report) => sectionOf(report) === section);
	return {
		waiting: of('waiting').sort((one, other) => waitingSince(one) - waitingSince(other)),
		returned: of('returned').sort((one, other) => returnedAt(other) - returnedAt(one)),
		closed: of('closed').sort((one, other) => (other.endedAt ?? 0) - (one.endedAt ?? 0))
	};
}

/** Where a report stands in the queue; null where it is none of the officer's business now. */
export function sectionOf(report: Report): Section | null {
	const row = statusTable[report.status];
	if (row.awaitsConfirmation) return 'waiting';
	if (row.isFieldWork && report.reworkCount > 0) return 'returned';
	return row.isOpen ? null : 'closed';
}

/** When the work was finished, milliseconds. */
export function waitingSince(report: Report): number {
	return report.finish?.at ?? report.updatedAt;
}

const returnedAt = (report: Report) => report.returned?.at ?? report.updatedAt;

/** The report that opens after one is done: the next one down, else the one above, else none. */
export function nextInQueue(queue: readonly Report[], id: string): Report | undefined {
	const index = queue.findIndex((report) => report.id === id);
	if (index < 0) return queue[0];
	return queue[index + 1] ?? queue[index - 1];
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
