import { describe, expect, it } from 'vitest';
import {
	aCommand,
	after,
	aFinish,
	ali,
	anAssignment,
	aPerson,
	aPhoto,
	aReport,
	badr,
	by,
	clock,
	huda,
	inspected,
	inspectedAnswers,
	minute,
	morning,
	plainArgs,
	salma
} from '../../../../tests/support/builders';
import { roles } from '../people/permission';
import type { Answer } from '../checklist/answer';
import { decide } from './decide';
import type { Decision } from './decision';
import { commandTypes, edgeOf, permissionOf, statuses } from './lifecycle';
import type { Report } from './report';

const refusalOf = (decision: Decision) =>
	decision.outcome === 'rejected' ? decision.reason : decision.outcome;

describe('permissions', () => {
	for (const role of roles) {
		for (const type of commandTypes.filter((type) => type !== 'undo')) {
			const permission = permissionOf(type);
			it(`asks ${role} for ${permission ?? 'more than a person has'} to ${type}`, () => {
				const person = aPerson(role, { id: 'ali' });
				for (const status of statuses) {
					const report = aReport({ status });
					const base = { rev: report.rev, assignEpoch: report.assignEpoch };
					const heldEpochs = [report.assignEpoch];
					const decision = decide(report, aCommand(type, { base }), by(person, { heldEpochs }));
					if (decision.outcome === 'rejected') continue;
					expect(edgeOf(type, status)?.permission).toBe(permission);
					expect(by(person).actor.permissions).toContain(permission);
				}
			});
		}
	}

	it('gives an inactive person nothing', () => {
		for (const role of roles) {
			const person = aPerson(role, { id: 'ali', active: false });
			for (const type of commandTypes.filter((type) => type !== 'undo')) {
				const decision = decide(aReport({ status: 'assigned' }), aCommand(type), by(person));
				expect(decision.outcome).toBe('rejected');
			}
		}
	});

	it('keeps a supervisor to the own team and to the own areas', () => {
		const assign = aCommand('assign');
		expect(refusalOf(decide(aReport({ teamId: 'team-2' }), assign, by(salma)))).toBe(
			'out_of_scope'
		);
		const elsewhere = aPerson('supervisor', { areas: ['/muscat/see/'] });
		expect(refusalOf(decide(aReport(), assign, by(elsewhere)))).toBe('out_of_scope');
		expect(refusalOf(decide(aReport({ teamId: null }), assign, by(salma)))).toBe('applied');
	});

	it('keeps an officer to the own directorate', () => {
		const report = aReport({ status: 'done', directorateId: 'bawshar' });
		expect(refusalOf(decide(report, aCommand('confirm'), by(huda)))).toBe('out_of_scope');
	});
});

