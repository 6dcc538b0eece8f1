import { actorOf, can, type Person } from './actor';

/**
 * Whether one person may set another one's password: same team, by permission, never oneself and
 * never somebody who has the same permission.
 */
export function mayReset(person: Person, member: Person): boolean {
	if (!can(actorOf(person), 'team.resetPassword')) return false;
	if (can(actorOf({ ...member, active: true }), 'team.resetPassword')) return false;
	return person.teamId !== null && person.teamId === member.teamId && member.active;
}
