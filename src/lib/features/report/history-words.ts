/** What each kind of event is called in a history, and what its code says. */
import type { ReasonLists } from '$lib/domain/city/profile';
import type { EventKind } from '$lib/domain/report/event';
import { outcomes } from '$lib/domain/report/outcome';
import { photoKinds } from '$lib/domain/report/report';
import { m } from '$lib/i18n/paraglide/messages';
import { photoKindLabel } from './labels';
import { reasonLabel } from './reason-text';
import { outcomeWords } from './report-words';

const words: Readonly<Record<EventKind, () => string>> = {
	received: m.history_received,
	seen: m.history_seen,
	set_off: m.history_set_off,
	arrived: m.history_arrived,
	started: m.history_started,
	held: m.history_held,
	resumed: m.history_resumed,
	finished: m.history_finished,
	finish_merged: m.history_finish_merged,
	declined: m.history_declined,
	photo_added: m.history_photo_added,
	photo_stored: m.history_photo_stored,
	noted: m.history_noted,
	assigned: m.history_assigned,
	reassigned: m.history_reassigned,
	unassigned: m.history_unassigned,
	priority_set: m.history_priority_set,
	reporter_asked: m.history_reporter_asked,
	reporter_answered: m.history_reporter_answered,
	reporter_timed_out: m.history_reporter_timed_out,
	referred: m.history_referred,
	referral_answered: m.history_referral_answered,
	closed: m.history_closed,
	confirmed: m.history_confirmed,
	returned: m.history_returned,
	reopened: m.history_reopened,
	undone: m.history_undone,
	claimed: m.history_claimed,
	claim_withdrawn: m.history_claim_withdrawn,
	claim_accepted: m.history_claim_accepted,
	claim_settled: m.history_claim_settled,
	evidence_kept: m.history_evidence_kept,
	message_sent: m.history_message_sent,
	category_set: m.history_category_set,
	due_set: m.history_due_set,
	split: m.history_split,
	closing_taken_back: m.history_closing_taken_back,
	due_moved: m.history_due_moved
};

/** Which list of reasons the code of an event is taken from. */
const lists: Readonly<Partial<Record<EventKind, keyof ReasonLists>>> = {
	held: 'hold',
	declined: 'decline',
	returned: 'return',
	reopened: 'reopen',
	referred: 'refer'
};

export const historyWord = (kind: EventKind) => words[kind]();

/** The words of an event's code: a reason, an outcome or what a photo shows; empty where it is no news. */
export function historyCode(
	kind: EventKind,
	code: string | null,
	reasons: ReasonLists | undefined
): string {
	if (code === null) return '';
	const list = lists[kind];
	if (list !== undefined) return reasonLabel(reasons, list, code);
	if (kind === 'photo_added') return photoWord(code);
	const outcome = outcomes.find((known) => known === code);
	return outcome === undefined ? '' : outcomeWords[outcome]();
}

function photoWord(code: string): string {
	const known = photoKinds.find((photo) => photo === code);
	return known === undefined ? '' : photoKindLabel(known);
}
