/**
 * A closing that is being written: kept on this device at every answer, gone once it is queued, and
 * back when the closing is taken back or refused.
 */
import type { AnswerValue } from '$lib/domain/checklist/answer';
import { parseCommand, type CommandEnvelope } from '$lib/domain/report/command';
import type { Outcome } from '$lib/domain/report/outcome';

export interface FinishDraft {
	reportId: string;
	/** Null until the person chose. */
	outcome: Outcome | null;
	text: string;
	/** By question, as it was entered. */
	entered: Readonly<Record<string, AnswerValue>>;
	/** The report that is the same one. */
	duplicateOf: string | null;
	/** Device wall clock of the last change, ms. */
	changedAt: number;
}

/** What stands in a closing before anything was entered. */
export const emptyDraft = (reportId: string): FinishDraft => ({
	...{ reportId, outcome: null, text: '', entered: {}, duplicateOf: null, changedAt: 0 }
});

/** The draft that a queued closing was made of; null for any other command. */
export function draftOf(envelope: CommandEnvelope): FinishDraft | null {
	const parsed = parseCommand(envelope);
	if (!parsed.ok || parsed.command.type !== 'finish') return null;
	const { reportId, deviceAt: changedAt, args } = parsed.command;
	const { outcome, text, answers, duplicateOf } = args;
	const entered = Object.fromEntries((answers ?? []).map(({ itemId, value }) => [itemId, value]));
	return { reportId, outcome, text: text ?? '', entered, duplicateOf, changedAt };
}
