import { describe, expect, it } from 'vitest';
import type { Command, Intent } from '$lib/domain/report/command';
import { decide } from '$lib/domain/report/decide';
import { statuses } from '$lib/domain/report/lifecycle';
import type { Claim, Report } from '$lib/domain/report/report';
import {
	aCommand,
	after,
	aFinish,
	anAssignment,
	aPhoto,
	aReport,
	by,
	morning,
	salma
} from '../../../../tests/support/builders';
import { optionsOf, settleIntents, standingOf } from './claim-choices';
import { casesOf } from './claims';
import { lateEvidence, standingEvidence } from './claim-evidence';

const claim: Claim = {
	...{ id: 'late', kind: 'finish', actorId: 'ali', epoch: 1, at: morning, receivedAt: morning },
	...{ outcome: 'fixed', text: null, photos: ['a'], state: 'open' }
};
const withB = (part: Partial<Report> = {}) =>
	aReport({
		status: 'in_progress',
		assignEpoch: 2,
		assignment: anAssignment({ assigneeId: 'badr', epoch: 2 }),
		claims: [claim],
		...part
	});

const baseOf = ({ rev, assignEpoch }: Report) => ({ rev, assignEpoch });

/** The rules themselves, as the device would ask them. */
const rulesFor = (report: Report) => (intent: Intent) => {
	const command = { ...aCommand(intent.type), args: intent.args, base: baseOf(report) } as Command;
	const decision = decide(report, command, by(salma));
	return decision.outcome === 'rejected'
		? { ok: false as const, reportId: report.id, reason: decision.reason }
		: { ok: true as const };
};
const offered = (report: Report, about = claim) =>
	optionsOf({ claim: about, report, worked: [] }, rulesFor(report));
const choices = (report: Report, about = claim) =>
	offered(report, about).map(({ choice }) => choice);

describe('the choices about a claim [E2, E3, E4]', () => {
	it('are use and keep while B is at work, and use names whose job it ends', () => {
		const options = offered(withB());
		expect(options.map(({ choice, releases }) => [choice, releases])).toEqual([
			['use', 'badr'],
			['keep', null]
		]);
	});

	it('are three once B has finished, and none of them ends a job', () => {
		const done = withB({ status: 'done', finish: aFinish({ actorId: 'badr', epoch: 2 }) });
		expect(choices(done)).toEqual(['use', 'keep', 'both']);
		expect(offered(done).every(({ releases }) => releases === null)).toBe(true);
	});

	it('say why late work cannot be used on a closed report, and still let it be kept', () => {
		const closed = withB({ status: 'closed', assignment: null, finish: null });
		const [use, keep] = offered(closed);
		expect([use?.refusal?.reason, keep?.refusal]).toEqual(['not_allowed_now', null]);
	});

	it('leave nothing but a note about time worked', () => {
		expect(choices(withB(), { ...claim, kind: 'time_worked' })).toEqual(['keep']);
	});

	it('release nobody when the author has the job again', () => {
		const again = withB({ assignment: anAssignment({ assigneeId: 'ali', epoch: 3 }) });
		expect(offered(again)[0]?.releases).toBeNull();
	});

	it.each(statuses)('at %s are each what the rules accept, or say why not', (status) => {
		const report = withB({ status, finish: aFinish({ actorId: 'badr' }) });
		for (const { choice, refusal } of offered(report)) {
			const intents = settleIntents({ claim, report, worked: [] }, choice, null);
			expect(refusal === null).toBe(intents.every((intent) => rulesFor(report)(intent).ok));
		}
	});
});

describe('the work of one visit', () => {
	const worked = (id: string, part: Partial<Claim> = {}): Claim => ({
		...{ ...claim, id, kind: 'time_worked', outcome: null, photos: [] },
		...part
	});

	it('is one case: the time worked is noted with the decision about the finish', () => {
		const report = withB({
			claims: [worked('start'), claim, worked('other', { actorId: 'badr' })]
		});
		const cases = casesOf(report);
		expect(cases.map((open) => [open.claim.id, open.worked.map(({ id }) => id)])).toEqual([
			['late', ['start']],
			['other', []]
		]);
		const [first] = cases;
		if (first === undefined) throw new Error('no case');
		expect(settleIntents(first, 'use', 'شكرًا').map(({ type, args }) => [type, args])).toEqual([
			['acceptClaim', { claimId: 'late', text: 'شكرًا' }],
			['settleClaim', { claimId: 'start', choice: 'keep', text: null }]
		]);
	});

	it('without a finish is noted at once, and two finishes are decided one by one', () => {
		const hold = withB({ claims: [worked('start'), worked('hold')] });
		expect(casesOf(hold).map((open) => open.worked.length)).toEqual([1]);
		const twice = withB({ claims: [claim, { ...claim, id: 'again' }, worked('start')] });
		expect(casesOf(twice).map((open) => open.worked.length)).toEqual([1, 0]);
	});

	it('is decided as the rules accept it, in one go', () => {
		const report = withB({ claims: [worked('start'), claim] });
		const [open] = casesOf(report);
		if (open === undefined) throw new Error('no case');
		const settled = settleIntents(open, 'use', null).reduce(
			(before, { type, args }) =>
				after(before, { ...aCommand(type), args, base: baseOf(report) } as Command, by(salma)),
			report
		);
		expect(settled.claims.map(({ state }) => state)).toEqual(['settled', 'settled']);
		expect(settled.finish?.actorId).toBe('ali');
	});
});

describe('what a claim is weighed against', () => {
	it('is a finish only while it stands: returned or reopened, it is nobody’s any more', () => {
		const finish = aFinish({ actorId: 'badr', epoch: 2 });
		const kinds = (part: Partial<Report>) => standingOf(withB({ finish, ...part })).kind;
		expect(kinds({ status: 'done' })).toBe('finish');
		expect(kinds({ status: 'closed' })).toBe('finish');
		expect(kinds({ status: 'referred', statusBefore: 'done' })).toBe('finish');
		expect(kinds({ status: 'returned' })).toBe('assignment');
		expect(kinds({ status: 'reopened', assignment: null })).toBe('nobody');
	});

	it('shows on either side only the photos of that side', () => {
		const photos = [
			aPhoto('before', { sha256: 'a', actorId: 'ali', epoch: 1 }),
			aPhoto('other', { sha256: 'unnamed', actorId: 'ali', epoch: 1 }),
			aPhoto('after', { sha256: 'b', actorId: 'badr', epoch: 2 }),
			aPhoto('other', { sha256: 'again', actorId: 'badr', epoch: 2, retracted: true }),
			aPhoto('reporter', { sha256: 'citizen', actorId: null, epoch: 0 })
		];
		const report = withB({ photos });
		const names = (of: readonly { sha256: string }[]) => of.map(({ sha256 }) => sha256);
		expect(names(lateEvidence(report, claim))).toEqual(['a', 'unnamed']);
		expect(names(standingEvidence(report))).toEqual(['b']);
		const finish = aFinish({ actorId: 'badr', epoch: 2, photos: ['a', 'b'] });
		expect(names(standingEvidence({ ...report, status: 'done', finish }))).toEqual(['a', 'b']);
	});
});
