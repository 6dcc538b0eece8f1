/**
 * Which claims of the inbox are shown: by kind, author, age, area and words, and what can be chosen.
 * Pure. What can be chosen is what is there, so that no choice leads to an empty list by itself.
 */
import type { Claim } from '$lib/domain/report/report';
import { answersSearch, type SearchNames } from '../report/search-text';
import type { OpenClaim } from './claims';

export const claimAges = ['day', 'threeDays', 'week'] as const;
export type ClaimAge = (typeof claimAges)[number];

export interface ClaimFilter {
	query: string;
	/** Empty: all of them. */
	kind: Claim['kind'] | '';
	personId: string;
	areaPath: string;
	/** Waiting for at least this long. */
	age: ClaimAge | '';
}

export const noFilter: ClaimFilter = { query: '', kind: '', personId: '', areaPath: '', age: '' };

const dayMs = 24 * 60 * 60 * 1000;
const ageMs: Readonly<Record<ClaimAge, number>> = {
	day: dayMs,
	threeDays: 3 * dayMs,
	week: 7 * dayMs
};

/** The claims that pass, in the order given; `now` in ms. */
export function filtered(
	claims: readonly OpenClaim[],
	filter: ClaimFilter,
	names: SearchNames,
	now: number
): OpenClaim[] {
	const { kind, personId, areaPath, age, query } = filter;
	return claims.filter(
		({ claim, report }) =>
			(kind === '' || claim.kind === kind) &&
			(personId === '' || claim.actorId === personId) &&
			(areaPath === '' || report.areaPath === areaPath) &&
			(age === '' || now - claim.receivedAt >= ageMs[age]) &&
			answersSearch(report, query, names)
	);
}

/** Whether anything is left out. */
export function isFiltering(filter: ClaimFilter): boolean {
	return Object.values(filter).some((value) => String(value).trim() !== '');
}

/** Each value that occurs, with how often, the most frequent first. */
export function occurring(
	claims: readonly OpenClaim[],
	valueOf: (open: OpenClaim) => string
): { value: string; count: number }[] {
	const groups = Map.groupBy(claims, valueOf);
	return [...groups]
		.map(([value, own]) => ({ value, count: own.length }))
		.sort((one, other) => other.count - one.count);
}