describe('field work under the current assignment', () => {
	it('records set off and arrival on the assignment without a change of status', () => {
		const report = aReport({ status: 'assigned' });
		const onTheWay = after(report, aCommand('setOff'), by(ali));
		const there = after(onTheWay, aCommand('arrive'), by(ali));
		expect(there.status).toBe('assigned');
		expect(there.assignment).toMatchObject({ setOffAt: by(ali).at, arrivedAt: by(ali).at });
	});

	it('refuses completion without a closing photo, and says what is missing', () => {
		const report = aReport({ status: 'in_progress', photos: [aPhoto('before')] });
		expect(decide(report, aCommand('finish'), by(ali))).toMatchObject({
			outcome: 'rejected',
			reason: 'evidence_missing',
			detail: { before: 0, after: 1 }
		});
	});

	it('does not count a photo that was taken again, nor one the finish does not name', () => {
		const retaken = aReport({
			status: 'in_progress',
			photos: [aPhoto('before'), aPhoto('after', { retracted: true })]
		});
		expect(refusalOf(decide(retaken, aCommand('finish'), by(ali)))).toBe('evidence_missing');
		const unnamed = aCommand('finish', { args: { ...plainArgs.finish, photos: ['b'.repeat(64)] } });
		const report = aReport({ status: 'in_progress' });
		expect(refusalOf(decide(report, unnamed, by(ali)))).toBe('evidence_missing');
	});

	it('asks for a new after photo when the work was returned', () => {
		const second = by(ali, { heldEpochs: [1, 2] });
		const report = aReport({
			status: 'in_progress',
			assignEpoch: 2,
			assignment: anAssignment({ epoch: 2 })
		});
		const finish = aCommand('finish', { base: { rev: 5, assignEpoch: 2 } });
		expect(refusalOf(decide(report, finish, second))).toBe('evidence_missing');
	});

	it('asks for a text and one photo where nothing was found', () => {
		const args = {
			...plainArgs.finish,
			outcome: 'nothing_found' as const,
			photos: ['b'.repeat(64)]
		};
		const report = aReport({ status: 'in_progress' });
		const without = decide(report, aCommand('finish', { args }), by(ali));
		expect(without).toMatchObject({ reason: 'evidence_missing', detail: { needsText: true } });
		const withText = aCommand('finish', { args: { ...args, text: 'لا يوجد شيء' } });
		expect(refusalOf(decide(report, withText, by(ali)))).toBe('applied');
	});

	it('refuses completion while a required question is open, and names it', () => {
		const report = aReport({ status: 'in_progress', categoryId: inspected.id });
		const finish = (answers: Answer[] | null) =>
			decide(report, aCommand('finish', { args: { ...plainArgs.finish, answers } }), by(ali));
		expect(finish([])).toMatchObject({
			reason: 'evidence_missing',
			detail: { after: 0, answers: [{ itemId: 'area-clean' }] }
		});
		const unfit = [...inspectedAnswers(900)];
		expect(finish(unfit)).toMatchObject({ detail: { answers: [{ itemId: 'depth' }] } });
		expect(refusalOf(finish(inspectedAnswers(12)))).toBe('applied');
		expect(refusalOf(finish(null))).toBe('applied');
	});

	it('keeps every answer with the closing, also to a question that is not asked any more', () => {
		const report = aReport({ status: 'in_progress', categoryId: inspected.id });
		const args = { ...plainArgs.finish, answers: inspectedAnswers(12) };
		const done = after(report, aCommand('finish', { args }), by(ali));
		expect(done.finish?.answers).toEqual(inspectedAnswers(12));
	});

	it('names the other report of a duplicate, and of nothing else', () => {
		const report = aReport({ status: 'in_progress' });
		const other = '01900000-0000-7000-8000-00000000dddd';
		const named = (outcome: 'duplicate' | 'fixed', duplicateOf: string) => {
			const args = { ...plainArgs.finish, outcome, text: 'هو نفسه', duplicateOf };
			return after(report, aCommand('finish', { args }), by(ali)).finish?.duplicateOf;
		};
		expect(named('duplicate', other)).toBe(other);
		expect(named('fixed', other)).toBeNull();
		expect(named('duplicate', report.id)).toBeNull();
	});

	it('refuses a reason outside the list and one that needs a text', () => {
		const report = aReport({ status: 'assigned' });
		const hold = aCommand('hold', { args: { reason: 'lunch', text: null } });
		expect(refusalOf(decide(report, hold, by(ali)))).toBe('reason_unknown');
		const giveBack = aCommand('return', { args: { reason: 'other', text: ' ' } });
		expect(refusalOf(decide(aReport({ status: 'done' }), giveBack, by(huda)))).toBe('text_missing');
	});

	it('lets ten photos of one person stand, and a retake beyond them', () => {
		const photos = Array.from({ length: 10 }, (_, i) =>
			aPhoto('other', { sha256: String(i).repeat(64) })
		);
		const full = aReport({ status: 'in_progress', photos });
		expect(refusalOf(decide(full, aCommand('addPhoto'), by(ali)))).toBe('too_many_photos');
		const retake = aCommand('addPhoto', {
			args: { ...plainArgs.addPhoto, replaces: '0'.repeat(64) }
		});
		const retaken = after(full, retake, by(ali));
		expect(retaken.photos[0]?.retracted).toBe(true);
		const colleague = by(badr, { heldEpochs: [1] });
		expect(refusalOf(decide(full, aCommand('addPhoto'), colleague))).toBe('applied');
	});

	it('returns to the status before a hold', () => {
		const held = after(aReport({ status: 'assigned' }), aCommand('hold'), by(ali));
		expect(after(held, aCommand('resume'), by(ali)).status).toBe('assigned');
	});
});

