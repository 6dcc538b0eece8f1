/** Reports: the body as the rules see it, and the columns that searches and lists go by. */
import type { Insertable } from 'kysely';
import { foldWords } from '$lib/domain/text/fold';
import type { Report } from '$lib/domain/report/report';
import { holderOf } from '$lib/domain/report/scope';
import { engineOf, insertRows, lockRows, replacing } from '../db/dialect';
import type { ReportTable, Tx } from '../db/tables';
import type { ChainHead } from './events';

/** A report with the end of its chain of events. */
export interface StoredReport {
	report: Report;
	head: ChainHead;
}

/** Locks reports until the transaction ends, in order of id so that two exchanges cannot block each other. */
export async function lockReports(
	tx: Tx,
	ids: readonly string[]
): Promise<Map<string, StoredReport>> {
	if (ids.length === 0) return new Map();
	const query = tx
		.selectFrom('report')
		.select(['id', 'body', 'event_seq', 'event_hash'])
		.where('id', 'in', ids)
		.orderBy('id');
	const rows = await lockRows(engineOf(tx), query).execute();
	return new Map(
		rows.map((row) => [
			row.id,
			{ report: parseBody(row.body), head: { seq: row.event_seq, hash: row.event_hash } }
		])
	);
}

/** One report; undefined where there is none. */
export async function findReport(tx: Tx, id: string): Promise<Report | undefined> {
	const row = await tx.selectFrom('report').select('body').where('id', '=', id).executeTakeFirst();
	return row && parseBody(row.body);
}

/** Where a report's chain of events ends, as its own row says; undefined where there is no report. */
export async function chainEndOf(tx: Tx, id: string): Promise<ChainHead | undefined> {
	return tx
		.selectFrom('report')
		.select(['event_seq as seq', 'event_hash as hash'])
		.where('id', '=', id)
		.executeTakeFirst();
}

/** Which of these references a channel has brought already. */
export async function knownReferences(
	tx: Tx,
	channelId: string,
	references: readonly string[]
): Promise<Set<string>> {
	const known = new Set<string>();
	for (let from = 0; from < references.length; from += 500) {
		const rows = await tx
			.selectFrom('report')
			.select('channel_reference')
			.where('channel_id', '=', channelId)
			.where('channel_reference', 'in', references.slice(from, from + 500))
			.execute();
		for (const { channel_reference } of rows) if (channel_reference) known.add(channel_reference);
	}
	return known;
}

export async function addReports(tx: Tx, reports: readonly StoredReport[]): Promise<void> {
	await insertRows(tx, 'report', reports.map(rowOf));
}

/** Replaces reports that exist. */
export async function saveReports(tx: Tx, reports: readonly StoredReport[]): Promise<void> {
	const rows = reports.map(rowOf);
	const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== 'id');
	await insertRows(tx, 'report', rows, replacing('id', columns));
}

export async function countReports(tx: Tx): Promise<number> {
	const row = await tx
		.selectFrom('report')
		.select((is) => is.fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	return Number(row.count);
}

function rowOf({ report, head }: StoredReport): Insertable<ReportTable> {
	return {
		id: report.id,
		number: report.number,
		rev: report.rev,
		status: report.status,
		priority: report.priority,
		category_id: report.categoryId,
		team_id: report.teamId,
		directorate_id: report.directorateId,
		assignee_id: report.assignment?.assigneeId ?? null,
		holder_id: holderOf(report),
		area_path: report.areaPath,
		channel_id: report.channelId,
		channel_reference: report.channelReference,
		routed_by: report.routedBy,
		received_at: report.receivedAt,
		ended_at: report.endedAt,
		due_at: report.dueAt,
		lat: report.lat,
		lon: report.lon,
		search: searchText(report),
		body: JSON.stringify(report),
		event_seq: head.seq,
		event_hash: head.hash
	};
}

function searchText(report: Report): string {
	const { number, channelReference, description, addressText, landmark } = report;
	const texts = [number, channelReference, description, addressText, landmark];
	return foldWords(texts.filter((text) => text !== null).join(' ')).join(' ');
}

/** Our own text, written by `rowOf`. */
function parseBody(body: string): Report {
	return JSON.parse(body);
}
