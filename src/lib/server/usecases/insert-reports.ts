/** Writes whole reports that the database does not hold yet: rows, history, assignments, photos, feeds. */
import type { Insertable } from 'kysely';
import type { ReportEvent } from '$lib/domain/report/event';
import type { Report } from '$lib/domain/report/report';
import type { AssignmentTable, PhotoTable, Tx } from '../db/tables';
import { saveAssignments } from '../repositories/assignments';
import { saveContacts } from '../repositories/contacts';
import { addEvents, chainEvent, emptyChain } from '../repositories/events';
import { bumpScopes } from '../repositories/feed';
import { declarePhotos } from '../repositories/photos';
import { addReports } from '../repositories/reports';
import { touchesOf } from './touch-report';

export interface Contact {
	name: string | null;
	phone: string | null;
	email: string | null;
}

export interface PreparedReport {
	report: Report;
	events: readonly ReportEvent[];
	contact?: Contact | undefined;
}

/** Inserts reports; returns the bumped scopes with their new versions. Feeds come last. */
export async function insertReports(
	tx: Tx,
	prepared: readonly PreparedReport[],
	{ now, newId }: { now(): number; newId(): string }
): Promise<Map<string, number>> {
	const at = now();
	const chained = prepared.map((one) => ({ ...one, rows: chainOf(one, newId) }));
	await addReports(
		tx,
		chained.map(({ report, rows }) => ({ report, head: rows[rows.length - 1] ?? emptyChain }))
	);
	await addEvents(
		tx,
		chained.flatMap(({ rows }) => rows)
	);
	await saveAssignments(tx, prepared.flatMap(assignmentsOf));
	await saveContacts(tx, prepared.flatMap(contactOf));
	await declarePhotos(tx, uniquePhotos(prepared), prepared.flatMap(usesOf));
	const touches = prepared.flatMap(({ report }) => touchesOf(null, report, at));
	return bumpScopes(tx, touches, at);
}

function chainOf({ report, events }: PreparedReport, newId: () => string) {
	let head = emptyChain;
	return events.map((event) => {
		const origin = {
			id: newId(),
			deviceAt: event.commandId === null ? null : event.at,
			isClockDoubtful: false
		};
		const row = chainEvent(report.id, head, event, origin);
		head = row;
		return row;
	});
}

/** Every assignment of its life, each with its end. */
function assignmentsOf({ report, events }: PreparedReport): Insertable<AssignmentTable>[] {
	const rows: Insertable<AssignmentTable>[] = [];
	for (const { change, receivedAt } of events) {
		if (change.assignEpoch === undefined) continue;
		const last = rows[rows.length - 1];
		if (last !== undefined && last.to_at === null) last.to_at = receivedAt;
		const { assignment } = change;
		if (!assignment) continue;
		rows.push({
			report_id: report.id,
			epoch: assignment.epoch,
			assignee_id: assignment.assigneeId,
			from_at: assignment.assignedAt,
			to_at: null
		});
	}
	return rows;
}

function contactOf({ report, contact }: PreparedReport) {
	if (contact === undefined) return [];
	const { name, phone, email } = contact;
	return [{ report_id: report.id, name, phone, email }];
}

function uniquePhotos(prepared: readonly PreparedReport[]): Insertable<PhotoTable>[] {
	const photos = new Map<string, Insertable<PhotoTable>>();
	for (const photo of prepared.flatMap(({ report }) => report.photos)) {
		photos.set(photo.sha256, {
			sha256: photo.sha256,
			size: photo.size,
			mime: 'image/jpeg',
			width: photo.width,
			height: photo.height,
			state: photo.state,
			declared_by: photo.actorId,
			declared_at: photo.declaredAt,
			verified_at: photo.state === 'stored' ? photo.declaredAt : null
		});
	}
	return [...photos.values()];
}

function usesOf({ report }: PreparedReport) {
	return report.photos.map(({ sha256 }) => ({ report_id: report.id, sha256 }));
}
