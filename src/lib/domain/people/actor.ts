/**
 * The person who acts, as rules see them, and what they reach. Pure; built from the session on the
 * server and from the signed-in person on the device, with the same function.
 */
import { isWithinArea } from '../geo/area-path';
import { roleTable, type Permission, type Queue, type Role } from './permission';

/** A person as reference data: what colleagues may see. No contact data, no credentials. */
export interface Person {
	id: string;
	userName: string;
	name: { ar: string; en: string };
	role: Role;
	teamId: string | null;
	directorateId: string | null;
	/** Area paths the person may reach; empty means nowhere. */
	areas: readonly string[];
	active: boolean;
}

export interface Actor {
	id: string;
	permissions: readonly Permission[];
	queue: Queue;
	teamId: string | null;
	directorateId: string | null;
	areas: readonly string[];
}

/** What the rules need to know of a report's place in the organisation. */
export interface Reachable {
	assignment: { assigneeId: string } | null;
	teamId: string | null;
	directorateId: string | null;
	areaPath: string;
}

/** Turns a person into an actor; an inactive person keeps an identity but can do nothing. */
export function actorOf(person: Person): Actor {
	const row = roleTable[person.role];
	return {
		id: person.id,
		permissions: person.active ? row.permissions : [],
		queue: person.active ? row.queue : 'none',
		teamId: person.teamId,
		directorateId: person.directorateId,
		areas: person.active ? person.areas : []
	};
}

export function can(actor: Actor, permission: Permission): boolean {
	return actor.permissions.includes(permission);
}

/** Both scopes at once: whose queue and where. Fails closed. */
export function reaches(actor: Actor, report: Reachable): boolean {
	return (
		inQueue(actor, report) && actor.areas.some((scope) => isWithinArea(report.areaPath, scope))
	);
}

/** Whether there is any report that this person could reach; without a queue or areas there is none. */
export function hasScope({ queue, teamId, directorateId, areas, permissions }: Actor): boolean {
	if (areas.length === 0 || queue === 'none') return false;
	if (queue === 'team') return teamId !== null || permissions.includes('report.takeDuty');
	return queue !== 'directorate' || directorateId !== null;
}

function inQueue(actor: Actor, report: Reachable): boolean {
	switch (actor.queue) {
		case 'all':
			return true;
		case 'own':
			return report.assignment?.assigneeId === actor.id;
		case 'team':
			if (report.teamId === null) return can(actor, 'report.takeDuty');
			return report.teamId === actor.teamId;
		case 'directorate':
			return report.directorateId !== null && report.directorateId === actor.directorateId;
		case 'none':
			return false;
	}
}
