/** What recovery needs: losses of storage, and which commands without effect a supervisor has seen. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
	`create table incident (
		id text primary key,
		person_id text not null references person (id),
		device_name text not null,
		commands integer not null,
		photos integer not null,
		oldest_at bigint,
		reports text not null,
		at bigint not null,
		seen_at bigint,
		seen_by text
	)`,
	`create index incident_person on incident (person_id)`,
	`alter table command add column seen_at bigint`,
	`alter table command add column seen_by text`,
	`create index command_without_effect on command (received_at)
		where outcome in ('rejected', 'deferred') and seen_at is null`,
	`create index replica_install on replica (install)`
];

export const recovery: Migration = {
	async up(db) {
		for (const statement of statements) await sql.raw(statement).execute(db);
	}
};
