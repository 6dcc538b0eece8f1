import { describe, expect, it } from 'vitest';
import {
	aCommand,
	after,
	ali,
	anAssignment,
	aPerson,
	aPhoto,
	aReport,
	badr,
	by,
	huda,
	inspected,
	inspectedAnswers,
	morning,
	plainArgs,
	salma
} from '../../../../tests/support/builders';
import { commandTypes, sideOf, statuses } from './lifecycle';
import { decide } from './decide';
import type { Decision } from './decision';
import { decideEscrow } from './escrow';
import type { Finish, Report } from './report';

const reasonOf = (decision: Decision) =>
	decision.outcome === 'rejected' ? decision.reason : decision.outcome;
const byB: Finish = {
	...{ actorId: 'badr', at: morning, receivedAt: morning, epoch: 2, outcome: 'fixed' },
	...{ text: 'من بدر', photos: ['b'], onSite: null }
};

/** Badr has the job; Ali's closing under the assignment before arrived late. */
function contested(
	part: Partial<Report> = {},
	args = { ...plainArgs.finish, text: 'من علي' as string | null }
) {
	const report = aReport({
		status: 'in_progress',
		rev: 8,
		assignEpoch: 2,
		assignment: anAssignment({ assigneeId: 'badr', epoch: 2 }),
		photos: [aPhoto('before'), aPhoto('after')],
		finish: null,
		acts: { actorId: 'badr', lastRev: 8, othersRev: 7 },
		...part
	});
	const finish = aCommand('finish', { args });
	const claimed = after(report, finish, by(ali));
	return { claimed, claimId: finish.id };
}
const accept = (report: Report, claimId: string, text: string | null = null) =>
	aCommand('acceptClaim', {
		args: { claimId, text },
		base: { rev: report.rev, assignEpoch: report.assignEpoch }
	});
const settle = (claimId: string, choice: 'both' | 'keep', rev = 99) =>
	aCommand('settleClaim', { args: { claimId, choice, text: null }, base: { rev, assignEpoch: 2 } });

describe('a claim', () => {
	it('carries the answers of its author into the closing, beside those that stand', () => {
		const answers = [{ itemId: 'depth', value: 40 }];
		const args = { ...plainArgs.finish, answers };
		const { claimed, claimId } = contested({}, args);
		expect(claimed.claims[0]).toMatchObject({ answers, duplicateOf: null });
		const used = after(claimed, accept(claimed, claimId), by(salma));
		expect(used.finish).toMatchObject({ answers, duplicateOf: null });
		const stands = { ...byB, answers: [{ itemId: 'area-clean', value: true }] };
		const standing = { ...claimed, status: 'done' as const, finish: stands };
		const both = after(standing, settle(claimId, 'both'), by(salma));
		expect(both.finish?.answers).toEqual([...stands.answers, ...answers]);
	});

	it('is what a late closing becomes while a required question is open', () => {
		const late = { status: 'assigned', photos: [aPhoto('before'), aPhoto('after')] } as const;
		const args = { ...plainArgs.finish, text: 'من علي', answers: [] };
		const open = contested({ ...late, categoryId: inspected.id }, args);
		expect(open.claimed.claims).toHaveLength(1);
		const answered = { ...args, answers: inspectedAnswers(3) };
		const full = contested({ ...late, categoryId: inspected.id }, answered);
		expect(full.claimed).toMatchObject({ status: 'done', claims: [] });
	});

	it('that is used becomes the closing and releases whoever works on the report', () => {
		const { claimed, claimId } = contested();
		const done = after(claimed, accept(claimed, claimId, 'الصور واضحة'), by(salma));
		expect(done).toMatchObject({ status: 'done', assignment: null, assignEpoch: 3 });
		expect(done.finish).toMatchObject({ actorId: 'ali', epoch: 1, text: 'من علي' });
		expect(done.claims[0]).toMatchObject({
			state: 'settled',
			settled: { choice: 'use', actorId: 'salma', text: 'الصور واضحة' }
		});
	});

	it('that is used after a closing replaces it and leaves the rest as it stands', () => {
		const { claimed, claimId } = contested({ status: 'done', finish: byB });
		const done = after(claimed, accept(claimed, claimId), by(salma));
		expect(done).toMatchObject({ status: 'done', assignEpoch: 2, finish: { actorId: 'ali' } });
	});

	it('joins the closing that stands, or stays beside it', () => {
		const { claimed, claimId } = contested({ status: 'done', finish: byB });
		const both = after(claimed, settle(claimId, 'both'), by(salma));
		const photos = [...new Set(['b', ...(claimed.claims[0]?.photos ?? [])])];
		expect(both.finish).toMatchObject({ actorId: 'badr', text: 'من بدر\nمن علي', photos });
		const kept = after(claimed, settle(claimId, 'keep'), by(salma));
		expect(kept.finish).toEqual(byB);
		expect(kept.claims[0]?.settled?.choice).toBe('keep');
	});

	it('is decided once, by somebody who dispatches there, and only where it is', () => {
		const { claimed, claimId } = contested();
		const kept = after(claimed, settle(claimId, 'keep'), by(salma));
		expect(reasonOf(decide(kept, settle(claimId, 'both'), by(salma)))).toBe('claim_settled');
		expect(reasonOf(decide(kept, accept(kept, claimId), by(salma)))).toBe('claim_settled');
		expect(reasonOf(decide(claimed, settle('other', 'keep'), by(salma)))).toBe('claim_unknown');
		for (const person of [ali, badr, huda, aPerson('supervisor', { teamId: 'team-2' })]) {
			expect(decide(claimed, settle(claimId, 'keep'), by(person)).outcome).toBe('rejected');
		}
	});

	it('is settled although others acted since, but used only on what was seen', () => {
		const { claimed, claimId } = contested();
		expect(reasonOf(decide(claimed, settle(claimId, 'keep', 1), by(salma)))).toBe('applied');
		const blind = { ...accept(claimed, claimId), base: { rev: 1, assignEpoch: 1 } };
		expect(reasonOf(decide(claimed, blind, by(salma)))).toBe('stale');
	});

	it('that was used is not undone with the act that stood before it', () => {
		const { claimed, claimId } = contested();
		const undoOf = (commandId: string) =>
			aCommand('undo', { args: { commandId, elapsedMs: 3000 }, base: { rev: 9, assignEpoch: 2 } });
		const asBadr = by(badr, { heldEpochs: [2] });
		const hold = aCommand('hold', { base: { rev: claimed.rev, assignEpoch: 2 } });
		const held = after(claimed, hold, asBadr);
		expect(reasonOf(decide(held, undoOf(hold.id), asBadr))).toBe('applied');
		const used = after(held, accept(held, claimId), by(salma));
		expect(reasonOf(decide(used, undoOf(hold.id), asBadr))).toBe('undo_too_late');
		const kept = after(held, settle(claimId, 'keep'), by(salma));
		expect(reasonOf(decide(kept, undoOf(hold.id), asBadr))).toBe('applied');
	});

	it('that changed the closing is an act that whoever confirms must have seen', () => {
		const { claimed, claimId } = contested({ status: 'done', finish: byB });
		const confirm = aCommand('confirm', { base: { rev: claimed.rev, assignEpoch: 2 } });
		const used = after(claimed, accept(claimed, claimId), by(salma));
		expect(reasonOf(decide(used, confirm, by(huda)))).toBe('stale');
		const both = after(claimed, settle(claimId, 'both'), by(salma));
		expect(reasonOf(decide(both, confirm, by(huda)))).toBe('stale');
		const kept = after(claimed, settle(claimId, 'keep'), by(salma));
		expect(reasonOf(decide(kept, confirm, by(huda)))).toBe('applied');
	});

	it('can be used where nobody has the job any more, or the office had put it away', () => {
		for (const status of ['received', 'reopened', 'referred', 'info_requested'] as const) {
			const { claimed, claimId } = contested();
			const put = { ...claimed, status, assignment: null };
			const used = after(put, accept(put, claimId), by(salma));
			expect(used).toMatchObject({ status: 'done', finish: { actorId: 'ali' } });
		}
	});

	it('of time worked is never a closing', () => {
		const { claimed } = contested();
		const start = aCommand('start');
		const worked = after(claimed, start, by(ali));
		expect(reasonOf(decide(worked, accept(worked, start.id), by(salma)))).toBe('not_allowed_now');
		expect(reasonOf(decide(worked, settle(start.id, 'keep'), by(salma)))).toBe('applied');
	});
});

