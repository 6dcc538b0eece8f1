import { actorOf, can, type Person } from './actor';

/**
 * Whether one person may recall another one's tablets: same team, by permission, never oneself and never
 * somebody who has the same permission. Also of somebody whose access has ended: his tablet still holds
 * what it held.
 */
export function mayRecall(person: Person, member: Person): boolean {
	if (!can(actorOf(person), 'team.recall')) return false;
	if (can(actorOf({ ...member, active: true }), 'team.recall')) return false;
	return person.teamId !== null && person.teamId === member.teamId;
}
