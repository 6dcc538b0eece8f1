/** A report found on the way, from its beginning to its withdrawal. */
import { describe, expect, it } from 'vitest';
import {
	aCommand,
	after,
	ali,
	aPerson,
	badr,
	by,
	minute,
	morning,
	plainArgs,
	policy,
	salma
} from '../../../../tests/support/builders';
import { parseCommand } from './command';
import { decide } from './decide';
import { undoWindowMs } from './undo-window';
import type { Circumstance } from './decision';
import { decideEscrow } from './escrow';
import { beginHandedIn, beginReport, type RegisterCommand } from './register';
import { fieldChannelId, type Report } from './report';
import { scopesOf } from './scope';

const register = (args: Partial<RegisterCommand['args']> = {}) => {
	const base = { rev: 0, assignEpoch: 0 };
	const command = aCommand('register', { args: { ...plainArgs.register, ...args }, base });
	if (command.type !== 'register') throw new Error('Another command');
	return command;
};
const routing = [
	{
		...{ id: 'seeb', name: { ar: 'السيب', en: 'Seeb' }, areas: ['/muscat/seeb/'] },
		...{ directorateId: 'seeb', teamId: 'team-1' }
	}
];
/** Nobody was assigned to what is not there yet. */
const finder = (part: Partial<Circumstance> = {}) =>
	by(ali, { heldEpochs: [], policy: { ...policy, routing }, ...part });
const begun = (command: RegisterCommand, circumstance = finder()): Report => {
	const beginning = beginReport(command, circumstance);
	if (beginning.outcome === 'rejected') throw new Error(beginning.reason);
	return beginning.report;
};
const undoOf = (command: RegisterCommand, elapsedMs = 5000) =>
	aCommand('undo', { args: { commandId: command.id, elapsedMs } });

describe('a report found on the way', () => {
	it('is received in the area of its point when it was found, and routed like any other', () => {
		const command = register();
		expect(begun(command)).toMatchObject({
			...{ id: command.reportId, number: '', status: 'received', areaPath: '/muscat/seeb/' },
			...{ channelId: fieldChannelId, channelReference: command.id, registeredById: 'ali' },
			...{ teamId: 'team-1', directorateId: 'seeb', routedBy: 'seeb', assignment: null },
			receivedAt: finder().at
		});
		expect(begun(command).dueAt).toBeGreaterThan(finder().at);
	});

	it('waits in the duty queue where no rule brings it to a team', () => {
		const found = begun(register({ lat: 23.6, lon: 58.55 }));
		expect(found).toMatchObject({ areaPath: '/muscat/muttrah/', teamId: null, routedBy: null });
	});

	it('is refused outside the city, and taken a little off its shore', () => {
		const far = beginReport(register({ lat: 24.5, lon: 58.19 }), finder());
		expect(far).toEqual({ outcome: 'rejected', reason: 'outside_city' });
		expect(begun(register({ lat: 23.755, lon: 58.19 })).areaPath).toBe('/muscat/seeb/');
	});

	it('is begun only by who may: not by a desk, nor after access has ended', () => {
		const gone = aPerson('inspector', { id: 'ali', active: false });
		for (const person of [salma, gone]) {
			const refused = beginReport(register(), by(person));
			expect(refused).toEqual({ outcome: 'rejected', reason: 'not_permitted' });
		}
	});

	it('is its author’s at once where he takes it, wherever it lies', () => {
		const taken = begun(register({ takesIt: true, lat: 23.6, lon: 58.55 }));
		expect(taken).toMatchObject({
			...{ status: 'assigned', assignEpoch: 1, teamId: 'team-1' },
			assignment: { assigneeId: 'ali', epoch: 1, seenAt: finder().at }
		});
		const own = { heldEpochs: [1] };
		const start = aCommand('start', { base: { rev: 2, assignEpoch: 1 } });
		expect(after(taken, start, finder(own)).status).toBe('in_progress');
	});

	it('changes nothing when the same command comes again, and nothing on a report that was there [C9]', () => {
		const command = register();
		const report = begun(command);
		expect(decide(report, command, finder())).toEqual({ outcome: 'applied', events: [] });
		expect(decide(report, register(), finder())).toMatchObject({ reason: 'not_allowed_now' });
	});

	it('takes photos, notes and messages of its author although he has not got it, and no other work', () => {
		const report = begun(register());
		const base = { rev: 1, assignEpoch: 0 };
		for (const type of ['addPhoto', 'addNote', 'sendMessage'] as const) {
			const command = aCommand(type, { base });
			expect(decide(report, command, finder()).outcome).toBe('applied');
			const other = { ...by(badr), heldEpochs: [] };
			expect(decide(report, command, other)).toMatchObject({ reason: 'never_assigned' });
		}
		const start = aCommand('start', { base });
		expect(decide(report, start, finder())).toMatchObject({ reason: 'never_assigned' });
	});

	it('is not late with them, although somebody has the report by now', () => {
		const report = begun(register());
		const assign = aCommand('assign', { base: { rev: 1, assignEpoch: 0 } });
		const assigned = after(report, assign, by(salma));
		const photo = aCommand('addPhoto', { base: { rev: 1, assignEpoch: 0 } });
		expect(after(assigned, photo, finder()).photos).toMatchObject([{ isLate: false }]);
	});

	it('stays in its author’s own feed until it has been closed for 14 days', () => {
		const report = begun(register());
		expect(scopesOf(report, morning)).toContain('user:ali');
		const closed = { ...report, status: 'closed' as const, endedAt: morning };
		expect(scopesOf(closed, morning + 13 * 1440 * minute)).toContain('user:ali');
		expect(scopesOf(closed, morning + 15 * 1440 * minute)).toEqual([]);
	});

	it('has strict arguments', () => {
		const malformed = { ...register(), args: { ...plainArgs.register, number: 'MM-26-1' } };
		expect(parseCommand(malformed)).toMatchObject({ ok: false, reason: 'malformed' });
	});
});

