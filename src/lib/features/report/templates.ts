/**
 * Prepared texts: which of the city's fit a field, and how their places are filled from a report. Pure.
 *
 * 1. A place that the report cannot fill is left out with the blanks around it: nobody sends braces.
 * 2. Inserting keeps what stands in the field already.
 */
import type { TextTemplate, TextUse } from '$lib/domain/city/profile';

/** What the places of a text are filled with. */
export interface TemplateFacts {
	number: string;
	category: string;
	place: string;
}

/** The texts for one kind of field, in the order of the city's list. */
export function templatesFor(
	templates: readonly TextTemplate[] | undefined,
	use: TextUse
): TextTemplate[] {
	return (templates ?? []).filter(({ uses }) => uses.includes(use));
}

/** The text with {number}, {category} and {place} filled. */
export function filledTemplate(text: string, facts: TemplateFacts): string {
	const filled = text.replaceAll(/\{(\w+)\}/gu, (_place, name: string) => {
		const known = Object.entries(facts).find(([fact]) => fact === name);
		return known?.[1] ?? '';
	});
	return filled.replaceAll(/ {2,}/gu, ' ').trim();
}

export interface Inserted {
	value: string;
	/** Where the person goes on writing. */
	caret: number;
}

/** Puts a text in place of what is selected, apart by a blank or a line from what stands beside it. */
export function inserted(
	value: string,
	text: string,
	{ from, to }: { from: number; to: number }
): Inserted {
	const [before, after] = [value.slice(0, from), value.slice(to)];
	const gap = before === '' || /\s$/u.test(before) ? '' : '\n';
	const head = before + gap + text;
	const tail = after === '' || /^\s/u.test(after) ? after : ` ${after}`;
	return { value: head + tail, caret: head.length };
}
