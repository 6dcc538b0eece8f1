/**
 * What a person has entered so far, before it is an answer: numbers as they were typed, in the
 * digits of the person's choice, so that a draft gives back exactly what stood there.
 */
import type { ChecklistItem } from '../city/profile';
import { numberFrom } from '../text/number';
import { fits, isDemanded, type Answer, type AnswerValue } from './answer';
import type { Outcome } from '../report/outcome';

/** By question: what stands in its field. */
export type Entered = Readonly<Record<string, AnswerValue>>;

/** How far one question has come. */
export type EntryState = 'open' | 'answered' | 'unfit';

/** The value that an entry stands for; undefined for an empty one. */
export function valueOf(
	item: ChecklistItem,
	entry: AnswerValue | undefined
): AnswerValue | undefined {
	if (typeof entry !== 'string') return entry;
	const text = entry.trim();
	if (text === '') return undefined;
	return item.kind === 'number' ? (numberFrom(text) ?? text) : text;
}

/** Whether a question is open, answered, or holds something that is no answer to it. */
export function entryState(
	item: ChecklistItem,
	entry: AnswerValue | undefined,
	photos: readonly string[]
): EntryState {
	const value = valueOf(item, entry);
	if (value === undefined) return 'open';
	if (fits(item, value, photos)) return 'answered';
	// A photo that was taken again, or under an assignment that has ended, leaves its place open.
	return item.kind === 'photo' ? 'open' : 'unfit';
}

/**
 * The answers of all entries, in the order of the checklist. Entries of questions that the checklist
 * has no more go along as they are; photos that do not count stay out.
 */
export function answersFrom(
	checklist: readonly ChecklistItem[],
	entered: Entered,
	photos: readonly string[]
): Answer[] {
	const asked = checklist.flatMap((item): Answer[] => {
		const value = valueOf(item, entered[item.id]);
		const isOpen = entryState(item, entered[item.id], photos) === 'open';
		return value === undefined || isOpen ? [] : [{ itemId: item.id, value }];
	});
	const known = new Set(checklist.map(({ id }) => id));
	const others = Object.entries(entered)
		.filter(([itemId, value]) => !known.has(itemId) && value !== '')
		.map(([itemId, value]) => ({ itemId, value }));
	return [...asked, ...others];
}

export interface Progress {
	answered: number;
	total: number;
	/** Questions that an outcome waits for. */
	demanded: readonly ChecklistItem[];
}

/** How far a checklist has come; `demanded` holds what a finish with this outcome still lacks. */
export function progressOf(
	checklist: readonly ChecklistItem[],
	entered: Entered,
	photos: readonly string[],
	outcome: Outcome
): Progress {
	const stateOf = (item: ChecklistItem) => entryState(item, entered[item.id], photos);
	return {
		total: checklist.length,
		answered: checklist.filter((item) => stateOf(item) === 'answered').length,
		demanded: checklist.filter((item) => {
			const state = stateOf(item);
			return state === 'unfit' || (state === 'open' && isDemanded(item, outcome));
		})
	};
}
