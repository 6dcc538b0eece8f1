/**
 * A supervisor sets a new password for somebody of the own team who has lost theirs.
 *
 * 1. Same team, by permission, never oneself and never somebody who has the same permission.
 * 2. All sessions of that person end; the work on their devices stays there and is sent after the
 *    next sign-in.
 */
import type { Person } from '$lib/domain/people/actor';
import { mayReset } from '$lib/domain/people/may-reset';
import type { Auth } from '../auth/open-auth';
import type { Database } from '../db/connect';
import { findPerson } from '../repositories/people';

/** Sets the password; false where the person may not, or there is nobody of that id to do it for. */
export async function resetPassword(
	{ db, auth }: { db: Database; auth: Auth },
	person: Person,
	target: { personId: string; next: string }
): Promise<boolean> {
	const member = await findPerson(db.kysely, target.personId);
	if (member === undefined || !mayReset(person, member)) return false;
	return auth.setPassword(member.id, target.next);
}