describe('taking it back', () => {
	for (const takesIt of [false, true]) {
		it(`closes it as withdrawn${takesIt ? ', and nobody has it any more' : ''}`, () => {
			const command = register({ takesIt });
			const report = begun(command);
			const withdrawn = after(report, undoOf(command), finder());
			expect(withdrawn).toMatchObject({ status: 'closed', outcome: 'withdrawn', assignment: null });
			expect(withdrawn.endedAt).toBe(finder().receivedAt);
			expect(withdrawn.assignEpoch).toBe(takesIt ? 2 : 0);
		});
	}

	it('is refused after the window, and once somebody has acted on it', () => {
		const command = register();
		const report = begun(command);
		const late = decide(report, undoOf(command, undoWindowMs + 1), finder());
		expect(late).toMatchObject({ reason: 'undo_too_late' });
		const assign = aCommand('assign', { base: { rev: 1, assignEpoch: 0 } });
		const assigned = after(report, assign, by(salma));
		expect(decide(assigned, undoOf(command), finder())).toMatchObject({ reason: 'undo_too_late' });
	});
});

describe('handed in after access had ended [D3]', () => {
	const gone = finder({
		...by(aPerson('inspector', { id: 'ali', active: false })),
		heldEpochs: []
	});

	it('is taken in for the office to decide, and not given to its author', () => {
		const handedIn = beginHandedIn(register({ takesIt: true }), gone);
		expect(handedIn).toMatchObject({
			outcome: 'claim',
			report: { status: 'received', assignment: null }
		});
	});

	it('keeps the photos that were taken of it', () => {
		const handedIn = beginHandedIn(register(), gone);
		if (handedIn.outcome === 'rejected') throw new Error(handedIn.reason);
		const photo = aCommand('addPhoto', { base: { rev: 1, assignEpoch: 0 } });
		expect(decideEscrow(handedIn.report, photo, gone).outcome).toBe('claim');
	});
});
