/** Reports, their history, who works on them, the change feed and reference data. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
	`create table meta (key text primary key, value text not null)`,

	`create table person (
		id text primary key,
		user_name text not null unique,
		name_ar text not null,
		name_en text not null,
		role text not null,
		team_id text,
		directorate_id text,
		areas text not null,
		active integer not null,
		is_demo integer not null
	)`,
	`create index person_team on person (team_id)`,

	`create table replica (
		id text primary key,
		user_id text not null references person (id),
		install text not null,
		secret text not null,
		device_name text not null,
		last_n bigint not null,
		status text not null,
		created_at bigint not null,
		last_seen_at bigint,
		drained_at bigint,
		pending_commands integer not null,
		pending_photos integer not null,
		oldest_pending_at bigint,
		app_version text
	)`,
	`create index replica_user on replica (user_id)`,

	`create table command (
		replica text not null references replica (id),
		n bigint not null,
		id text not null,
		repeats integer not null,
		hash text not null,
		payload text not null,
		outcome text not null,
		result text not null,
		received_at bigint not null,
		primary key (replica, n)
	)`,
	// One effect per command id, however many replicas send it.
	`create unique index command_id on command (id) where repeats = 0`,
	`create index command_deferred on command (received_at) where outcome = 'deferred'`,

	`create table report (
		id text primary key,
		number text not null unique,
		rev integer not null,
		status text not null,
		priority text not null,
		category_id text not null,
		team_id text,
		directorate_id text,
		assignee_id text,
		holder_id text,
		area_path text not null,
		channel_id text not null,
		channel_reference text,
		received_at bigint not null,
		ended_at bigint,
		due_at bigint,
		lat double precision not null,
		lon double precision not null,
		search text not null,
		body text not null,
		event_seq integer not null,
		event_hash text not null
	)`,
	`create unique index report_channel_reference on report (channel_id, channel_reference)
		where channel_reference is not null`,
	`create index report_team on report (team_id, status)`,
	`create index report_directorate on report (directorate_id, status)`,
	`create index report_holder on report (holder_id)`,
	`create index report_received on report (received_at)`,
	`create index report_ended on report (ended_at)`,
	`create index report_place on report (lat, lon)`,

	`create table reporter_contact (
		report_id text primary key references report (id),
		name text,
		phone text,
		email text
	)`,

	`create table assignment (
		report_id text not null references report (id),
		epoch integer not null,
		assignee_id text not null,
		from_at bigint not null,
		to_at bigint,
		primary key (report_id, epoch)
	)`,
	`create index assignment_assignee on assignment (assignee_id, report_id)`,

	`create table event (
		report_id text not null references report (id),
		seq integer not null,
		id text not null,
		kind text not null,
		command_id text,
		actor_id text,
		device_at bigint,
		at bigint not null,
		received_at bigint not null,
		clock_doubtful integer not null,
		body text,
		body_hash text not null,
		prev_hash text not null,
		hash text not null,
		primary key (report_id, seq)
	)`,
	`create unique index event_command on event (command_id, kind) where command_id is not null`,

	`create table reference (
		kind text not null,
		id text not null,
		body text not null,
		primary key (kind, id)
	)`,

	`create table scope_head (
		scope text primary key,
		v bigint not null,
		pruned_v bigint not null default 0
	)`,
	`create table feed (
		scope text not null,
		kind text not null,
		entity text not null,
		v bigint not null,
		op text not null,
		reason text,
		at bigint not null,
		primary key (scope, kind, entity)
	)`,
	`create index feed_order on feed (scope, v)`,
	`create index feed_leaves on feed (at) where op = 'leave'`,

	`create table photo (
		sha256 text primary key,
		size integer not null,
		mime text not null,
		width integer not null,
		height integer not null,
		state text not null,
		declared_by text,
		declared_at bigint not null,
		verified_at bigint
	)`,
	`create table photo_use (
		report_id text not null references report (id),
		sha256 text not null references photo (sha256),
		primary key (report_id, sha256)
	)`,
	`create index photo_use_photo on photo_use (sha256)`,

	`create table number_serial (year integer primary key, last bigint not null)`
];

export const core: Migration = {
	async up(db) {
		for (const statement of statements) await sql.raw(statement).execute(db);
	}
};
