import { describe, expect, it } from 'vitest';
import type { Command, Intent } from '$lib/domain/report/command';
import { decide } from '$lib/domain/report/decide';
import { statuses } from '$lib/domain/report/lifecycle';
import type { Claim, Report } from '$lib/domain/report/report';
import {
	aCommand,
	aFinish,
	anAssignment,
	aPhoto,
	aReport,
	by,
	morning,
	salma
} from '../../../../tests/support/builders';
import { optionsOf, settleIntent, standingOf } from './claim-choices';
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

/** The rules themselves, as the device would ask them. */
const rulesFor = (report: Report) => (intent: Intent) => {
	const base = { rev: report.rev, assignEpoch: report.assignEpoch };
	const command = { ...aCommand(intent.type), args: intent.args, base } as Command;
	const decision = decide(report, command, by(salma));
	return decision.outcome === 'rejected'
		? { ok: false as const, reportId: report.id, reason: decision.reason }
		: { ok: true as const };
};
const offered = (report: Report, about = claim) =>
	optionsOf({ claim: about, report }, rulesFor(report));
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
			const answer = rulesFor(report)(settleIntent({ claim, report }, choice, null));
			expect(refusal === null).toBe(answer.ok);
		}
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
