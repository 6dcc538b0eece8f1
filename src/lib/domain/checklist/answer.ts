/**
 * Answers to a category's checklist, as a finish carries them.
 *
 * 1. An answer fits its question or it does not: yes or no, a choice of the list, a number within
 *    its bounds (both allowed), words, a photo that the finish names.
 * 2. What is required must be answered where the outcome is `fixed`: other outcomes say that there
 *    was no such work. What does not fit is never accepted, whatever the outcome.
 * 3. An answer to a question that the checklist does not have (any more) is kept and asks for nothing.
 * 4. `null` instead of a list: the device that wrote it knew no checklists yet. Nothing is asked of it.
 * Not here: what a person types before it is an answer (entered).
 */
import type { Bilingual, Category, ChecklistItem } from '../city/profile';
import type { Outcome } from '../report/outcome';

/** Yes or no, a number, or a text: the words, the id of a choice, the SHA-256 of a photo. */
export type AnswerValue = boolean | number | string;

export interface Answer {
	itemId: string;
	value: AnswerValue;
}

/** More than any checklist has; a finish with more answers is refused at the edge. */
export const maxAnswers = 40;

/** A question as a refusal names it: readable after the checklist has changed. */
export interface Asked {
	itemId: string;
	text: Bilingual;
}

/** The questions of a category, in their order. */
export const checklistOf = (category: Category): readonly ChecklistItem[] =>
	category.checklist ?? [];

/** The answer to a question; of two the later one counts. */
export function answerTo(answers: readonly Answer[], itemId: string): AnswerValue | undefined {
	return answers.findLast((answer) => answer.itemId === itemId)?.value;
}

/** Whether a value answers the question; `photos` are the hashes that a photo may be one of. */
export function fits(
	item: ChecklistItem,
	value: AnswerValue | undefined,
	photos: readonly string[]
): boolean {
	switch (item.kind) {
		case 'yesNo':
			return typeof value === 'boolean';
		case 'choice':
			return item.choices.some(({ id }) => id === value);
		case 'number':
			return typeof value === 'number' && value >= item.min && value <= item.max;
		case 'text':
			return typeof value === 'string' && value.trim() !== '';
		case 'photo':
			return typeof value === 'string' && photos.includes(value);
	}
}

/** Whether a question must be answered for an outcome. */
export const isDemanded = (item: ChecklistItem, outcome: Outcome) =>
	item.required === true && outcome === 'fixed';

/** Questions that keep a finish back: required ones without an answer, and any with one that does not fit. */
export function answerGap(
	category: Category,
	finish: { outcome: Outcome; answers: readonly Answer[] | null; photos: readonly string[] }
): readonly Asked[] {
	const { answers, outcome, photos } = finish;
	if (answers === null) return [];
	return checklistOf(category)
		.filter((item) => {
			const value = answerTo(answers, item.id);
			return value === undefined ? isDemanded(item, outcome) : !fits(item, value, photos);
		})
		.map(({ id, text }) => ({ itemId: id, text }));
}

/** Answers of the first list, and of the second those to questions that the first leaves open. */
export function joinedAnswers(first: readonly Answer[], second: readonly Answer[]): Answer[] {
	const open = second.filter(({ itemId }) => answerTo(first, itemId) === undefined);
	return [...first, ...open];
}
