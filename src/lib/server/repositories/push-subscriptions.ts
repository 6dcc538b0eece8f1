/** Browsers that want to be told by push, each bound to the session that asked for it. */
import { sql, type Selectable } from 'kysely';
import { insertRows, replacing } from '../db/dialect';
import type { PushSubscriptionTable, Tx } from '../db/tables';

export type StoredSubscription = Selectable<PushSubscriptionTable>;

/** No person has more browsers than this; the oldest one goes. */
const mostPerPerson = 10;

/** Adds a browser, or gives it to whoever uses it now. */
export async function saveSubscription(tx: Tx, row: StoredSubscription): Promise<void> {
	const columns = Object.keys(row).filter((column) => column !== 'endpoint');
	await insertRows(tx, 'push_subscription', [row], replacing('endpoint', columns));
	const all = await tx
		.selectFrom('push_subscription')
		.select('endpoint')
		.where('person_id', '=', row.person_id)
		.orderBy('created_at', 'desc')
		.execute();
	for (const { endpoint } of all.slice(mostPerPerson)) await dropSubscription(tx, endpoint);
}

/** Forgets a browser; with a person, only where it is theirs. */
export async function dropSubscription(
	tx: Tx,
	endpoint: string,
	personId: string | null = null
): Promise<void> {
	const query = tx.deleteFrom('push_subscription').where('endpoint', '=', endpoint);
	await (personId === null ? query : query.where('person_id', '=', personId)).execute();
}

/** The browsers of these people whose sessions last and who may still work. */
export async function liveSubscriptions(
	tx: Tx,
	personIds: readonly string[]
): Promise<StoredSubscription[]> {
	if (personIds.length === 0) return [];
	return tx
		.selectFrom('push_subscription')
		.innerJoin('person', 'person.id', 'push_subscription.person_id')
		.selectAll('push_subscription')
		.where('person_id', 'in', personIds)
		.where('person.active', '=', 1)
		.where(
			sql<boolean>`exists (select 1 from auth_session where id = push_subscription.session_id)`
		)
		.orderBy('created_at')
		.execute();
}
