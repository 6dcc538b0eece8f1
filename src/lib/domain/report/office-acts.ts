/**
 * Office commands: judged by the rev they saw. Whoever acted meanwhile is never overwritten: the
 * command is refused as `stale` and the person chooses again on the fresh state.
 */
import type { ReasonLists } from '../city/profile';
import { isWithinArea } from '../geo/area-path';
import { can, reaches, type Actor, type Person } from '../people/actor';
import { roleTable } from '../people/permission';
import { beforeClosing, closingStands } from './closing';
import type { Command, CommandArgs } from './command';
import {
	apply,
	eventOf,
	newAssignment,
	othersActedSince,
	reasonGiven,
	reasonProblem,
	refuse,
	statusChange,
	withoutAssignee,
	type Circumstance,
	type Decision
} from './decision';
import { dueAt, moveByPause, setDueAt, stageDueAt } from './deadline';
import { reroute } from './reroute';
import type { EventKind } from './event';
import { photosWaiting } from './evidence';
import { edgeOf, permissionOf, type Edge, type Status } from './lifecycle';
import { acceptClaim, settleClaim } from './settle-claims';
import type { Refusal, RefusalDetail } from './refusal';
import { split } from './split';
import { standingPhotos, type Report, type ReportPatch } from './report';

type OfficeCommand = Exclude<Command, { type: 'undo' }>;

export function decideOffice(
	report: Report,
	command: OfficeCommand,
	circumstance: Circumstance
): Decision {
	const { actor } = circumstance;
	if (!reaches(actor, report)) return refuse('out_of_scope');
	// Settling concerns the claim alone, whatever became of the report.
	const isSettling = command.type === 'settleClaim';
	if (!isSettling && othersActedSince(report, command.base.rev, actor.id)) return refuse('stale');
	const edge = edgeOf(command.type, report.status);
	if (edge === undefined) {
		const permission = permissionOf(command.type);
		const isHis = permission !== null && can(actor, permission);
		return refuse(isHis ? 'not_allowed_now' : 'not_permitted');
	}
	if (edge.permission === null || !can(actor, edge.permission)) return refuse('not_permitted');
	return act(report, command, edge, circumstance);
}

function act(
	report: Report,
	command: OfficeCommand,
	edge: Edge,
	circumstance: Circumstance
): Decision {
	switch (command.type) {
		case 'assign':
			return assign('assigned', report, command, command.args, edge, circumstance);
		case 'reassign':
			return assign('reassigned', report, command, command.args, edge, circumstance);
		case 'unassign':
			return done('unassigned', report, command, edge, circumstance, withoutAssignee(report));
		case 'setPriority':
			return done('priority_set', report, command, edge, circumstance, {
				priority: command.args.priority
			});
		case 'setCategory':
			return setCategory(report, command, command.args, edge, circumstance);
		case 'split':
			return split(report, command, circumstance);
		case 'setDue':
			return setDue(report, command, command.args, edge, circumstance);
		case 'askReporter':
			return done('reporter_asked', report, command, edge, circumstance, {}, command.args);
		case 'answerReporter':
			return done('reporter_answered', report, command, edge, circumstance, {}, command.args);
		case 'timeOutReporter':
			return done('reporter_timed_out', report, command, edge, circumstance, {});
		case 'refer':
			return withReason('refer', 'referred', report, command, command.args, edge, circumstance, {});
		case 'answerReferral':
			return done('referral_answered', report, command, edge, circumstance, {}, command.args);
		case 'close':
			return close(report, command, command.args, edge, circumstance);
		case 'confirm':
			return confirm(report, command, command.args, edge, circumstance);
		case 'return':
			return giveBack(report, command, command.args, edge, circumstance);
		case 'acceptClaim':
			return acceptClaim(report, command, edge, circumstance);
		case 'settleClaim':
			return settleClaim(report, command, circumstance);
		case 'reopen':
			return reopen(report, command, command.args, edge, circumstance);
		case 'takeBackClosing':
			return takeBackClosing(report, command, edge, circumstance);
		default:
			return refuse('not_permitted');
	}
}

