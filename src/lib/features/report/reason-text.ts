/** What a person gave as a reason, in words: from the city's lists, else the bare code. */
import type { ReasonLists } from '$lib/domain/city/profile';
import type { ReasonGiven } from '$lib/domain/report/report';
import { inLanguage } from './labels';

/** The words of a reason code of one list; the code itself where the list has lost it. */
export function reasonLabel(
	lists: ReasonLists | undefined,
	list: keyof ReasonLists,
	code: string
): string {
	const reason = lists?.[list].find((candidate) => candidate.code === code);
	return reason === undefined ? code : inLanguage(reason.text);
}

/** A given reason as one line: its words, then what the person wrote. */
export function reasonLine(
	lists: ReasonLists | undefined,
	list: keyof ReasonLists,
	given: ReasonGiven
): string {
	const text = given.text?.trim() ?? '';
	const label = reasonLabel(lists, list, given.code);
	return text === '' ? label : `${label}: ${text}`;
}
