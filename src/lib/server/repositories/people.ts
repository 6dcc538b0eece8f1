/** People as the rules see them. Credentials and sessions are not here (server/auth). */
import * as z from 'zod/mini';
import type { Selectable } from 'kysely';
import { roles } from '$lib/domain/people/permission';
import type { Person } from '$lib/domain/people/actor';
import { insertRows, replacing } from '../db/dialect';
import type { PersonTable, Tx } from '../db/tables';

const areas = z.array(z.string());
const role = z.enum(roles);

/** The person, also an inactive one; undefined where there is none. */
export async function findPerson(tx: Tx, id: string): Promise<Person | undefined> {
	const row = await tx.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst();
	return row && personOf(row);
}

/** User names are compared as stored: lower case. */
export async function findPersonByUserName(tx: Tx, userName: string): Promise<Person | undefined> {
	const row = await tx
		.selectFrom('person')
		.selectAll()
		.where('user_name', '=', userName)
		.executeTakeFirst();
	return row && personOf(row);
}

/** Everybody, or the members of one team, by user name. */
export async function listPeople(tx: Tx, teamId?: string): Promise<Person[]> {
	let query = tx.selectFrom('person').selectAll().orderBy('user_name');
	if (teamId !== undefined) query = query.where('team_id', '=', teamId);
	return (await query.execute()).map(personOf);
}

/** Adds people or replaces those with the same id; `isDemo` marks accounts that production refuses. */
export async function savePeople(
	tx: Tx,
	people: readonly Person[],
	isDemo: boolean
): Promise<void> {
	const rows = people.map((person) => ({
		id: person.id,
		user_name: person.userName,
		name_ar: person.name.ar,
		name_en: person.name.en,
		role: person.role,
		team_id: person.teamId,
		directorate_id: person.directorateId,
		areas: JSON.stringify(person.areas),
		active: person.active ? 1 : 0,
		is_demo: isDemo ? 1 : 0
	}));
	await insertRows(tx, 'person', rows, replacing('id', Object.keys(rows[0] ?? {}).slice(1)));
}

/** Whether any account was made by the demo. */
export async function hasDemoPeople(tx: Tx): Promise<boolean> {
	const row = await tx
		.selectFrom('person')
		.select('id')
		.where('is_demo', '=', 1)
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}

function personOf(row: Selectable<PersonTable>): Person {
	return {
		id: row.id,
		userName: row.user_name,
		name: { ar: row.name_ar, en: row.name_en },
		role: role.parse(row.role),
		teamId: row.team_id,
		directorateId: row.directorate_id,
		areas: areas.parse(JSON.parse(row.areas)),
		active: row.active === 1
	};
}
