/** Losses of storage: unsent work of which only witnesses are left. */
import type { Insertable, Selectable } from 'kysely';
import type { IncidentTable, Tx } from '../db/tables';

export type Incident = Selectable<IncidentTable>;

export async function addIncident(tx: Tx, incident: Insertable<IncidentTable>): Promise<void> {
	await tx.insertInto('incident').values(incident).execute();
}

/** Whether this loss was told before: a device may repeat it, also after somebody has seen it. */
export async function isKnownIncident(
	tx: Tx,
	told: Pick<Incident, 'person_id' | 'commands' | 'photos' | 'oldest_at' | 'reports'>
): Promise<boolean> {
	const { person_id, commands, photos, oldest_at, reports } = told;
	const row = await tx
		.selectFrom('incident')
		.select('id')
		.where((is) => is.and({ person_id, commands, photos, reports }))
		.where('oldest_at', oldest_at === null ? 'is' : '=', oldest_at)
		.executeTakeFirst();
	return row !== undefined;
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
