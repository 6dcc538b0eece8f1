/** The history of a report as its readers see it: who, when by which clock, where, what and in which words. */
import { distanceMetres } from '$lib/domain/geo/distance';
import type { GeoPoint } from '$lib/domain/geo/point';
import type { Person } from '$lib/domain/people/actor';
import type { ReportEvent } from '$lib/domain/report/event';
import { toldFields } from '$lib/domain/report/told-values';
import type { ChainState, ReportHistory } from '$lib/protocol/online';
import { reportHistory } from '$lib/protocol/online';
import type { Database } from '../db/connect';
import { chainState, eventsOf } from '../repositories/events';
import { eventsWithDevices, type EventOfDevice } from '../repositories/online';
import { chainEndOf } from '../repositories/reports';
import { findReadable } from './readable-report';

/** All events from the first one; undefined where the person may not read the report. */
export function readHistory(
	db: Database,
	person: Person,
	reportId: string
): Promise<ReportHistory | undefined> {
	return db.snapshot(async (tx) => {
		const report = await findReadable(tx, person, reportId);
		if (report === undefined) return undefined;
		const rows = await eventsWithDevices(tx, reportId);
		return reportHistory.parse(rows.map((row) => entryOf(row, report)));
	});
}

/** Whether that history is whole; undefined where the person may not read the report. */
export function readChain(
	db: Database,
	person: Person,
	reportId: string
): Promise<ChainState | undefined> {
	return db.snapshot(async (tx) => {
		if ((await findReadable(tx, person, reportId)) === undefined) return undefined;
		const end = await chainEndOf(tx, reportId);
		return end && chainState(await eventsOf(tx, reportId), end);
	});
}

function entryOf(row: EventOfDevice, at: GeoPoint) {
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
		routed: event?.change.routed ?? null,
		commandId: row.command_id,
		undoes: event?.undoes ?? null,
		isClockDoubtful: row.clock_doubtful === 1,
		place: event === null ? null : placeOf(event, at),
		changes: event === null ? [] : changesOf(event),
		status: event?.change.status ?? null,
		dueMoved: event?.dueMoved ?? null,
		stopsClock: event !== null && stopsClock(event)
	};
}

/** An assignment begins where the epoch rises; other acts carry the assignment along unchanged. */
function assigneeNamedBy({ change }: ReportEvent): string | null {
	return change.assignEpoch === undefined ? null : (change.assignment?.assigneeId ?? null);
}

/** From the shutter of a photo, or from what the device saw at an arrival or a finish. */
function placeOf({ addPhoto, onSite, kind, change }: ReportEvent, at: GeoPoint) {
	if (addPhoto?.place) {
		const { accuracyMetres } = addPhoto.place;
		return { distanceMetres: distanceMetres(at, addPhoto.place), accuracyMetres };
	}
	const seen = onSite ?? (kind.startsWith('finish') ? change.finish?.onSite : null);
	if (!seen || seen.distanceMetres === null) return null;
	return { distanceMetres: seen.distanceMetres, accuracyMetres: seen.accuracyMetres };
}

function changesOf({ replaced }: ReportEvent) {
	if (replaced === undefined) return [];
	const { from, to } = replaced;
	return toldFields
		.filter((field) => field in to)
		.map((field) => ({ field, from: from[field] ?? null, to: to[field] ?? null }));
}

/** The clock stands from this event on, as on hold for a reason that stops it. */
function stopsClock({ kind, at, change }: ReportEvent): boolean {
	return kind === 'held' && typeof change.pausedAt === 'number' && change.pausedAt >= at;
}
