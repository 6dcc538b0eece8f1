/** What tablets say of themselves, whose session they use, and which of them were recalled. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
	`alter table replica add column session_id text`,
	`alter table replica add column free_bytes bigint`,
	`alter table replica add column battery_percent integer`,
	`alter table replica add column is_charging integer`,
	`alter table replica add column told_at bigint`,

	`create table recall (
		replica_id text primary key references replica (id),
		person_id text not null references person (id),
		by_id text not null references person (id),
		at bigint not null,
		pending_commands integer not null,
		pending_photos integer not null,
		reached_at bigint,
		emptied_at bigint
	)`,
	`create index recall_person on recall (person_id)`
];

export const tablets: Migration = {
	async up(db) {
		for (const statement of statements) await sql.raw(statement).execute(db);
	}
};
