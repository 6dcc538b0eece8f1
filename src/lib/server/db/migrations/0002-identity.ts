/**
 * Sign-in: the tables of the identity library (its column names, its types) and the memory of failed
 * attempts. Both engines take these type names; SQLite keeps moments of these tables as ISO text.
 */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
	// The id is the person's own.
	`create table auth_user (
		"id" text primary key,
		"name" text not null,
		"email" text not null unique,
		"emailVerified" boolean not null,
		"image" text,
		"username" text unique,
		"createdAt" timestamptz not null,
		"updatedAt" timestamptz not null
	)`,
	`create table auth_session (
		"id" text primary key,
		"userId" text not null references auth_user ("id") on delete cascade,
		"token" text not null unique,
		"expiresAt" timestamptz not null,
		"createdAt" timestamptz not null,
		"updatedAt" timestamptz not null,
		"ipAddress" text,
		"userAgent" text
	)`,
	`create index auth_session_user on auth_session ("userId")`,
	`create index auth_session_expiry on auth_session ("expiresAt")`,
	`create table auth_account (
		"id" text primary key,
		"userId" text not null references auth_user ("id") on delete cascade,
		"accountId" text not null,
		"providerId" text not null,
		"password" text,
		"accessToken" text,
		"refreshToken" text,
		"idToken" text,
		"accessTokenExpiresAt" timestamptz,
		"refreshTokenExpiresAt" timestamptz,
		"scope" text,
		"createdAt" timestamptz not null,
		"updatedAt" timestamptz not null,
		unique ("providerId", "accountId")
	)`,
	`create index auth_account_user on auth_account ("userId")`,
	`create table auth_verification (
		"id" text primary key,
		"identifier" text not null,
		"value" text not null,
		"expiresAt" timestamptz not null,
		"createdAt" timestamptz not null,
		"updatedAt" timestamptz not null
	)`,
	`create index auth_verification_identifier on auth_verification ("identifier")`,

	// `subject` is a keyed hash of a name or an address: neither can be read from here.
	`create table auth_failure (
		attempt text not null,
		subject text not null,
		at bigint not null,
		primary key (subject, attempt)
	)`,
	`create index auth_failure_at on auth_failure (at)`
];

export const identity: Migration = {
	async up(db) {
		for (const statement of statements) await sql.raw(statement).execute(db);
	}
};
