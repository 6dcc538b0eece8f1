/** Routing rules as rows, which rule brought a report to its queue, and changes of the calendar. */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { engineOf } from '../dialect';
import type { Tables } from '../tables';

const statements = [
	`create table routing_rule (
		id text primary key,
		position integer not null,
		is_on integer not null,
		body text not null,
		lost text,
		changed_at bigint,
		changed_by text references person (id)
	)`,
	`alter table report add column routed_by text`,
	`create index report_routed_by on report (routed_by, received_at)`,
	`create table calendar_change (
		id text primary key,
		at bigint not null,
		by_id text not null references person (id),
		reason text not null,
		after_id text not null,
		moved integer not null,
		done_at bigint
	)`,
	`create index calendar_change_open on calendar_change (at) where done_at is null`
];

/** The profile of a city that was installed before, as far as it matters here. */
interface OldProfile {
	routing?: { id: string }[];
}

export const routing: Migration = {
	async up(db: Kysely<Tables>) {
		for (const statement of statements) await sql.raw(statement).execute(db);
		const body = engineOf(db) === 'postgres' ? `body::json ->> 'routedBy'` : `body ->> 'routedBy'`;
		await sql.raw(`update report set routed_by = ${body}`).execute(db);
		await takeOver(db);
	}
};

/** The rules of a city that is installed already. */
async function takeOver(db: Kysely<Tables>): Promise<void> {
	const row = await db
		.selectFrom('reference')
		.select('body')
		.where('kind', '=', 'profile')
		.executeTakeFirst();
	const profile: OldProfile = row === undefined ? {} : JSON.parse(row.body);
	for (const [position, rule] of (profile.routing ?? []).entries()) {
		const booked = { id: rule.id, position, is_on: 1, body: JSON.stringify(rule) };
		await db
			.insertInto('routing_rule')
			.values({ ...booked, lost: null, changed_at: null, changed_by: null })
			.execute();
	}
}
