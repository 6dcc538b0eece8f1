/**
 * Messages on a report, between who works on it and who dispatches it.
 *
 * 1. A message of somebody who holds the report, held it, or registered it is never refused because the
 *    office moved; one of an ended assignment is marked late. The office writes within its reach.
 * 2. It changes no status and is no act: nobody's work becomes stale by it, and there is no undo.
 * 3. A report carries 200 messages; the next one is refused in words.
 * 4. A question of the field is open until somebody of the office writes after it, in the order of the
 *    list, which is the server's.
 */
import { can, reaches } from '../people/actor';
import { maxMessagesPerReport, type Command } from './command';
import { apply, eventOf, refuse, type Circumstance, type Decision } from './decision';
import type { Message, Report } from './report';
import { isRegisteredBy } from './scope';

type SendMessage = Extract<Command, { type: 'sendMessage' }>;

export function decideMessage(
	report: Report,
	command: SendMessage,
	circumstance: Circumstance
): Decision {
	const { actor, heldEpochs } = circumstance;
	if (!can(actor, 'report.message')) return refuse('not_permitted');
	if (can(actor, 'report.dispatch')) {
		if (!reaches(actor, report)) return refuse('out_of_scope');
		return write(report, command, circumstance, { isFromOffice: true, isLate: false });
	}
	const { assignEpoch } = command.base;
	const isAuthor = isRegisteredBy(report, actor.id);
	if (!isAuthor && !heldEpochs.includes(assignEpoch)) return refuse('never_assigned');
	const isLate = !isAuthor && assignEpoch !== report.assignEpoch;
	return fieldMessage(report, command, circumstance, isLate);
}

/** Whoever may no longer be asked for permissions wrote it for the field. */
export function fieldMessage(
	report: Report,
	command: SendMessage,
	circumstance: Circumstance,
	isLate: boolean
): Decision {
	return write(report, command, circumstance, { isFromOffice: false, isLate });
}

function write(
	report: Report,
	command: SendMessage,
	circumstance: Circumstance,
	side: Pick<Message, 'isFromOffice' | 'isLate'>
): Decision {
	if (messagesOf(report).length >= maxMessagesPerReport) {
		return refuse('too_many_messages', { limit: maxMessagesPerReport });
	}
	const { actor, at } = circumstance;
	const { text, isQuestion } = command.args;
	const addMessage = { id: command.id, actorId: actor.id, at, text, isQuestion, ...side };
	const { isLate } = side;
	return apply(
		eventOf('message_sent', command, circumstance, { isLate, addMessage, said: { text } })
	);
}

/** Oldest first; none where nobody wrote. */
export function messagesOf({ messages }: Pick<Report, 'messages'>): readonly Message[] {
	return messages ?? [];
}

/** Questions of the field that nobody of the office has written after. */
export function openQuestions(report: Pick<Report, 'messages'>): readonly Message[] {
	const messages = messagesOf(report);
	const answeredUpTo = messages.findLastIndex(({ isFromOffice }) => isFromOffice);
	return messages.slice(answeredUpTo + 1).filter(({ isQuestion }) => isQuestion);
}
