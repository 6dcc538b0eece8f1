/**
 * Deciding about claims: field work that arrived after the office had moved on.
 *
 *   use    acceptClaim   the claim becomes the closing; whoever works on the report is released
 *   both   settleClaim   its photos and words join the closing that stands
 *   keep   settleClaim   it stays with the report as evidence
 *
 * 1. A claim is decided once; nothing of it is ever removed.
 * 2. Whether the evidence is enough is the deciding person's judgement, and then the directorate's.
 * Source: sync design 3.6.
 */
import { joinedAnswers } from '../checklist/answer';
import type { Command } from './command';
import { apply, eventOf, refuse, statusChange, type Circumstance, type Decision } from './decision';
import type { Edge } from './lifecycle';
import type { Refusal } from './refusal';
import type { Claim, Finish, Report, ReportPatch } from './report';

type Settling<T extends Command['type']> = Extract<Command, { type: T }>;

/** "Use A's": the late closing counts. */
export function acceptClaim(
	report: Report,
	command: Settling<'acceptClaim'>,
	edge: Edge,
	circumstance: Circumstance
): Decision {
	const claim = openClaim(report, command.args.claimId);
	if (typeof claim === 'string') return refuse(claim);
	const finish = finishOf(claim);
	if (finish === null) return refuse('not_allowed_now');
	const released: ReportPatch = edge.epochRises
		? { assignment: null, assignEpoch: report.assignEpoch + 1, hold: null }
		: {};
	const change = { ...statusChange(report, edge, circumstance), ...released, finish };
	return settled('claim_accepted', claim, 'use', command, circumstance, change);
}

/** "Keep B's" or "both": the closing that stands goes on standing. */
export function settleClaim(
	report: Report,
	command: Settling<'settleClaim'>,
	circumstance: Circumstance
): Decision {
	const { claimId, choice } = command.args;
	const claim = openClaim(report, claimId);
	if (typeof claim === 'string') return refuse(claim);
	const change = choice === 'both' ? joined(report.finish, claim) : {};
	return settled('claim_settled', claim, choice, command, circumstance, change);
}

function openClaim(report: Report, claimId: string): Claim | Refusal {
	const claim = report.claims.find(({ id }) => id === claimId);
	if (claim === undefined) return 'claim_unknown';
	return claim.state === 'open' ? claim : 'claim_settled';
}

function settled(
	kind: 'claim_accepted' | 'claim_settled',
	claim: Claim,
	choice: NonNullable<Claim['settled']>['choice'],
	command: Settling<'acceptClaim'> | Settling<'settleClaim'>,
	circumstance: Circumstance,
	change: ReportPatch
): Decision {
	const { actor, at } = circumstance;
	const { text } = command.args;
	const settleClaim = { claimId: claim.id, settled: { choice, actorId: actor.id, at, text } };
	const said = { code: choice, text };
	return apply(eventOf(kind, command, circumstance, { change, settleClaim, said }));
}

/** The closing that a claim stands for; null for time worked. */
function finishOf(claim: Claim): Finish | null {
	const { kind, outcome, actorId, at, receivedAt, epoch, text, photos } = claim;
	if (kind !== 'finish' || outcome === null) return null;
	const { answers = [], duplicateOf = null } = claim;
	return {
		...{ actorId, at, receivedAt, epoch, outcome, text, photos, onSite: null },
		...{ answers, duplicateOf }
	};
}

function joined(finish: Finish | null, claim: Claim): ReportPatch {
	if (finish === null) return {};
	const photos = [...new Set([...finish.photos, ...claim.photos])];
	const text = [finish.text, claim.text].filter((part) => part !== null && part !== '').join('\n');
	const answers = joinedAnswers(finish.answers ?? [], claim.answers ?? []);
	return { finish: { ...finish, photos, text: text === '' ? null : text, answers } };
}
