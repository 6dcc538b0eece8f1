/** What is said most often, ready to be put into a message: written with gloves, one press. */
import { m } from '$lib/i18n/paraglide/messages';

const ofField = [
	m.message_phrase_closed,
	m.message_phrase_support,
	m.message_phrase_not_ours,
	m.message_phrase_not_found
] as const;
const ofOffice = [
	m.message_phrase_go_on,
	m.message_phrase_wait,
	m.message_phrase_coming,
	m.message_phrase_call
] as const;

/** In the page's language. */
export function phrasesFor(isOffice: boolean): string[] {
	return (isOffice ? ofOffice : ofField).map((phrase) => phrase());
}

/** The draft with a phrase at its end. */
export function withPhrase(draft: string, phrase: string): string {
	const before = draft.trimEnd();
	return before === '' ? phrase : `${before} ${phrase}`;
}
