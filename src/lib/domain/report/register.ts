/**
 * A report found on the way: begun by its inspector, on the device without a signal and on the server
 * when the command arrives, by the same rule.
 *
 *   command ─▶ inside the city? ─▶ received, routed ─▶ (taken by its author: assigned) ─▶ its number
 *
 * 1. Its id is the device's, its reference in the channel the command's: it is one report for ever.
 * 2. It is received when it was found. Number and routing are the server's; until then it has neither.
 * 3. Who takes it has it at once, wherever it lies: what is done on it next must find its assignment.
 * 4. Taking it back within the undo window closes it as withdrawn, while nobody has acted on it.
 */
import { can } from '../people/actor';
import type { Command } from './command';
import {
	eventOf,
	newAssignment,
	refuse,
	statusChange,
	withoutAssignee,
	type Circumstance,
	type Refused
} from './decision';
import type { ReportEvent } from './event';
import { closingStatus, edgeOf } from './lifecycle';
import { assignedByRule, newReport, type ReportInput } from './new-report';
import { project } from './project';
import { fieldChannelId, type Report, type ReportPatch } from './report';

export type RegisterCommand = Extract<Command, { type: 'register' }>;

export type Beginning =
	{ outcome: 'applied' | 'claim'; report: Report; events: readonly ReportEvent[] } | Refused;

/** The report that a command begins, without a number; or why not. */
export function beginReport(command: RegisterCommand, circumstance: Circumstance): Beginning {
	if (!can(circumstance.actor, 'report.register')) return refuse('not_permitted');
	return begin(command, circumstance, command.args.takesIt);
}

/** The same for work that was handed in after the access of its author had ended: the office decides. */
export function beginHandedIn(command: RegisterCommand, circumstance: Circumstance): Beginning {
	const begun = begin(command, circumstance, false);
	return begun.outcome === 'rejected' ? begun : { ...begun, outcome: 'claim' };
}

function begin(command: RegisterCommand, circumstance: Circumstance, isTaken: boolean): Beginning {
	const { actor, policy } = circumstance;
	const areaPath = policy.areaOf(command.args);
	if (areaPath === null) return refuse('outside_city');
	const input = inputOf(command, areaPath, circumstance.at);
	const category = policy.category(input.categoryId);
	const name = { id: command.reportId, number: '' };
	const { routing, clock } = policy;
	const entering = newReport(input, name, { category, routing, clock });
	const received = { ...entering, registeredById: actor.id };
	const said = { code: input.channelId, text: input.description };
	const change = { routed: received.routed };
	const taken = isTaken
		? [assignedToAuthor(received, command, circumstance)]
		: assignedByRule(received, policy, circumstance.receivedAt);
	const report = project(received, taken);
	return {
		outcome: 'applied',
		report: { ...report, lastAct: lastActOf(report, command, circumstance) },
		events: [eventOf('received', command, circumstance, { change, said }), ...taken]
	};
}

function inputOf(command: RegisterCommand, areaPath: string, receivedAt: number): ReportInput {
	const { takesIt: _takesIt, ...found } = command.args;
	return {
		...found,
		channelId: fieldChannelId,
		channelReference: command.id,
		addressText: '',
		accessNote: null,
		areaPath,
		receivedAt
	};
}

function assignedToAuthor(
	report: Report,
	command: RegisterCommand,
	circumstance: Circumstance
): ReportEvent {
	const { actor, at, policy } = circumstance;
	const edge = edgeOf('assign', report.status);
	const person = policy.person(actor.id);
	const { assignment, assignEpoch } = newAssignment(report, actor.id, circumstance);
	return eventOf('assigned', command, circumstance, {
		change: {
			...(edge === undefined ? {} : statusChange(report, edge, circumstance)),
			assignEpoch,
			assignment: assignment ? { ...assignment, seenAt: at } : null,
			teamId: person?.teamId ?? report.teamId,
			directorateId: person?.directorateId ?? report.directorateId
		}
	});
}

/** Its undo leads to the end, not to nothing: what has arrived on the server is never gone. */
function lastActOf(
	report: Report,
	command: RegisterCommand,
	{ actor, at, receivedAt }: Circumstance
): Report['lastAct'] {
	const restore: ReportPatch = {
		status: closingStatus,
		outcome: 'withdrawn',
		closedAt: receivedAt,
		endedAt: receivedAt,
		pausedAt: receivedAt,
		stageDueAt: null,
		...(report.assignment === null ? {} : withoutAssignee(report))
	};
	return { commandId: command.id, actorId: actor.id, at, restore };
}
