/** Views of the desk that a person has given a name. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
	`create table saved_view (
		id text primary key,
		owner_id text not null references person (id),
		scope text,
		name text not null,
		body text not null,
		updated_at bigint not null
	)`,
	`create index saved_view_owner on saved_view (owner_id)`,
	`create index saved_view_scope on saved_view (scope)`
];

export const savedView: Migration = {
	async up(db) {
		for (const statement of statements) await sql.raw(statement).execute(db);
	}
};
