/**
 * Spreads reports over people: a proposal of who gets which. Pure; a person changes and confirms it.
 *
 * 1. Every report is given once, to somebody who may take it; where nobody may, to nobody.
 * 2. What is due first is given first, so that it finds the people as they are now.
 * 3. What was given counts as load at once: the next report sees it.
 * `turn` gives everybody the same number, `load` evens out what everybody has, `suggest` weighs way,
 * skill and shift as well (suggest).
 */
import { distanceMetres } from '../geo/distance';
import type { GeoPoint } from '../geo/point';
import { suggest, type Candidate } from './suggest';

export const spreadMethods = ['suggest', 'load', 'turn'] as const;
export type SpreadMethod = (typeof spreadMethods)[number];

/** A report that needs somebody. */
export interface SpreadWork extends GeoPoint {
	reportId: string;
	/** Ms; null: never. */
	dueAt: number | null;
	/** It is late or due today. */
	isPressing: boolean;
	/** Who may take it. */
	personIds: readonly string[];
	/** How many of this kind each person has finished; nobody else has finished any. */
	finishedBy: ReadonlyMap<string, number>;
}

export interface Share {
	reportId: string;
	/** Null: nobody may take it. */
	personId: string | null;
}

interface Standing extends Candidate {
	given: number;
}

/** Who gets which report, in the order in which they are due; `now` in ms. */
export function spread(
	work: readonly SpreadWork[],
	people: readonly Candidate[],
	method: SpreadMethod,
	now: number
): Share[] {
	const standings = new Map(
		people.map((person) => [person.personId, { ...person, given: 0 } satisfies Standing])
	);
	return work.toSorted(dueFirst).map((report) => {
		const able = report.personIds.flatMap((id) => standings.get(id) ?? []);
		const personId = choose[method](able, report, now);
		const standing = standings.get(personId ?? '');
		if (standing !== undefined) give(standing, report);
		return { reportId: report.reportId, personId };
	});
}

function dueFirst(one: SpreadWork, other: SpreadWork): number {
	const [mine, its] = [one.dueAt ?? Infinity, other.dueAt ?? Infinity];
	if (mine !== its) return mine - its;
	return one.reportId < other.reportId ? -1 : 1;
}

function give(standing: Standing, { isPressing }: SpreadWork): void {
	standing.given += 1;
	standing.open += 1;
	if (isPressing) standing.dueToday += 1;
}

type Choose = (able: readonly Standing[], report: SpreadWork, now: number) => string | null;

const choose: Readonly<Record<SpreadMethod, Choose>> = {
	turn: (able) => leastBy(able, [({ given }) => given]),
	load: (able, report) =>
		leastBy(able, [
			({ open }) => open,
			({ dueToday, overdue }) => dueToday + overdue,
			({ place }) => (place === null ? Infinity : distanceMetres(place, report))
		]),
	suggest(able, report, now) {
		const candidates = able.map((standing) => ({
			...standing,
			finished: report.finishedBy.get(standing.personId) ?? 0
		}));
		return suggest(candidates, report, now)[0]?.personId ?? null;
	}
};

/** The one with the least by the first measure that tells them apart, then by id. */
function leastBy(
	able: readonly Standing[],
	measures: readonly ((standing: Standing) => number)[]
): string | null {
	const compare = (one: Standing, other: Standing): number => {
		for (const measure of measures) {
			const [mine, its] = [measure(one), measure(other)];
			if (mine !== its) return mine - its;
		}
		return one.personId < other.personId ? -1 : 1;
	};
	return able.toSorted(compare)[0]?.personId ?? null;
}
