/**
 * People as an administrator enters and retires them.
 *
 * 1. Team, directorate and areas must exist in the installed city; a person fits the role's queue.
 * 2. Retiring ends sessions at once and deletes nothing: work and history keep their author, and what
 *    is still unsent on a device is handed in for review (receive-escrow).
 * 3. Every change reaches the devices of colleagues like any other reference data.
 */
import type { Person } from '$lib/domain/people/actor';
import { roleTable, type Role } from '$lib/domain/people/permission';
import { isWithinArea } from '$lib/domain/geo/area-path';
import type { Profile } from '$lib/domain/city/profile';
import { createAccount } from '../auth/accounts';
import { canonicalUserName } from '../auth/user-name';
import { newId } from '../clock';
import type { Database } from '../db/connect';
import { deleteSessions, isDemoPerson } from '../repositories/accounts';
import { findPersonByUserName } from '../repositories/people';
import { revokeReplicas } from '../repositories/replicas';
import { publishPeople, readPolicy } from './ref-data';

const userNameShape = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;

export interface NewPerson {
	userName: string;
	name: { ar: string; en: string };
	role: Role;
	teamId: string | null;
	directorateId: string | null;
	/** Area paths; empty means the whole city. */
	areas: readonly string[];
}

export const enrolFaults = [
	'no_city',
	'user_name_shape',
	'user_name_taken',
	'team_unknown',
	'team_needed',
	'directorate_unknown',
	'directorate_needed',
	'area_unknown'
] as const;
export type EnrolFault = (typeof enrolFaults)[number];

/** Adds a person with an account; `at` in ms since epoch. */
export function enrolPerson(
	db: Database,
	entry: NewPerson,
	{ passwordHash, at }: { passwordHash: string; at: number }
): Promise<{ ok: true; person: Person } | { ok: false; fault: EnrolFault }> {
	return db.tx(async (tx) => {
		const profile = (await readPolicy(tx))?.profile;
		if (profile === undefined) return { ok: false, fault: 'no_city' };
		const person = personOf(entry, profile);
		const fault = faultOf(person, profile);
		if (fault !== null) return { ok: false, fault };
		if ((await findPersonByUserName(tx, person.userName)) !== undefined) {
			return { ok: false, fault: 'user_name_taken' };
		}
		await publishPeople(tx, [person], { isDemo: false, at });
		await createAccount(tx, person, passwordHash, at);
		return { ok: true, person };
	});
}

/** Makes a person active or inactive; an inactive one is signed out. False where nobody has the name. */
export function setActive(
	db: Database,
	userName: string,
	active: boolean,
	at: number
): Promise<boolean> {
	return db.tx(async (tx) => {
		const person = await findPersonByUserName(tx, canonicalUserName(userName));
		if (person === undefined) return false;
		const isDemo = await isDemoPerson(tx, person.id);
		if (!active) {
			await deleteSessions(tx, person.id, null);
			// Before the feeds, whose heads are held to the end: an exchange may hold a replica.
			await revokeReplicas(tx, person.id);
		}
		await publishPeople(tx, [{ ...person, active }], { isDemo, at });
		return true;
	});
}

function personOf(entry: NewPerson, profile: Profile): Person {
	const team = profile.teams.find(({ id }) => id === entry.teamId);
	return {
		...entry,
		id: newId(),
		userName: canonicalUserName(entry.userName),
		directorateId: entry.directorateId ?? team?.directorateId ?? null,
		areas: entry.areas.length > 0 ? entry.areas : [profile.rootArea],
		active: true
	};
}

function faultOf(person: Person, profile: Profile): EnrolFault | null {
	const { queue } = roleTable[person.role];
	const { teamId, directorateId } = person;
	if (!userNameShape.test(person.userName)) return 'user_name_shape';
	if (teamId === null && (queue === 'team' || queue === 'own')) return 'team_needed';
	if (teamId !== null && !profile.teams.some(({ id }) => id === teamId)) return 'team_unknown';
	if (directorateId === null && queue === 'directorate') return 'directorate_needed';
	if (directorateId !== null && !profile.directorates.some(({ id }) => id === directorateId)) {
		return 'directorate_unknown';
	}
	const known = [profile.rootArea, ...profile.areas.map(({ path }) => path)];
	const isKnown = (area: string) => known.some((path) => isWithinArea(path, area));
	return person.areas.every(isKnown) ? null : 'area_unknown';
}
