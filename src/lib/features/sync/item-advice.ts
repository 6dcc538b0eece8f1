/**
 * What the author of an act can do about what became of it: one sentence for everything that did not
 * simply take effect. Pure.
 */
import type { OutboxItem } from '$lib/client/device';
import { escrowed } from '$lib/client/sync/escrow';
import { refusals, type Refusal } from '$lib/domain/report/refusal';
import { m } from '$lib/i18n/paraglide/messages';

const afterRefusal: Readonly<Record<Refusal, () => string>> = {
	malformed: m.outbox_advice_supervisor,
	unknown_report: m.outbox_advice_supervisor,
	not_permitted: m.outbox_advice_supervisor,
	out_of_scope: m.outbox_advice_supervisor,
	never_assigned: m.outbox_advice_supervisor,
	not_allowed_now: m.outbox_advice_look,
	stale: m.outbox_advice_look,
	evidence_missing: m.outbox_advice_evidence,
	photos_missing: m.outbox_advice_photos,
	reason_unknown: m.outbox_advice_again,
	text_missing: m.outbox_advice_again,
	outcome_not_allowed: m.outbox_advice_again,
	assignee_not_available: m.outbox_advice_assignee,
	assignee_out_of_reach: m.outbox_advice_assignee,
	already_assigned_to: m.outbox_advice_done,
	too_many_photos: m.outbox_advice_done,
	undo_too_late: m.outbox_advice_look,
	claim_unknown: m.outbox_advice_look,
	claim_settled: m.outbox_advice_done,
	replica_revoked: m.outbox_advice_supervisor,
	too_large: m.outbox_advice_shorter,
	too_long_offline: m.outbox_advice_look,
	too_many_messages: m.outbox_advice_supervisor,
	outside_city: m.outbox_advice_again,
	due_out_of_range: m.outbox_advice_again,
	category_unknown: m.outbox_advice_again,
	duplicate_unknown: m.outbox_advice_again,
	split_again: m.outbox_advice_look,
	too_many_parts: m.outbox_advice_look,
	closing_stands: m.outbox_advice_look
};

type Judged = Pick<OutboxItem, 'state' | 'reason' | 'outcome'>;

/** The advice, or null where the words of the state say it all. */
export function itemAdvice({ state, reason, outcome }: Judged): string | null {
	if (state === 'under_review') {
		if (reason === escrowed) return m.outbox_advice_escrowed();
		return outcome === 'deferred' ? m.outbox_advice_done() : m.outbox_advice_review();
	}
	if (state !== 'refused') return null;
	const known = refusals.find((refusal) => refusal === reason);
	return known === undefined ? m.outbox_advice_supervisor() : afterRefusal[known]();
}
