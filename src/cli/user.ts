/**
 * `user`: accounts from a terminal: create, list, disable, enable, set-password.
 *
 * 1. Works beside a running server: what it changes counts from the next request on.
 * 2. A password never stands on the command line (read-password).
 */
import { Option, type Command } from 'commander';
import { roles, type Role } from '$lib/domain/people/permission';
import { hashPassword, setPassword } from '$lib/server/auth/accounts';
import { canonicalUserName } from '$lib/server/auth/user-name';
import type { Database } from '$lib/server/db/connect';
import { deleteSessions } from '$lib/server/repositories/accounts';
import { findPersonByUserName, listPeople } from '$lib/server/repositories/people';
import { replicasOf, revokeReplicas } from '$lib/server/repositories/replicas';
import { enrolPerson, setActive, type EnrolFault } from '$lib/server/usecases/manage-people';
import { openDatabase } from './open-database';
import { readNewPassword } from './read-password';
import { Refusal } from './refusal';
import { readPlace } from './settings';

interface CreateOptions {
	role: Role;
	nameAr: string;
	nameEn: string;
	team?: string;
	directorate?: string;
	area: string[];
}

const reasons: Readonly<Record<EnrolFault, string>> = {
	no_city: 'This database holds no city yet: fill it with "init" or "seed" first.',
	user_name_shape:
		'A user name has 1 to 64 of the characters a-z, 0-9, ".", "_" and "-", and begins and ends with a letter or digit.',
	user_name_taken: 'Somebody has this user name already.',
	team_unknown: 'The city has no such team.',
	team_needed: 'This role works in a team: name it with --team.',
	directorate_unknown: 'The city has no such directorate.',
	directorate_needed: 'This role belongs to a directorate: name it with --directorate.',
	area_unknown: 'The city has no such area; a path looks like /muscat/seeb/.'
};

/** Adds `user` to the program. */
export function registerUser(program: Command): void {
	const user = program.command('user').description('accounts: create, list, disable, set-password');
	user
		.command('create <userName>')
		.description('add a person; the password is asked for, or read from a pipe')
		.addOption(new Option('--role <role>').choices(roles).makeOptionMandatory())
		.requiredOption('--name-ar <name>', 'name in Arabic')
		.requiredOption('--name-en <name>', 'name in English')
		.option('--team <id>', 'team of an inspector or supervisor')
		.option('--directorate <id>', 'directorate; that of the team unless told')
		.option('--area <path...>', 'areas the person may reach; the whole city unless told', [])
		.action((userName: string, options: CreateOptions) => create(userName, options));
	user
		.command('list')
		.description('show everybody')
		.action(() => withDatabase(list));
	user
		.command('disable <userName>')
		.description('sign a person out everywhere and keep them out')
		.action((userName: string) => switchTo(userName, false));
	user
		.command('enable <userName>')
		.description('let a disabled person sign in again')
		.action((userName: string) => switchTo(userName, true));
	user
		.command('set-password <userName>')
		.description('set a password, asked for or read from a pipe, and end all sessions')
		.action(renewPassword);
	user
		.command('devices <userName>')
		.description('show the devices of a person: last contact, and what they had not sent')
		.action((userName: string) => withDatabase((db) => listDevices(db, userName)));
	user
		.command('close-device <userName> <device>')
		.description('end the access of one lost device and all sessions; its work can be handed in')
		.action((userName: string, device: string) =>
			withDatabase((db) => closeDevice(db, userName, device))
		);
}

async function listDevices(db: Database, userName: string): Promise<void> {
	const person = await findPersonByUserName(db.kysely, canonicalUserName(userName));
	if (person === undefined) throw nobody(userName);
	for (const replica of await replicasOf(db.kysely, [person.id])) {
		const { id, device_name: name, status, last_seen_at: seenAt } = replica;
		const seen = seenAt === null ? 'never' : new Date(seenAt).toISOString();
		const unsent = `${replica.pending_commands} updates, ${replica.pending_photos} photos unsent`;
		console.log([id, name, status, seen, unsent].join('\t'));
	}
}

async function closeDevice(db: Database, userName: string, device: string): Promise<void> {
	const person = await findPersonByUserName(db.kysely, canonicalUserName(userName));
	if (person === undefined) throw nobody(userName);
	const closed = await db.tx(async (tx) => {
		const count = await revokeReplicas(tx, person.id, device);
		if (count > 0) await deleteSessions(tx, person.id, null);
		return count;
	});
	if (closed === 0) throw new Refusal(`${userName} has no such open device: see "user devices".`);
	console.log(`The device is closed and all sessions of ${userName} have ended.`);
}

async function create(userName: string, options: CreateOptions): Promise<void> {
	const passwordHash = await hashPassword(await readNewPassword());
	const entry = {
		userName,
		name: { ar: options.nameAr, en: options.nameEn },
		role: options.role,
		teamId: options.team ?? null,
		directorateId: options.directorate ?? null,
		areas: options.area
	};
	await withDatabase(async (db) => {
		const result = await enrolPerson(db, entry, { passwordHash, at: Date.now() });
		if (!result.ok) throw new Refusal(reasons[result.fault]);
		console.log(`${result.person.userName} may sign in.`);
	});
}

async function list(db: Database): Promise<void> {
	for (const person of await listPeople(db.kysely)) {
		const place = person.teamId ?? person.directorateId ?? '';
		const state = person.active ? '' : 'disabled';
		console.log([person.userName, person.role, place, person.name.en, state].join('\t'));
	}
}

function switchTo(userName: string, active: boolean): Promise<void> {
	return withDatabase(async (db) => {
		if (!(await setActive(db, userName, active, Date.now()))) throw nobody(userName);
		console.log(
			active ? `${userName} may sign in again.` : `${userName} is signed out and locked.`
		);
	});
}

async function renewPassword(userName: string): Promise<void> {
	const next = await readNewPassword();
	await withDatabase(async (db) => {
		const person = await findPersonByUserName(db.kysely, canonicalUserName(userName));
		const change = { keptId: null, at: Date.now() };
		const isSet = person !== undefined && (await setPassword(db, person.id, next, change));
		if (!isSet) throw nobody(userName);
		console.log(`The password of ${userName} is set; all sessions have ended.`);
	});
}

function nobody(userName: string): Refusal {
	return new Refusal(`Nobody has the user name "${userName}": see "user list".`);
}

async function withDatabase(work: (db: Database) => Promise<void>): Promise<void> {
	const faults: string[] = [];
	const place = readPlace(process.env, faults);
	if (faults.length > 0) throw new Refusal(...faults);
	const db = await openDatabase(place);
	try {
		await work(db);
	} finally {
		await db.close();
	}
}
