/** The demo's people and their accounts; they reach the areas that their team or directorate serves. */
import type { Profile } from '$lib/domain/city/profile';
import type { Person } from '$lib/domain/people/actor';
import { demoPassword } from '$lib/protocol/session';
import { createAccount, hashPassword } from '$lib/server/auth/accounts';
import type { Demo } from '$lib/server/city/demo';
import type { Tx } from '$lib/server/db/tables';
import { publishPeople } from '$lib/server/usecases/ref-data';
import { createRandom } from './random';

/** The people of a profile's demo, the same ids for the same seed. */
export function demoPeople(demo: Demo, profile: Profile, seed: string): Person[] {
	const random = createRandom(`${seed}:people`);
	return demo.people.map(({ userName, name, role, teamId, directorateId }) => ({
		id: random.uuidAt(0),
		userName,
		name,
		role,
		teamId,
		directorateId,
		areas: areasServed(profile, directorateId),
		active: true
	}));
}

/** The areas that routing sends to a directorate; all of the city where one of its rules names none. */
function areasServed({ routing, rootArea }: Profile, directorateId: string): string[] {
	const rules = routing.filter((rule) => rule.directorateId === directorateId);
	const areas = rules.flatMap((rule) => rule.areas ?? [rootArea]);
	return areas.length === 0 || areas.includes(rootArea) ? [rootArea] : [...new Set(areas)];
}

/** Stores people and accounts; all share one password hash, which is what makes this quick. */
export async function enrolDemoPeople(
	tx: Tx,
	people: readonly Person[],
	at: number
): Promise<void> {
	const hash = await hashPassword(demoPassword);
	await publishPeople(tx, people, { isDemo: true, at });
	for (const person of people) await createAccount(tx, person, hash, at);
}
