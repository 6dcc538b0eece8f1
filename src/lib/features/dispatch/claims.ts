/**
 * Field work that arrived after the office had changed the job, and that nobody has decided yet.
 * Its evidence stays with the report, whatever becomes of it.
 *
 * 1. What one person did under one assignment is one case: the time worked is noted with the
 *    decision about the finish, so that nobody decides twice about the same visit.
 * 2. What lies outside the actor's reach is another team's to decide.
 */
import { reaches, type Actor } from '$lib/domain/people/actor';
import type { Claim, Report } from '$lib/domain/report/report';

export interface OpenClaim {
	report: Report;
	/** What is decided: a finish where there is one. */
	claim: Claim;
	/** Time worked on the same visit. */
	worked: readonly Claim[];
}

/** The undecided claims of a report, oldest first. */
export function openClaims(report: Pick<Report, 'claims'>): readonly Claim[] {
	return report.claims
		.filter(({ state }) => state === 'open')
		.toSorted((one, other) => one.receivedAt - other.receivedAt);
}

/** The undecided cases of a report: one per finish, and one per visit without a finish. */
export function casesOf(report: Report): OpenClaim[] {
	const visits = Map.groupBy(openClaims(report), ({ actorId, epoch }) => `${epoch} ${actorId}`);
	return [...visits.values()].flatMap((visit) => {
		const finishes = visit.filter(({ kind }) => kind === 'finish');
		const worked = visit.filter(({ kind }) => kind !== 'finish');
		const [first, ...rest] = finishes.length > 0 ? finishes : worked;
		if (first === undefined) return [];
		if (finishes.length === 0) return [{ report, claim: first, worked: rest }];
		const others = rest.map((claim) => ({ report, claim, worked: [] }));
		return [{ report, claim: first, worked }, ...others];
	});
}

/** The undecided cases within the actor's reach, the longest waiting first; closed reports too. */
export function claimsOf(reports: readonly Report[], actor: Actor): OpenClaim[] {
	return reports
		.filter((report) => report.claims.length > 0 && reaches(actor, report))
		.flatMap(casesOf)
		.sort((one, other) => one.claim.receivedAt - other.claim.receivedAt);
}
