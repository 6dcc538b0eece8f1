/** Changes of the calendar, and how far the due times of open reports have followed them. */
import type { Insertable, Selectable } from 'kysely';
import type { Report } from '$lib/domain/report/report';
import { engineOf, lockRows } from '../db/dialect';
import type { CalendarChangeTable, Tx } from '../db/tables';

export type CalendarChangeRow = Selectable<CalendarChangeTable>;

export async function addCalendarChange(
	tx: Tx,
	row: Insertable<CalendarChangeTable>
): Promise<void> {
	await tx.insertInto('calendar_change').values(row).execute();
}

/** The oldest change that due times have not followed to the end, locked; undefined where none is. */
export function lockOpenChange(tx: Tx): Promise<CalendarChangeRow | undefined> {
	const query = tx
		.selectFrom('calendar_change')
		.selectAll()
		.where('done_at', 'is', null)
		.orderBy('at')
		.limit(1);
	return lockRows(engineOf(tx), query).executeTakeFirst();
}

export async function noteFollowed(
	tx: Tx,
	id: string,
	part: { after_id: string; moved: number; done_at: number | null }
): Promise<void> {
	await tx.updateTable('calendar_change').set(part).where('id', '=', id).execute();
}

/** The latest changes, newest first. */
export function latestChanges(tx: Tx, limit: number): Promise<CalendarChangeRow[]> {
	return tx.selectFrom('calendar_change').selectAll().orderBy('at', 'desc').limit(limit).execute();
}

/** Open reports after an id, in its order. */
export async function openReportIds(tx: Tx, after: string, limit: number): Promise<string[]> {
	const rows = await tx
		.selectFrom('report')
		.select('id')
		.where('ended_at', 'is', null)
		.where('id', '>', after)
		.orderBy('id')
		.limit(limit)
		.execute();
	return rows.map(({ id }) => id);
}

/** As `openReportIds`, with what they hold. */
export async function openReports(tx: Tx, after: string, limit: number): Promise<Report[]> {
	const rows = await tx
		.selectFrom('report')
		.select('body')
		.where('ended_at', 'is', null)
		.where('id', '>', after)
		.orderBy('id')
		.limit(limit)
		.execute();
	return rows.map(({ body }): Report => JSON.parse(body));
}
