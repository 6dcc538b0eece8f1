/**
 * Field work that arrived after the office had changed the job, and that nobody has decided yet.
 * Its evidence stays with the report, whatever becomes of it.
 */
import { reaches, type Actor } from '$lib/domain/people/actor';
import type { Claim, Report } from '$lib/domain/report/report';

export interface OpenClaim {
	claim: Claim;
	report: Report;
}

/** The undecided claims of a report, oldest first. */
export function openClaims(report: Pick<Report, 'claims'>): readonly Claim[] {
	return report.claims
		.filter(({ state }) => state === 'open')
		.toSorted((one, other) => one.receivedAt - other.receivedAt);
}

/**
 * The undecided claims within the actor's reach, those that wait longest first; closed reports too.
 * What lies outside is another team's to decide.
 */
export function claimsOf(reports: readonly Report[], actor: Actor): OpenClaim[] {
	return reports
		.filter((report) => report.claims.length > 0 && reaches(actor, report))
		.flatMap((report) => openClaims(report).map((claim) => ({ claim, report })))
		.sort((one, other) => one.claim.receivedAt - other.claim.receivedAt);
}
