/**
 * Decides what a command does to a report: events, or a refusal with its reason. Pure; the same on
 * the device (before it is queued, and in the overlay) and on the server (with its own clock).
 *
 *   envelope ─▶ who and where ─▶ assignee's command: judged by assignment epoch (field-work)
 *                             └▶ office's command:   judged by the rev it saw   (here)
 *                             ├▶ message, of either: never stale, whatever became of the report
 *                             └▶ undo: the last act, by the same person, within 10 s;
 *                                      an own claim, as long as nobody has decided about it
 *
 * 1. Field work of someone who held the job is never refused because the office moved meanwhile:
 *    it merges, becomes a claim, or is kept as evidence.
 * 2. An office command that did not see the acts of others is refused as `stale`, never merged.
 * 3. Nothing here writes; `project` applies what was decided.
 * Source of the rules: domain rules, "Status"; sync design 3.6 and 3.7.
 */
import type { Command } from './command';
import { apply, eventOf, refuse, type Circumstance, type Decision } from './decision';
import { decideFieldWork } from './field-work';
import { sideOf } from './lifecycle';
import { decideMessage } from './message';
import { decideOffice } from './office-acts';
import type { Report, ReportPatch } from './report';
import { undoWindowMs } from './undo-window';

export function decide(report: Report, command: Command, circumstance: Circumstance): Decision {
	if (command.type === 'undo') return decideUndo(report, command, circumstance);
	if (command.type === 'sendMessage') return decideMessage(report, command, circumstance);
	if (command.type === 'register') return alreadyBegun(report, command);
	const side = sideOf(command.type);
	if (side === 'assignee') return decideFieldWork(report, command, circumstance);
	return decideOffice(report, command, circumstance);
}

/** A report is begun once: the command that began it changes nothing a second time. */
function alreadyBegun(report: Report, command: Command): Decision {
	return report.channelReference === command.id ? apply() : refuse('not_allowed_now');
}

function decideUndo(
	report: Report,
	command: Extract<Command, { type: 'undo' }>,
	circumstance: Circumstance
): Decision {
	const { commandId, elapsedMs } = command.args;
	const { actor } = circumstance;
	const claim = report.claims.find(({ id, actorId }) => id === commandId && actorId === actor.id);
	// A claim has had no effect yet, and its author learns of it long after the act: no window closes.
	if (claim?.state === 'open') {
		return apply(eventOf('claim_withdrawn', command, circumstance, { withdrawClaim: commandId }));
	}
	if (claim?.state === 'settled') return refuse('claim_settled');
	if (elapsedMs > undoWindowMs) return refuse('undo_too_late');
	const last = report.lastAct;
	const isMine = last !== null && last.commandId === commandId && last.actorId === actor.id;
	if (!isMine) return refuse('undo_too_late');
	return apply(
		eventOf('undone', command, circumstance, {
			change: freshEpoch(report, last.restore),
			undoes: commandId
		})
	);
}

/** Taking back an assignment is an assignment too: the epoch rises, it never returns to an old one. */
function freshEpoch(report: Report, restore: ReportPatch): ReportPatch {
	if (restore.assignEpoch === undefined) return restore;
	const assignEpoch = report.assignEpoch + 1;
	const assignment = restore.assignment ? { ...restore.assignment, epoch: assignEpoch } : null;
	return { ...restore, assignEpoch, assignment };
}
