/**
 * Work handed in after the access of its author, or of the device, had ended. It was done by
 * somebody who may have held the job, and nobody can be asked any more: everything is kept, nothing
 * takes effect by itself.
 *
 *   photo, note, message late evidence
 *   a new report         taken in, routed to who decides; its author does not get it
 *   seen, set off, there evidence in the history
 *   all other field work a claim, for a supervisor to decide
 *   office acts          refused: whoever may act decides again
 *
 * A photo that was taken again retracts nothing here: the one that stands may be part of a closing.
 * The permissions of the account are not asked, for they have ended; the assignment is.
 * Source: sync design 3.9.
 */
import type { Command } from './command';
import { refuse, type Circumstance, type Decision } from './decision';
import { addNote, addPhoto, claim, keepAsEvidence } from './field-work';
import { sideOf } from './lifecycle';
import { fieldMessage } from './message';
import type { Report } from './report';
import { isRegisteredBy } from './scope';

/** They say that somebody came along; nobody has to decide about that. */
const steps: readonly Command['type'][] = ['seen', 'setOff', 'arrive'];

/** Decides a command that was handed in; its outcome is `claim` or a refusal. */
export function decideEscrow(
	report: Report,
	command: Command,
	circumstance: Circumstance
): Decision {
	const isOfField = command.type === 'sendMessage' || sideOf(command.type) === 'assignee';
	if (!isOfField) return refuse('replica_revoked');
	const isHeld = circumstance.heldEpochs.includes(command.base.assignEpoch);
	if (!isHeld && !isRegisteredBy(report, circumstance.actor.id)) return refuse('never_assigned');
	return asClaim(decideHeld(report, command, circumstance));
}

function decideHeld(report: Report, command: Command, circumstance: Circumstance): Decision {
	if (command.type === 'addPhoto') {
		return withoutRetraction(addPhoto(report, command, circumstance, true));
	}
	if (command.type === 'addNote') return addNote(command, circumstance, true);
	if (command.type === 'sendMessage') return fieldMessage(report, command, circumstance, true);
	if (steps.includes(command.type)) return keepAsEvidence(command, circumstance, true);
	const kind = command.type === 'finish' ? 'finish' : 'time_worked';
	return claim(kind, report, command, circumstance, true, true);
}

function withoutRetraction(decision: Decision): Decision {
	if (decision.outcome === 'rejected') return decision;
	const events = decision.events.map(({ retractPhoto: _retractPhoto, ...event }) => event);
	return { ...decision, events };
}

/** Whatever it added, its author must know that somebody will look at it. */
function asClaim(decision: Decision): Decision {
	return decision.outcome === 'rejected' ? decision : { ...decision, outcome: 'claim' };
}
