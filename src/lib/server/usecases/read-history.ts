/** The history of a report as its readers see it: who, when by which clock, what and in which words. */
import type { Person } from '$lib/domain/people/actor';
import type { ReportEvent } from '$lib/domain/report/event';
import type { ReportHistory } from '$lib/protocol/online';
import { reportHistory } from '$lib/protocol/online';
import type { Database } from '../db/connect';
import { eventsWithDevices, type EventOfDevice } from '../repositories/online';
import { findReadable } from './readable-report';

/** All events from the first one; undefined where the person may not read the report. */
export function readHistory(
	db: Database,
	person: Person,
	reportId: string
): Promise<ReportHistory | undefined> {
	return db.snapshot(async (tx) => {
		if ((await findReadable(tx, person, reportId)) === undefined) return undefined;
		const rows = await eventsWithDevices(tx, reportId);
		return reportHistory.parse(rows.map(entryOf));
	});
}

function entryOf(row: EventOfDevice) {
	const event: ReportEvent | null = row.body === null ? null : JSON.parse(row.body);
	return {
		id: row.id,
		kind: row.kind,
		actorId: row.actor_id,
		deviceName: row.device_name,
		deviceAt: row.device_at,
		at: row.at,
		receivedAt: row.received_at,
		isLate: event?.isLate ?? false,
		code: event?.said?.code ?? null,
		text: event?.said?.text ?? event?.addNote?.text ?? null,
		assigneeId: event === null ? null : assigneeNamedBy(event),
		routed: event?.change.routed ?? null
	};
}

/** An assignment begins where the epoch rises; other acts carry the assignment along unchanged. */
function assigneeNamedBy({ change }: ReportEvent): string | null {
	return change.assignEpoch === undefined ? null : (change.assignment?.assigneeId ?? null);
}
