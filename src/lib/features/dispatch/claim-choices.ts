/**
 * What can be decided about a claim as its report stands: use it, keep what stands, or both. Pure.
 *
 * 1. Only what means something is offered; what the rules forbid just now says why.
 * 2. `releases` names somebody else whose job a choice would end: that is asked once more.
 * Source: sync design 3.6.
 */
import type { ActRefusal, Device } from '$lib/client/device';
import type { Intent } from '$lib/domain/report/command';
import { edgeOf, statusTable } from '$lib/domain/report/lifecycle';
import type { Assignment, Claim, Finish, Report } from '$lib/domain/report/report';
import type { OpenClaim } from './claims';

export type Choice = NonNullable<Claim['settled']>['choice'];

export interface ClaimOption {
	choice: Choice;
	/** Why it cannot be chosen now; null where it can. */
	refusal: ActRefusal | null;
	/** A person whose job it ends, other than the author; null where nobody is concerned. */
	releases: string | null;
}

/** What a claim is weighed against. */
export type Standing =
	| { kind: 'finish'; actorId: string; finish: Finish }
	| { kind: 'assignment'; actorId: string; assignment: Assignment }
	| { kind: 'nobody' };

/** The finish that counts now, else whoever has the report, else nobody. */
export function standingOf(report: Report): Standing {
	const { finish, assignment } = report;
	if (finish !== null && hasStandingFinish(report)) {
		return { kind: 'finish', actorId: finish.actorId, finish };
	}
	if (assignment !== null) {
		return { kind: 'assignment', actorId: assignment.assigneeId, assignment };
	}
	return { kind: 'nobody' };
}

/** A finish that was returned or reopened since stands no more; a referral of it only rests. */
function hasStandingFinish({ status, statusBefore }: Report): boolean {
	const awaits = (at: Report['statusBefore']) => at !== null && statusTable[at].awaitsConfirmation;
	return !statusTable[status].isOpen || awaits(status) || awaits(statusBefore);
}

/** The choices, in the order in which they are offered; time worked can only be noted. */
export function optionsOf(open: OpenClaim, check: Device['check']): ClaimOption[] {
	const { claim, report } = open;
	if (claim.kind !== 'finish') return [option(open, 'keep', check)];
	const canJoin = standingOf(report).kind === 'finish';
	const offered: readonly Choice[] = canJoin ? ['use', 'keep', 'both'] : ['use', 'keep'];
	return offered.map((choice) => option(open, choice, check));
}

function option(open: OpenClaim, choice: Choice, check: Device['check']): ClaimOption {
	const answer = check(settleIntent(open, choice, null));
	return {
		choice,
		refusal: answer.ok ? null : answer,
		releases: choice === 'use' ? releasedBy(open) : null
	};
}

function releasedBy({ claim, report }: OpenClaim): string | null {
	const ends = edgeOf('acceptClaim', report.status)?.epochRises === true;
	const holder = report.assignment?.assigneeId ?? null;
	return ends && holder !== claim.actorId ? holder : null;
}

/** The commands of a choice: the decision, and the note of the time worked on the same visit. */
export function settleIntents(
	open: OpenClaim,
	choice: Choice,
	text: string | null
): readonly Intent[] {
	const notes = open.worked.map((claim) => settleIntent({ ...open, claim }, 'keep', null));
	return [settleIntent(open, choice, text), ...notes];
}

function settleIntent(
	{ claim, report }: Pick<OpenClaim, 'claim' | 'report'>,
	choice: Choice,
	text: string | null
): Intent {
	const { id: claimId } = claim;
	return choice === 'use'
		? { type: 'acceptClaim', reportId: report.id, args: { claimId, text } }
		: { type: 'settleClaim', reportId: report.id, args: { claimId, choice, text } };
}
