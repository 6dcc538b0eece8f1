/** What each inspector of a team carries now: open work, what is due today, what is late. Pure. */
import { actorOf, can, type Actor, type Person } from '$lib/domain/people/actor';
import { isWithinAnyArea } from '$lib/domain/geo/area-path';
import { statusTable } from '$lib/domain/report/lifecycle';
import type { Report } from '$lib/domain/report/report';
import { isOverdue } from '../report/due';
import type { DeskRow } from './desk-rows';

export interface Load {
	person: Person;
	open: number;
	dueToday: number;
	overdue: number;
}

/** The people whom this actor can assign work to. */
export function inspectorsOf(people: Iterable<Person>, actor: Actor): Person[] {
	return [...people].filter((person) => {
		const isAble = can(actorOf(person), 'report.work');
		return isAble && (actor.queue !== 'team' || person.teamId === actor.teamId);
	});
}

/**
 * The load of each inspector, the least loaded first. `isToday` says whether a moment (ms) falls on
 * the calendar day of the city.
 */
export function loadsOf(
	people: readonly Person[],
	rows: readonly DeskRow[],
	isToday: (at: number) => boolean
): Load[] {
	const loads = new Map(
		people.map((person) => [person.id, { person, open: 0, dueToday: 0, overdue: 0 }])
	);
	for (const { report, due, assigneeId } of rows) {
		const load = loads.get(assigneeId ?? '');
		if (load === undefined || !statusTable[report.status].isFieldWork) continue;
		load.open += 1;
		if (isOverdue(due)) load.overdue += 1;
		else if (due !== null && isToday(due.at)) load.dueToday += 1;
	}
	return [...loads.values()].sort(
		(one, other) => one.open - other.open || (one.person.userName < other.person.userName ? -1 : 1)
	);
}

export interface Reach {
	/** Reports the person could take on. */
	possible: number;
	/** Reports that are the person's already. */
	his: number;
}

/** How many of these reports lie within a person's areas and are not his already. */
export function reachOf(person: Person, reports: readonly Report[]): Reach {
	const isHis = ({ assignment }: Report) => assignment?.assigneeId === person.id;
	return {
		his: reports.filter(isHis).length,
		possible: reports.filter(
			(report) => !isHis(report) && isWithinAnyArea(report.areaPath, person.areas)
		).length
	};
}
