import { describe, expect, it } from 'vitest';
import {
	aCommand,
	aReport,
	ali,
	by,
	huda,
	morning,
	plainArgs,
	salma
} from '../../../../tests/support/builders';
import { decide } from './decide';
import {
	closingStatus,
	commandTypes,
	edgeOf,
	edges,
	sideOf,
	statuses,
	type CommandType,
	type Status
} from './lifecycle';
import { project } from './project';
import type { Claim } from './report';

/** The table of the domain rules, written a second time by hand: status x command -> next status. */
const expected: Partial<Record<Status, Partial<Record<CommandType, Status>>>> = {
	received: {
		assign: 'assigned',
		askReporter: 'info_requested',
		refer: 'referred',
		close: 'closed',
		acceptClaim: 'done'
	},
	assigned: {
		start: 'in_progress',
		hold: 'on_hold',
		decline: 'received',
		unassign: 'received',
		reassign: 'assigned',
		acceptClaim: 'done'
	},
	in_progress: { finish: 'done', hold: 'on_hold', reassign: 'assigned', acceptClaim: 'done' },
	on_hold: {
		resume: 'in_progress',
		unassign: 'received',
		reassign: 'on_hold',
		acceptClaim: 'done'
	},
	info_requested: { answerReporter: 'received', timeOutReporter: 'received', acceptClaim: 'done' },
	referred: { answerReferral: 'received', close: 'closed', acceptClaim: 'done' },
	done: { confirm: 'closed', return: 'returned', refer: 'referred', acceptClaim: 'done' },
	returned: {
		start: 'in_progress',
		hold: 'on_hold',
		decline: 'received',
		unassign: 'received',
		reassign: 'returned',
		acceptClaim: 'done'
	},
	closed: { reopen: 'reopened', takeBackClosing: 'done' },
	reopened: {
		assign: 'assigned',
		askReporter: 'info_requested',
		refer: 'referred',
		close: 'closed',
		acceptClaim: 'done'
	}
};

const movesNothing: readonly CommandType[] = [
	'seen',
	'setOff',
	'arrive',
	'addPhoto',
	'addNote',
	'setPriority',
	'setCategory',
	'setDue',
	'split',
	'settleClaim',
	'sendMessage'
];
const moving = commandTypes.filter((type) => !movesNothing.includes(type) && type !== 'undo');

/** Whoever may do it; the system's own time-out has no actor here and is looked at in the table only. */
function doerOf(command: CommandType) {
	if (sideOf(command) === 'assignee') return by(ali);
	return ['confirm', 'return', 'reopen', 'takeBackClosing'].includes(command)
		? by(huda)
		: by(salma);
}

/** A report in a status, with late work that waits for a decision. */
function standing(status: Status) {
	const { claimId } = plainArgs.acceptClaim;
	const claim: Claim = {
		...{ id: claimId, kind: 'finish', actorId: 'badr', epoch: 1, at: morning },
		...{ receivedAt: morning, outcome: 'fixed', text: null, photos: [], state: 'open' }
	};
	const confirmedById = status === closingStatus ? huda.id : null;
	return aReport({ status, claims: [claim], confirmedById });
}

/** Decides under the epoch that the report stands in, held by the doer. */
function decideFrom(status: Status, command: CommandType) {
	const report = standing(status);
	const doer = { ...doerOf(command), heldEpochs: [report.assignEpoch] };
	const base = { rev: report.rev, assignEpoch: report.assignEpoch };
	return decide(report, aCommand(command, { base }), doer);
}

describe('the status table', () => {
	for (const status of statuses) {
		for (const command of moving) {
			const next = expected[status]?.[command];
			if (next === undefined) {
				it(`forbids ${command} from ${status}`, () => {
					expect(edgeOf(command, status)).toBeUndefined();
					expect(decideFrom(status, command).outcome).toBe('rejected');
				});
				continue;
			}
			if (sideOf(command) === 'system') continue;
			it(`leads from ${status} by ${command} to ${next}`, () => {
				const report = standing(status);
				const decision = decide(report, aCommand(command), doerOf(command));
				if (decision.outcome === 'rejected') throw new Error(decision.reason);
				expect(decision.outcome).toBe('applied');
				expect(project(report, decision.events).status).toBe(next);
			});
		}
	}

	it('lets the system alone time out a question to the reporter', () => {
		expect(edgeOf('timeOutReporter', 'info_requested')?.side).toBe('system');
		const report = aReport({ status: 'info_requested' });
		const decision = decide(report, aCommand('timeOutReporter'), by(salma));
		expect(decision).toEqual({ outcome: 'rejected', reason: 'not_permitted' });
	});

	it('names each pair of command and status in at most one edge', () => {
		const pairs = edges.flatMap((edge) => edge.from.map((from) => `${edge.command}:${from}`));
		expect(new Set(pairs).size).toBe(pairs.length);
	});

	it('lets every status but closed be left, and every command be used somewhere', () => {
		for (const status of statuses) {
			expect(edges.some((edge) => edge.from.includes(status) && edge.to !== 'same')).toBe(true);
		}
		for (const command of commandTypes.filter((type) => type !== 'undo')) {
			expect(edges.some((edge) => edge.command === command)).toBe(true);
		}
	});

	it('raises the assignment epoch exactly where the table says so', () => {
		for (const edge of edges.filter((edge) => edge.side !== 'system')) {
			for (const status of edge.from) {
				const report = standing(status);
				const decision = decide(report, aCommand(edge.command), doerOf(edge.command));
				if (decision.outcome === 'rejected') continue;
				const after = project(report, decision.events);
				expect([edge.command, status, after.assignEpoch - report.assignEpoch]).toEqual([
					edge.command,
					status,
					edge.epochRises ? 1 : 0
				]);
			}
		}
	});
});
