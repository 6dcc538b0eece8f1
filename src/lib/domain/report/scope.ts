/**
 * Which feeds carry a report. The server bumps these scopes when a report changes; a device holds
 * what its session's scopes carry. Source of the rule: the sync design, decision 1.
 *
 * user:<id>         an inspector's own jobs; his finished work, and what he registered himself, until
 *                   14 days after its closing
 * team:<id>         everything open of a team, and closed for 14 days
 * directorate:<id>  likewise
 * duty              reports without a team
 */
import { actorOf, can, type Person } from '../people/actor';
import { statusTable } from './lifecycle';
import type { Report } from './report';

export const closedKeptMs = 14 * 24 * 60 * 60 * 1000;
export const refScope = 'ref';
export const dutyScope = 'duty';
export const userScope = (id: string) => `user:${id}`;
export const teamScope = (id: string) => `team:${id}`;
export const directorateScope = (id: string) => `directorate:${id}`;

/** Reports this close to the end of their time on devices stand in no check sum: clocks differ. */
const edgeMs = 60 * 60 * 1000;

/** Whether a report closed at a moment stands in check sums; both by the server's clock. */
export function isCounted(endedAt: number | null, now: number): boolean {
	return endedAt === null || now - endedAt < closedKeptMs - edgeMs;
}

/** The scopes that carry a report at a moment; none once it has been closed for 14 days. */
export function scopesOf(report: Report, now: number): string[] {
	if (report.endedAt !== null && now - report.endedAt > closedKeptMs) return [];
	return [
		...keepersOf(report).map(userScope),
		report.teamId === null ? dutyScope : teamScope(report.teamId),
		...(report.directorateId === null ? [] : [directorateScope(report.directorateId)])
	];
}

/** Whose tablet holds the report: the assignee while it is field work, then whoever finished it. */
export function holderOf(report: Report): string | null {
	if (statusTable[report.status].isFieldWork) return report.assignment?.assigneeId ?? null;
	return report.finish?.actorId ?? null;
}

/** Whether this person took the report in, found on the way. */
export function isRegisteredBy(report: Report, personId: string): boolean {
	return report.registeredById === personId;
}

/** Whose own feed carries the report: its holder's, and that of whoever registered it. */
export function keepersOf(report: Report): string[] {
	const keepers = [holderOf(report), report.registeredById ?? null];
	return [...new Set(keepers)].filter((id) => id !== null);
}

/** The scopes that a person's devices read: recomputed from the session at each exchange. */
export function scopesFor(person: Person): string[] {
	const actor = actorOf(person);
	const scopes = [refScope, userScope(person.id)];
	if (actor.queue === 'team' && actor.teamId !== null) scopes.push(teamScope(actor.teamId));
	if (actor.queue === 'directorate' && actor.directorateId !== null) {
		scopes.push(directorateScope(actor.directorateId));
	}
	if (can(actor, 'report.takeDuty')) scopes.push(dutyScope);
	return scopes;
}