function done(
	kind: EventKind,
	report: Report,
	command: Command,
	edge: Edge,
	circumstance: Circumstance,
	change: ReportPatch,
	said: { text?: string | null; code?: string } = {}
): Decision {
	const whole = { ...statusChange(report, edge, circumstance), ...change };
	return apply(
		eventOf(kind, command, circumstance, {
			isUndoable: edge.undoable,
			change: whole,
			said: { ...said },
			...moveByPause(report, whole)
		})
	);
}

function withReason(
	list: keyof ReasonLists,
	kind: EventKind,
	report: Report,
	command: Command,
	args: { reason: string; text: string | null },
	edge: Edge,
	circumstance: Circumstance,
	change: ReportPatch
): Decision {
	const problem = reasonProblem(circumstance.policy.reasons[list], args);
	if (problem !== null) return problem;
	return done(kind, report, command, edge, circumstance, change, {
		code: args.reason,
		text: args.text
	});
}

function assign(
	kind: 'assigned' | 'reassigned',
	report: Report,
	command: Command,
	{ assigneeId }: CommandArgs<'assign'>,
	edge: Edge,
	circumstance: Circumstance
): Decision {
	const person = circumstance.policy.person(assigneeId);
	const problem = assigneeProblem(report, person, circumstance.actor);
	if (person === undefined || problem !== null) return refuse(problem ?? 'assignee_not_available');
	return done(kind, report, command, edge, circumstance, {
		...newAssignment(report, assigneeId, circumstance),
		...(edge.to === 'same' ? { statusBefore: restartFrom(report) } : {}),
		teamId: person.teamId,
		directorateId: person.directorateId
	});
}

/** A job that waits keeps waiting under its new inspector, who has not started it. */
function restartFrom(report: Report): Status | null {
	return report.statusBefore === null ? null : 'assigned';
}

function assigneeProblem(report: Report, person: Person | undefined, actor: Actor): Refusal | null {
	const isAble = person?.active && roleTable[person.role].permissions.includes('report.work');
	if (person === undefined || !isAble) return 'assignee_not_available';
	if (actor.queue === 'team' && person.teamId !== actor.teamId) return 'assignee_out_of_reach';
	if (!person.areas.some((area) => isWithinArea(report.areaPath, area))) {
		return 'assignee_out_of_reach';
	}
	return report.assignment?.assigneeId === person.id ? 'already_assigned_to' : null;
}

/** Other targets, another priority where it was the category's, another queue where nobody chose one. */
function setCategory(
	report: Report,
	command: Command,
	{ categoryId }: CommandArgs<'setCategory'>,
	edge: Edge,
	circumstance: Circumstance
): Decision {
	const { policy, at } = circumstance;
	if (categoryId === report.categoryId) return apply();
	const [old, next] = [policy.category(report.categoryId), policy.category(categoryId)];
	if (next.id !== categoryId) return refuse('category_unknown');
	const priority = report.priority === old.priority ? next.priority : report.priority;
	return done('category_set', report, command, edge, circumstance, {
		categoryId,
		...(priority === report.priority ? {} : { priority }),
		dueAt: dueAt(report, next, policy.clock),
		stageDueAt: stageDueAt(report.status, report.stageFromAt ?? at, next, policy.clock),
		...reroute({ ...report, priority }, next, policy)
	});
}

/** A due time further ahead than this is a mistake. */
export const maxDueAheadMs = 366 * 24 * 60 * 60 * 1000;

function setDue(
	report: Report,
	command: Command,
	args: CommandArgs<'setDue'>,
	edge: Edge,
	circumstance: Circumstance
): Decision {
	const { at, policy } = circumstance;
	if (args.text.trim() === '') return refuse('text_missing');
	if (args.dueAt <= at || args.dueAt > at + maxDueAheadMs) return refuse('due_out_of_range');
	const dueSet = setDueAt(report, args.dueAt, at, policy.clock);
	const change = { dueSet, dueAt: args.dueAt };
	return done('due_set', report, command, edge, circumstance, change, { text: args.text });
}

