/**
 * Answers of a checklist as people read them: every question in the city's words, then what is not
 * asked any more. A required question that is open or answered with no asks for a look.
 */
import {
	answerTo,
	checklistOf,
	isDemanded,
	type Answer,
	type AnswerValue
} from '$lib/domain/checklist/answer';
import type { Category, ChecklistItem } from '$lib/domain/city/profile';
import type { Outcome } from '$lib/domain/report/outcome';
import type { Format } from '$lib/i18n/format';
import { isolated } from '$lib/i18n/isolated';
import { m } from '$lib/i18n/paraglide/messages';
import { inLanguage } from './labels';

export interface AnswerRow {
	itemId: string;
	question: string;
	value: string;
	/** The photo that answers, by its SHA-256. */
	photo: string | null;
	needsLook: boolean;
}

/** The rows of a closing; none where nothing was asked and nothing answered. */
export function answerRows(
	category: Category | undefined,
	finish: { outcome: Outcome | null; answers?: readonly Answer[] },
	format: Format
): AnswerRow[] {
	const { answers = [], outcome } = finish;
	const checklist = category === undefined ? [] : checklistOf(category);
	const asked = checklist.flatMap((item): AnswerRow[] => {
		const value = answerTo(answers, item.id);
		const isOpen = outcome !== null && isDemanded(item, outcome);
		if (value === undefined && !isOpen) return [];
		return [rowOf(item, value, format)];
	});
	const known = new Set(checklist.map(({ id }) => id));
	const earlier = answers.filter(({ itemId }) => !known.has(itemId));
	return [...asked, ...earlier.map((answer) => earlierRow(answer, format))];
}

function rowOf(item: ChecklistItem, value: AnswerValue | undefined, format: Format): AnswerRow {
	return {
		itemId: item.id,
		question: inLanguage(item.text),
		value: value === undefined ? m.report_answer_none() : answerText(item, value, format),
		photo: item.kind === 'photo' && typeof value === 'string' ? value : null,
		needsLook: item.required === true && (value === undefined || value === false)
	};
}

function earlierRow({ itemId, value }: Answer, format: Format): AnswerRow {
	const question = m.report_answer_earlier({ id: isolated(itemId) });
	return { itemId, question, value: plainText(value, format), photo: null, needsLook: false };
}

function answerText(item: ChecklistItem, value: AnswerValue, format: Format): string {
	if (item.kind === 'photo') return m.report_answer_photo();
	if (item.kind === 'choice') {
		const choice = item.choices.find(({ id }) => id === value);
		return choice === undefined ? plainText(value, format) : inLanguage(choice.text);
	}
	if (item.kind !== 'number' || item.unit === undefined) return plainText(value, format);
	return `${plainText(value, format)} ${isolated(inLanguage(item.unit))}`;
}

function plainText(value: AnswerValue, format: Format): string {
	if (typeof value === 'boolean') return value ? m.field_answer_yes() : m.field_answer_no();
	return typeof value === 'number' ? format.number(value, 2) : value;
}
