/**
 * What became of work finished today: from "saved" on this device to confirmed by the directorate.
 * The report's own row answers where it is still here; the outbox where it is not yet sent.
 */
import type { OutboxItem } from '$lib/client/device';
import { photosWaiting } from '$lib/domain/report/evidence';
import { statusTable } from '$lib/domain/report/lifecycle';
import type { Report } from '$lib/domain/report/report';

export type Fate =
	| { kind: 'waiting' }
	| { kind: 'photos'; count: number }
	| { kind: 'awaiting_confirmation' }
	| { kind: 'confirmed' }
	| { kind: 'returned' }
	| { kind: 'under_review' }
	| { kind: 'refused'; reason: string; detail: unknown }
	| { kind: 'moved_on' };

export interface FinishedJob {
	reportId: string;
	number: string;
	/** Undefined once it has left the device. */
	report: Report | undefined;
	/** When the person finished it, ms. */
	at: number;
	fate: Fate;
}

type FinishItem = Pick<
	OutboxItem,
	'type' | 'reportId' | 'reportNumber' | 'at' | 'state' | 'reason' | 'detail'
>;

/**
 * The person's closings of one local day, newest first, one per report. `isToday` tells whether a
 * moment (ms) lies on that day; closings taken back are no closings.
 */
export function finishedToday(
	reports: readonly Report[],
	items: readonly FinishItem[],
	personId: string,
	isToday: (at: number) => boolean
): FinishedJob[] {
	const jobs = new Map<string, FinishedJob>();
	const byId = new Map(reports.map((report) => [report.id, report]));
	for (const report of reports) {
		const { finish } = report;
		if (finish?.actorId !== personId || !isToday(finish.at)) continue;
		jobs.set(report.id, job(report.id, report.number, report, finish.at, fateOf(report)));
	}
	for (const item of items) {
		if (item.type !== 'finish' || item.state === 'undone' || !isToday(item.at)) continue;
		const fate = fateOfItem(item);
		const known = jobs.get(item.reportId);
		if (known !== undefined && (fate === null || item.at < known.at)) continue;
		const report = byId.get(item.reportId);
		jobs.set(
			item.reportId,
			job(item.reportId, item.reportNumber, report, item.at, fate ?? { kind: 'moved_on' })
		);
	}
	return [...jobs.values()].sort((a, b) => b.at - a.at);
}

function job(
	reportId: string,
	number: string,
	report: Report | undefined,
	at: number,
	fate: Fate
): FinishedJob {
	return { reportId, number, report, at, fate };
}

function fateOf(report: Report): Fate {
	const row = statusTable[report.status];
	if (!row.isOpen) return { kind: 'confirmed' };
	if (row.awaitsConfirmation) {
		const count = photosWaiting(report).length;
		return count > 0 ? { kind: 'photos', count } : { kind: 'awaiting_confirmation' };
	}
	const { returned, finish } = report;
	if (returned !== null && finish !== null && returned.at >= finish.at) return { kind: 'returned' };
	return { kind: 'moved_on' };
}

/** What the outbox knows better than the report's row; null where the row decides. */
function fateOfItem(item: FinishItem): Fate | null {
	switch (item.state) {
		case 'waiting':
		case 'sending':
		case 'paused':
			return { kind: 'waiting' };
		case 'under_review':
			return { kind: 'under_review' };
		case 'refused':
			return { kind: 'refused', reason: item.reason ?? '', detail: item.detail };
		default:
			return null;
	}
}