function close(
	report: Report,
	command: Command,
	args: CommandArgs<'close'>,
	edge: Edge,
	circumstance: Circumstance
): Decision {
	const { duplicateOf } = args;
	if (!officeOutcomes.includes(args.outcome)) return refuse('outcome_not_allowed');
	if (duplicateOf === report.id) return refuse('duplicate_unknown');
	const isNamed = args.outcome === 'duplicate' && duplicateOf !== undefined;
	return done(
		'closed',
		report,
		command,
		edge,
		circumstance,
		{ ...ended(report, args.outcome, circumstance), ...(isNamed ? { duplicateOf } : {}) },
		{
			code: args.outcome,
			text: args.text
		}
	);
}

/** Without a visit the office can only say why there is nothing to fix. */
const officeOutcomes: readonly string[] = ['duplicate', 'not_ours', 'invalid', 'withdrawn', 'test'];

function ended(
	report: Report,
	outcome: Report['outcome'],
	{ receivedAt }: Circumstance
): ReportPatch {
	return { outcome, closedAt: report.closedAt ?? receivedAt, endedAt: receivedAt };
}

function confirm(
	report: Report,
	command: Command,
	args: CommandArgs<'confirm'>,
	edge: Edge,
	circumstance: Circumstance
): Decision {
	const waiting = photosWaiting(report);
	const overrides = (args.overrideReason ?? '').trim() !== '';
	if (waiting.length > 0 && !overrides) return refuse('photos_missing', waitingDetail(report));
	const outcome = args.outcome ?? report.finish?.outcome ?? null;
	return done(
		'confirmed',
		report,
		command,
		edge,
		circumstance,
		{
			...ended(report, outcome, circumstance),
			confirmedById: circumstance.actor.id,
			confirmOverride: waiting.length > 0 ? args.overrideReason : null,
			...duplicateNamed(report, outcome)
		},
		{ code: outcome ?? undefined, text: args.overrideReason }
	);
}

/** What the inspector named as the same one goes with the closing. */
function duplicateNamed({ finish }: Report, outcome: Report['outcome']): ReportPatch {
	const duplicateOf = outcome === 'duplicate' ? (finish?.duplicateOf ?? null) : null;
	return duplicateOf === null ? {} : { duplicateOf };
}

function waitingDetail(report: Report): RefusalDetail {
	const declared = standingPhotos(report);
	const waiting = photosWaiting(report);
	return {
		storedPhotos: declared.length - waiting.length,
		declaredPhotos: declared.length,
		waitingSinceAt: Math.min(...waiting.map((photo) => photo.declaredAt)),
		deviceName: waiting[0]?.deviceName ?? null
	};
}

/** Back to whoever finished it, under a new epoch; that person proves it again. */
function giveBack(
	report: Report,
	command: Command,
	args: CommandArgs<'return'>,
	edge: Edge,
	circumstance: Circumstance
): Decision {
	const doneBy = report.finish?.actorId;
	const person = doneBy === undefined ? undefined : circumstance.policy.person(doneBy);
	const assignment = person?.active
		? newAssignment(report, person.id, circumstance)
		: withoutAssignee(report);
	return withReason('return', 'returned', report, command, args, edge, circumstance, {
		...assignment,
		reworkCount: report.reworkCount + 1,
		outcome: null,
		returned: reasonGiven(args, circumstance)
	});
}

function reopen(
	report: Report,
	command: Command,
	args: CommandArgs<'reopen'>,
	edge: Edge,
	circumstance: Circumstance
): Decision {
	const fresh = {
		...report,
		clockFromAt: circumstance.receivedAt,
		pausedMinutes: 0,
		pausedAt: null,
		dueSet: null
	};
	return withReason('reopen', 'reopened', fresh, command, args, edge, circumstance, {
		...withoutAssignee(report),
		clockFromAt: fresh.clockFromAt,
		pausedMinutes: 0,
		outcome: null,
		...(report.duplicateOf ? { duplicateOf: null } : {}),
		...(report.dueSet ? { dueSet: null } : {}),
		endedAt: null,
		confirmedById: null,
		confirmOverride: null
	});
}

function takeBackClosing(
	report: Report,
	command: Command,
	edge: Edge,
	circumstance: Circumstance
): Decision {
	const problem = closingStands(report, circumstance.receivedAt);
	if (problem !== null) return refuse(problem);
	const before = beforeClosing(report, edge, circumstance);
	return done('closing_taken_back', report, command, edge, circumstance, before);
}
