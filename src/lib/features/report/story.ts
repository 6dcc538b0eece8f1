/**
 * A history as a person reads it: grouped by day, newest first, with what concerns the citizen, the
 * notes and the messages apart. Pure.
 *
 * 1. Notes and messages have a place of their own and stand in the story no second time.
 * 2. What was taken back stays in the story, marked; the public part never tells it.
 * 3. The public part says statuses and what was asked and answered: no names, reasons or notes.
 */
import type { ReportHistory } from '$lib/client/api';
import type { EventKind } from '$lib/domain/report/event';
import type { Status } from '$lib/domain/report/lifecycle';

export type StoryEntry = ReportHistory[number];

/** Told in a part of their own. */
const apart: readonly EventKind[] = ['noted', 'message_sent'];

/** The entries of the story, newest first. */
export function storyOf(history: ReportHistory): StoryEntry[] {
	return history.filter(({ kind }) => !apart.includes(kind)).toReversed();
}

export function notesOf(history: ReportHistory): StoryEntry[] {
	return history.filter(({ kind }) => kind === 'noted').toReversed();
}

export interface StoryDay {
	/** As the caller names days. */
	day: string;
	entries: readonly StoryEntry[];
}

/** Runs of entries of one day, in the order given; `dayOf` names the day of a moment (ms). */
export function daysOf(entries: readonly StoryEntry[], dayOf: (at: number) => string): StoryDay[] {
	const days = Map.groupBy(entries, ({ at }) => dayOf(at));
	return [...days].map(([day, own]) => ({ day, entries: own }));
}

/** Commands that a later one took back. */
export function takenBack(history: ReportHistory): ReadonlySet<string> {
	return new Set(history.flatMap(({ undoes }) => undoes ?? []));
}

export interface PublicLine {
	id: string;
	at: number;
	/** A status reached, or a question to the reporter and its answer, or that it came in. */
	what: { status: Status } | 'received' | 'asked' | 'answered';
	text: string | null;
}

/** Statuses that are the office's own affair: to a citizen the work just goes on. */
const unsaid: readonly EventKind[] = ['reassigned', 'unassigned', 'declined', 'returned', 'undone'];

/** What the reporter may be told, newest first; each status once for each time it was reached. */
export function publicLines(history: ReportHistory): PublicLine[] {
	const gone = takenBack(history);
	const lines: PublicLine[] = [];
	let last: Status | null = null;
	for (const entry of history) {
		const line = gone.has(entry.commandId ?? '') ? null : lineOf(entry);
		if (line === null) continue;
		const status = typeof line.what === 'object' ? line.what.status : null;
		if (status !== null && status === last) continue;
		last = status ?? last;
		lines.push(line);
	}
	return withoutMistakes(lines, history).toReversed();
}

function lineOf({ id, at, kind, status, text }: StoryEntry): PublicLine | null {
	if (kind === 'received') return { id, at, what: 'received', text: null };
	if (kind === 'reporter_asked') return { id, at, what: 'asked', text };
	if (kind === 'reporter_answered') return { id, at, what: 'answered', text };
	if (status === null || unsaid.includes(kind)) return null;
	return { id, at, what: { status }, text: null };
}

/** A closing by mistake and its taking back cancel each other. */
function withoutMistakes(lines: readonly PublicLine[], history: ReportHistory): PublicLine[] {
	const back = history.filter(({ kind }) => kind === 'closing_taken_back').map(({ id }) => id);
	const mistakes = back.flatMap((id) => {
		const at = lines.findIndex((line) => line.id === id);
		return at > 0 ? [id, lines[at - 1]?.id ?? ''] : [id];
	});
	return lines.filter(({ id }) => !mistakes.includes(id));
}