describe('field work under an older assignment [conflict table]', () => {
	const reassigned = (part: Partial<Report> = {}) =>
		aReport({
			status: 'assigned',
			rev: 8,
			assignEpoch: 2,
			assignment: anAssignment({ assigneeId: 'badr', epoch: 2 }),
			photos: [aPhoto('before'), aPhoto('after')],
			acts: { actorId: 'salma', lastRev: 8, othersRev: 0 },
			...part
		});

	it('merges a closing while the new inspector has not started', () => {
		const report = reassigned();
		const decision = decide(report, aCommand('finish'), by(ali));
		expect(decision.outcome).toBe('merged');
		expect(after(report, aCommand('finish'), by(ali))).toMatchObject({
			status: 'done',
			finish: { actorId: 'ali', epoch: 1 },
			assignment: null
		});
	});

	it('turns a closing into a claim once the new inspector has started, finished or the office closed it', () => {
		for (const status of ['in_progress', 'done', 'closed'] as const) {
			const report = reassigned({ status, finish: null });
			const decision = decide(report, aCommand('finish'), by(ali));
			expect(decision.outcome).toBe('claim');
			const claimed = after(report, aCommand('finish'), by(ali));
			expect(claimed.status).toBe(status);
			expect(claimed.claims).toMatchObject([{ kind: 'finish', actorId: 'ali', state: 'open' }]);
		}
	});

	it('keeps a closing without its evidence as a claim, never refuses it', () => {
		const decision = decide(reassigned({ photos: [] }), aCommand('finish'), by(ali));
		expect(decision.outcome).toBe('claim');
	});

	it('keeps start and hold as time worked, without a change of status', () => {
		for (const type of ['start', 'hold'] as const) {
			const claimed = after(reassigned(), aCommand(type), by(ali));
			expect(claimed.status).toBe('assigned');
			expect(claimed.claims[0]?.kind).toBe('time_worked');
		}
	});

	it('adds photos and notes always, and marks them late', () => {
		const noted = after(reassigned(), aCommand('addNote'), by(ali));
		expect(noted.notes[0]).toMatchObject({ actorId: 'ali', isLate: true });
		const pictured = after(noted, aCommand('addPhoto'), by(ali));
		expect(pictured.photos.at(-1)).toMatchObject({ actorId: 'ali', isLate: true });
	});

	it('refuses whoever never held the job under that epoch', () => {
		const forged = aCommand('finish', { base: { rev: 8, assignEpoch: 2 } });
		expect(refusalOf(decide(reassigned(), forged, by(ali)))).toBe('never_assigned');
		expect(refusalOf(decide(reassigned(), aCommand('addNote'), by(badr)))).toBe('never_assigned');
	});

	it('merges a closing of the first assignment when the job came back to the same person [E5]', () => {
		const back = reassigned({ assignEpoch: 3, assignment: anAssignment({ epoch: 3 }) });
		const decision = decide(back, aCommand('finish'), by(ali, { heldEpochs: [1, 3] }));
		expect(decision.outcome).toBe('merged');
	});

	it('merges a closing on the own running job that was reassigned and given back', () => {
		const reassign = aCommand('reassign');
		const away = after(aReport({ status: 'in_progress' }), reassign, by(salma));
		const undo = aCommand('undo', { args: { commandId: reassign.id, elapsedMs: 4000 } });
		const back = after(away, undo, by(salma));
		expect(back).toMatchObject({ status: 'in_progress', assignEpoch: 3 });
		const decision = decide(back, aCommand('finish'), by(ali, { heldEpochs: [1, 3] }));
		expect(decision.outcome).toBe('merged');
	});

	it('does not let a closing from before undo what the office returned or reopened since', () => {
		for (const status of ['returned', 'reopened', 'assigned'] as const) {
			const again = { status, assignEpoch: 3, assignment: anAssignment({ epoch: 3 }) };
			const own = reassigned({ ...again, finish: aFinish() });
			const evidence = after(own, aCommand('finish'), by(ali, { heldEpochs: [1, 3] }));
			expect([evidence.status, evidence.claims]).toEqual([status, []]);
			const others = reassigned({ ...again, finish: aFinish({ actorId: 'badr', epoch: 2 }) });
			const claimed = after(others, aCommand('finish'), by(ali));
			expect([claimed.status, claimed.claims.length]).toEqual([status, 1]);
		}
	});
});