describe('work handed in after access had ended [D3]', () => {
	const gone = { ...ali, active: false };

	it('never changes where a report stands, whatever it is', () => {
		for (const status of statuses) {
			for (const type of commandTypes.filter((type) => type !== 'undo')) {
				const report = aReport({ status });
				const decision = decideEscrow(report, aCommand(type), by(gone));
				if (decision.outcome === 'rejected') continue;
				expect(decision.outcome).toBe('claim');
				for (const event of decision.events) expect(event.change).toEqual({});
			}
		}
	});

	it('keeps closings as claims, photos and notes as late evidence, and refuses office acts', () => {
		const report = aReport({ status: 'in_progress' });
		const decided = (type: (typeof commandTypes)[number]) =>
			decideEscrow(report, aCommand(type), by(gone));
		const [finish, note, photo] = (['finish', 'addNote', 'addPhoto'] as const).map((type) => {
			const decision = decided(type);
			return decision.outcome === 'rejected' ? undefined : decision.events[0];
		});
		expect(finish?.addClaim).toMatchObject({ kind: 'finish', isEscrowed: true, state: 'open' });
		expect(note?.addNote?.isLate).toBe(true);
		expect(photo?.addPhoto?.isLate).toBe(true);
		for (const type of ['seen', 'setOff', 'arrive'] as const) {
			expect(decided(type)).toMatchObject({
				outcome: 'claim',
				events: [{ kind: 'evidence_kept' }]
			});
		}
		for (const type of ['start', 'hold', 'resume', 'decline'] as const) {
			expect(decided(type)).toMatchObject({ events: [{ addClaim: { kind: 'time_worked' } }] });
		}
		for (const type of commandTypes.filter((type) => sideOf(type) === 'office')) {
			expect(reasonOf(decided(type))).toBe('replica_revoked');
		}
	});

	it('takes no photo out that stands, even where the late one was to replace it', () => {
		const standing = { ...aPhoto('before'), actorId: 'ali' };
		const args = { ...plainArgs.addPhoto, replaces: standing.sha256 };
		const decision = decideEscrow(
			aReport({ photos: [standing] }),
			aCommand('addPhoto', { args }),
			by(gone)
		);
		if (decision.outcome === 'rejected') throw new Error(decision.reason);
		expect(decision.events[0]?.addPhoto).toBeDefined();
		expect(decision.events[0]?.retractPhoto).toBeUndefined();
	});

	it('is refused for a job that the person never had', () => {
		const decision = decideEscrow(aReport(), aCommand('finish'), by(gone, { heldEpochs: [] }));
		expect(reasonOf(decision)).toBe('never_assigned');
	});
});
