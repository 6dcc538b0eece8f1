/**
 * What an inspector of the demo answered: enough of a checklist for its closing to count, and a few
 * questions more. Drawn from the moment of the closing and not from the city's chances, so that a
 * longer checklist changes nothing else in the city.
 */
import type { Answer, AnswerValue } from '$lib/domain/checklist/answer';
import type { ChecklistItem } from '$lib/domain/city/profile';

/** Answers to the checklist of a repair finished at a moment, milliseconds. */
export function answersAt(checklist: readonly ChecklistItem[], at: number): Answer[] {
	return checklist.flatMap((item, index) => {
		const draw = Math.floor(at / 1000) + 7 * index;
		const value = valueFor(item, draw);
		const isLeftOpen = item.required !== true && draw % 5 === 0;
		return value === null || isLeftOpen ? [] : [{ itemId: item.id, value }];
	});
}

/** Null for what the demo has no words or picture for. */
function valueFor(item: ChecklistItem, draw: number): AnswerValue | null {
	switch (item.kind) {
		case 'yesNo':
			return item.required === true || draw % 2 === 0;
		case 'choice':
			return item.choices[draw % item.choices.length]?.id ?? null;
		case 'number':
			return Math.round(item.min + ((item.max - item.min) * (1 + (draw % 12))) / 60);
		default:
			return null;
	}
}
