/** Why something was not accepted, in words with their numbers; unknown codes stay readable. */
import { bilingual } from '$lib/domain/city/profile';
import { refusals, type Refusal, type RefusalDetail } from '$lib/domain/report/refusal';
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import * as z from 'zod/mini';
import { inLanguage } from './labels';

const detailSchema = z.object({
	before: z.optional(z.number()),
	after: z.optional(z.number()),
	photos: z.optional(z.number()),
	needsText: z.optional(z.boolean()),
	answers: z.optional(z.array(z.object({ itemId: z.string(), text: bilingual }))),
	storedPhotos: z.optional(z.number()),
	declaredPhotos: z.optional(z.number()),
	waitingSinceAt: z.optional(z.number()),
	deviceName: z.optional(z.nullable(z.string())),
	limit: z.optional(z.number())
});

type Words = (detail: RefusalDetail, format: Format) => string;

const words: Readonly<Record<Refusal, Words>> = {
	malformed: () => m.refusal_malformed(),
	unknown_report: () => m.refusal_unknown_report(),
	not_permitted: () => m.refusal_not_permitted(),
	out_of_scope: () => m.refusal_out_of_scope(),
	never_assigned: () => m.refusal_never_assigned(),
	not_allowed_now: () => m.refusal_not_allowed_now(),
	stale: () => m.refusal_stale(),
	evidence_missing: (detail, format) =>
		m.refusal_evidence_missing({ missing: missingText(detail, format) }),
	photos_missing: photosMissing,
	reason_unknown: () => m.refusal_reason_unknown(),
	text_missing: () => m.refusal_text_missing(),
	outcome_not_allowed: () => m.refusal_outcome_not_allowed(),
	assignee_not_available: () => m.refusal_assignee_not_available(),
	assignee_out_of_reach: () => m.refusal_assignee_out_of_reach(),
	already_assigned_to: () => m.refusal_already_assigned_to(),
	too_many_photos: ({ limit = 0 }, format) =>
		m.refusal_too_many_photos({ count: limit, shown: format.number(limit) }),
	undo_too_late: () => m.refusal_undo_too_late(),
	claim_unknown: () => m.refusal_claim_unknown(),
	claim_settled: () => m.refusal_claim_settled(),
	replica_revoked: () => m.refusal_replica_revoked(),
	too_large: () => m.refusal_too_large(),
	too_long_offline: () => m.refusal_too_long_offline(),
	too_many_messages: ({ limit = 0 }, format) =>
		m.refusal_too_many_messages({ count: limit, shown: format.number(limit) }),
	outside_city: () => m.refusal_outside_city(),
	due_out_of_range: () => m.refusal_due_out_of_range(),
	category_unknown: () => m.refusal_category_unknown(),
	duplicate_unknown: () => m.refusal_duplicate_unknown(),
	split_again: () => m.refusal_split_again(),
	too_many_parts: ({ limit = 0 }, format) =>
		m.refusal_too_many_parts({ count: limit, shown: format.number(limit) }),
	closing_stands: () => m.refusal_closing_stands()
};

/** The words of a refusal code and its detail, which may come from a newer server. */
export function refusalText(code: string, detail: unknown, format: Format): string {
	const known = refusals.find((refusal) => refusal === code);
	if (known === undefined) return m.refusal_other({ code });
	const parsed = detailSchema.safeParse(detail ?? {});
	return words[known](parsed.success ? parsed.data : {}, format);
}

/** "a before photo, an after photo and a written description": what a finish still lacks. */
export function missingText(detail: RefusalDetail, format: Format): string {
	const { before = 0, after = 0, photos = 0, needsText = false, answers = [] } = detail;
	const counted = (count: number) => ({ count, shown: format.number(count) });
	// A lacking before or after photo is also a lacking photo: it is said once.
	const further = photos - before - after;
	const parts = [
		...(before > 0 ? [m.refusal_missing_before(counted(before))] : []),
		...(after > 0 ? [m.refusal_missing_after(counted(after))] : []),
		...(further > 0 ? [m.refusal_missing_photos(counted(further))] : []),
		...(needsText ? [m.refusal_missing_text()] : []),
		...answers.map(({ text }) => m.refusal_missing_answer({ question: inLanguage(text) }))
	];
	return parts.length === 0
		? m.refusal_missing_photos(counted(1))
		: parts.reduce((first, second) => m.refusal_and({ first, second }));
}

function photosMissing(detail: RefusalDetail, format: Format): string {
	const { storedPhotos = 0, declaredPhotos = 0, deviceName, waitingSinceAt } = detail;
	const stored = format.number(storedPhotos);
	const declared = format.number(declaredPhotos);
	if (!deviceName || waitingSinceAt === undefined) {
		return m.refusal_photos_missing({ stored, declared });
	}
	const since = format.time(waitingSinceAt);
	return m.refusal_photos_missing_on({ stored, declared, device: deviceName, since });
}