describe('field work while the office moved the job under the same assignment [conflict table]', () => {
	const moved = { actorId: 'salma', lastRev: 7, othersRev: 0 };

	it('applies a closing when only the priority changed', () => {
		const report = aReport({ status: 'in_progress', priority: 'high', rev: 7, acts: moved });
		expect(refusalOf(decide(report, aCommand('finish'), by(ali)))).toBe('applied');
	});

	it('keeps a closing as a claim and other acts as evidence', () => {
		const report = aReport({ status: 'closed', rev: 7, acts: moved, finish: null });
		expect(decide(report, aCommand('finish'), by(ali)).outcome).toBe('claim');
		expect(decide(report, aCommand('start'), by(ali)).outcome).toBe('merged');
		expect(after(report, aCommand('start'), by(ali)).status).toBe('closed');
	});

	it('adds evidence and no second transition when two devices of one person close [E6]', () => {
		const own = { actorId: 'ali', lastRev: 7, othersRev: 3 };
		const report = aReport({ status: 'done', rev: 7, acts: own, finish: aFinish() });
		const decision = decide(report, aCommand('finish'), by(ali));
		expect(decision.outcome).toBe('merged');
		expect(after(report, aCommand('finish'), by(ali)).claims).toEqual([]);
	});

	it('refuses what the device itself could see was not allowed', () => {
		const report = aReport({ status: 'assigned' });
		expect(refusalOf(decide(report, aCommand('finish'), by(ali)))).toBe('not_allowed_now');
	});
});

