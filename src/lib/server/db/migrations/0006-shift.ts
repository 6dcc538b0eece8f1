/** Shifts, the places shared in them, and the browsers that want to be told by push. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
	`create table shift (
		id text primary key,
		person_id text not null references person (id),
		rev integer not null,
		started_at bigint not null,
		breaks text not null,
		ended_at bigint,
		ended_by text,
		is_precise integer not null,
		heard_at bigint not null
	)`,
	`create index shift_person on shift (person_id, started_at)`,
	`create index shift_open on shift (started_at) where ended_at is null`,

	`create table trail_point (
		shift_id text not null references shift (id) on delete cascade,
		n integer not null,
		at bigint not null,
		lat double precision not null,
		lon double precision not null,
		accuracy_metres double precision not null,
		primary key (shift_id, n)
	)`,
	`create index trail_point_at on trail_point (at)`,

	`create table push_subscription (
		endpoint text primary key,
		person_id text not null references person (id),
		session_id text not null,
		p256dh text not null,
		auth text not null,
		language text not null,
		created_at bigint not null
	)`,
	`create index push_subscription_person on push_subscription (person_id)`
];

export const shift: Migration = {
	async up(db) {
		for (const statement of statements) await sql.raw(statement).execute(db);
	}
};
