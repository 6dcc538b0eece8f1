/** Losses of storage: unsent work of which only witnesses are left. */
import type { Insertable, Selectable } from 'kysely';
import type { IncidentTable, Tx } from '../db/tables';

export type Incident = Selectable<IncidentTable>;

export async function addIncident(tx: Tx, incident: Insertable<IncidentTable>): Promise<void> {
	await tx.insertInto('incident').values(incident).execute();
}

/** Incidents of these people that nobody has looked at, newest first, at most 200. */
export async function openIncidents(tx: Tx, personIds: readonly string[]): Promise<Incident[]> {
	if (personIds.length === 0) return [];
	return tx
		.selectFrom('incident')
		.selectAll()
		.where('person_id', 'in', personIds)
		.where('seen_at', 'is', null)
		.orderBy('at', 'desc')
		.limit(200)
		.execute();
}

/** Notes who has seen an incident of these people; false where there is none to see. */
export async function markIncidentSeen(
	tx: Tx,
	id: string,
	personIds: readonly string[],
	seen: { by: string; at: number }
): Promise<boolean> {
	if (personIds.length === 0) return false;
	const result = await tx
		.updateTable('incident')
		.set({ seen_at: seen.at, seen_by: seen.by })
		.where('id', '=', id)
		.where('person_id', 'in', personIds)
		.where('seen_at', 'is', null)
		.executeTakeFirst();
	return result.numUpdatedRows > 0n;
}