describe('office acts', () => {
	it('refuses a command that did not see what others did [E7]', () => {
		const report = aReport({
			status: 'in_progress',
			rev: 6,
			acts: { actorId: 'ali', lastRev: 6, othersRev: 2 }
		});
		expect(refusalOf(decide(report, aCommand('reassign'), by(salma)))).toBe('stale');
	});

	it('is not stale by own acts, nor by photos and notes', () => {
		const own = aReport({
			status: 'assigned',
			rev: 9,
			acts: { actorId: 'salma', lastRev: 9, othersRev: 4 }
		});
		expect(refusalOf(decide(own, aCommand('reassign'), by(salma)))).toBe('applied');
		const noted = aReport({
			status: 'assigned',
			rev: 9,
			acts: { actorId: 'ali', lastRev: 5, othersRev: 4 }
		});
		expect(refusalOf(decide(noted, aCommand('reassign'), by(salma)))).toBe('applied');
	});

	it('assigns to active inspectors of the own team within their areas only', () => {
		const to = (assigneeId: string) => aCommand('assign', { args: { assigneeId } });
		const people: Record<string, ReturnType<typeof aPerson>> = {
			gone: aPerson('inspector', { active: false }),
			foreign: aPerson('inspector', { teamId: 'team-2' }),
			afar: aPerson('inspector', { areas: ['/muscat/qurayyat/'] }),
			desk: aPerson('supervisor')
		};
		const policy = { ...by(salma).policy, person: (id: string) => people[id] };
		const refused = Object.keys(people).map((id) =>
			refusalOf(decide(aReport(), to(id), by(salma, { policy })))
		);
		expect(refused).toEqual([
			'assignee_not_available',
			'assignee_out_of_reach',
			'assignee_out_of_reach',
			'assignee_not_available'
		]);
		const same = aCommand('reassign', { args: { assigneeId: 'ali' } });
		expect(refusalOf(decide(aReport({ status: 'assigned' }), same, by(salma)))).toBe(
			'already_assigned_to'
		);
	});

	it('holds confirmation until every declared photo is whole, and says which device has it', () => {
		const photos = [
			aPhoto('before'),
			aPhoto('after', { state: 'awaited', declaredAt: morning + minute })
		];
		const report = aReport({ status: 'done', photos });
		expect(decide(report, aCommand('confirm'), by(huda))).toMatchObject({
			reason: 'photos_missing',
			detail: {
				storedPhotos: 1,
				declaredPhotos: 2,
				waitingSinceAt: morning + minute,
				deviceName: 'Tablet 7'
			}
		});
	});

	it('confirms without them for a reason, and keeps the reason', () => {
		const report = aReport({ status: 'done', photos: [aPhoto('after', { state: 'awaited' })] });
		const args = { outcome: null, overrideReason: 'شوهد الموقع' };
		const closed = after(report, aCommand('confirm', { args }), by(huda));
		expect(closed).toMatchObject({
			status: 'closed',
			outcome: 'fixed',
			confirmOverride: 'شوهد الموقع',
			confirmedById: 'huda'
		});
	});

	it('returns work to whoever did it, under a new epoch, and counts the rework', () => {
		const report = aReport({ status: 'done', finish: aFinish({ actorId: 'badr' }) });
		expect(after(report, aCommand('return'), by(huda))).toMatchObject({
			status: 'returned',
			assignEpoch: 2,
			assignment: { assigneeId: 'badr', epoch: 2 },
			reworkCount: 1,
			returned: { code: 'not_repaired', actorId: 'huda' }
		});
	});

	it('keeps the first closing time through a reopening and starts the clock anew', () => {
		const report = aReport({ status: 'closed', closedAt: morning - 1, pausedMinutes: 77 });
		const reopened = after(report, aCommand('reopen'), by(huda));
		expect(reopened).toMatchObject({
			status: 'reopened',
			closedAt: morning - 1,
			endedAt: null,
			clockFromAt: by(huda).receivedAt,
			pausedMinutes: 0,
			pausedAt: null,
			assignment: null
		});
		expect(reopened.dueAt).toBe(clock.addWorking(by(huda).receivedAt, 840));
	});

	it('closes without a visit only by outcomes that need none', () => {
		const args = { outcome: 'fixed' as const, text: null };
		expect(refusalOf(decide(aReport(), aCommand('close', { args }), by(salma)))).toBe(
			'outcome_not_allowed'
		);
	});
});

describe('photos taken again', () => {
	const shot = (sha: string, replaces: string | null) =>
		aCommand('addPhoto', {
			args: {
				...plainArgs.addPhoto,
				sha256: sha.repeat(64),
				replaces: replaces?.repeat(64) ?? null
			}
		});
	const standing = (report: Report) =>
		report.photos.filter(({ retracted }) => !retracted).map(({ sha256 }) => sha256[0]);
	const report = aReport({ status: 'in_progress', photos: [] });

	it('keeps a photo that is taken again by the very same file', () => {
		const first = after(report, shot('1', null), by(ali));
		expect(standing(after(first, shot('1', '1'), by(ali)))).toEqual(['1']);
	});

	it('lets a photo stand again that was replaced and is chosen once more, also in an overlay', () => {
		const shots = [shot('1', null), shot('2', '1'), shot('1', '2')];
		const chosen = shots.reduce((one, command) => after(one, command, by(ali)), report);
		expect(standing(chosen)).toEqual(['1']);
		const twice = shots.reduce((one, command) => after(one, command, by(ali)), chosen);
		expect(standing(twice)).toEqual(['1']);
		const late = after(chosen, shots[0]!, by(ali));
		expect(standing(late)).toEqual(['1']);
	});

	it('keeps a replaced photo replaced when its own command is laid over it again', () => {
		const shots = [shot('1', null), shot('2', '1')];
		const chosen = shots.reduce((one, command) => after(one, command, by(ali)), report);
		expect(standing(after(chosen, shots[0]!, by(ali)))).toEqual(['2']);
	});
});

