import type { Asked } from '../checklist/answer';

/** Why a command has no effect. The words stand in the messages, one per code (`refusal_<code>`). */
export const refusals = [
	'malformed',
	'unknown_report',
	'not_permitted',
	'out_of_scope',
	'never_assigned',
	'not_allowed_now',
	'stale',
	'evidence_missing',
	'photos_missing',
	'reason_unknown',
	'text_missing',
	'outcome_not_allowed',
	'assignee_not_available',
	'assignee_out_of_reach',
	'already_assigned_to',
	'too_many_photos',
	'undo_too_late',
	'claim_unknown',
	'claim_settled',
	'replica_revoked',
	'too_large',
	'too_long_offline',
	'too_many_messages',
	'outside_city',
	'due_out_of_range',
	'category_unknown',
	'duplicate_unknown',
	'closing_stands',
	'split_again',
	'too_many_parts'
] as const;
export type Refusal = (typeof refusals)[number];

/** Facts that fill the words of a refusal. */
export interface RefusalDetail {
	before?: number;
	after?: number;
	photos?: number;
	needsText?: boolean;
	answers?: readonly Asked[];
	storedPhotos?: number;
	declaredPhotos?: number;
	waitingSinceAt?: number;
	deviceName?: string | null;
	limit?: number;
}