describe('undo', () => {
	const undo = (commandId: string, elapsedMs = 4000) =>
		aCommand('undo', { args: { commandId, elapsedMs } });

	it('puts back what the act replaced', () => {
		const report = aReport({ status: 'in_progress' });
		const finish = aCommand('finish');
		const done = after(report, finish, by(ali));
		const undone = after(done, undo(finish.id), by(ali));
		expect({ ...undone, rev: 0, acts: null, updatedAt: 0 }).toEqual({
			...report,
			rev: 0,
			acts: null,
			updatedAt: 0
		});
		expect(undone.rev).toBe(report.rev + 2);
	});

	it('is an assignment of its own when it takes one back: the epoch never returns', () => {
		const report = aReport({ status: 'assigned' });
		const reassign = aCommand('reassign');
		const undone = after(after(report, reassign, by(salma)), undo(reassign.id), by(salma));
		expect(undone).toMatchObject({ assignEpoch: 3, assignment: { assigneeId: 'ali', epoch: 3 } });
	});

	it('comes too late after ten seconds, after somebody else, and for somebody else', () => {
		const reassign = aCommand('reassign');
		const reassigned = after(aReport({ status: 'assigned' }), reassign, by(salma));
		expect(refusalOf(decide(reassigned, undo(reassign.id, 10_001), by(salma)))).toBe(
			'undo_too_late'
		);
		expect(refusalOf(decide(reassigned, undo(reassign.id), by(huda)))).toBe('undo_too_late');
		const second = by(badr, { heldEpochs: [2] });
		const started = after(
			reassigned,
			aCommand('start', { base: { rev: 6, assignEpoch: 2 } }),
			second
		);
		expect(refusalOf(decide(started, undo(reassign.id), by(salma)))).toBe('undo_too_late');
	});

	it('is not disturbed by evidence that came between', () => {
		const finish = aCommand('finish');
		const done = after(aReport({ status: 'in_progress' }), finish, by(ali));
		const noted = after(done, aCommand('addNote'), by(ali));
		expect(after(noted, undo(finish.id), by(ali))).toMatchObject({
			status: 'in_progress',
			finish: null
		});
	});

	it('withdraws an own claim at any time and keeps its evidence', () => {
		const report = aReport({
			status: 'closed',
			rev: 7,
			acts: { actorId: 'salma', lastRev: 7, othersRev: 0 }
		});
		const finish = aCommand('finish');
		const claimed = after({ ...report, finish: null }, finish, by(ali));
		expect(after(claimed, undo(finish.id), by(ali)).claims[0]?.state).toBe('withdrawn');
		expect(after(claimed, undo(finish.id, 86_400_000), by(ali)).claims[0]?.state).toBe('withdrawn');
		expect(refusalOf(decide(claimed, undo(finish.id), by(badr)))).toBe('undo_too_late');
	});

	it('withdraws no claim that somebody has decided', () => {
		const report = aReport({
			status: 'closed',
			rev: 7,
			acts: { actorId: 'salma', lastRev: 7, othersRev: 0 }
		});
		const finish = aCommand('finish');
		const claimed = after({ ...report, finish: null }, finish, by(ali));
		const keep = { claimId: finish.id, choice: 'keep' as const, text: null };
		const settled = after(claimed, aCommand('settleClaim', { args: keep }), by(salma));
		expect(refusalOf(decide(settled, undo(finish.id), by(ali)))).toBe('claim_settled');
	});
});
