/** What a command without effect was, and why it has none, in words. */
import type { ReviewCommand } from '$lib/client/api';
import { isCommandType } from '$lib/domain/report/command';
import type { Format } from '$lib/i18n/format';
import { isolated } from '$lib/i18n/isolated';
import { m } from '$lib/i18n/paraglide/messages';
import { actLabel } from '../report/labels';
import { refusalText } from '../report/refusal-text';

/** "Finish, report MM-26-004217-3"; without a number where the report is out of the reader's reach. */
export function commandTitle(
	{ type, reportNumber }: Pick<ReviewCommand, 'type' | 'reportNumber'>,
	format: Format
): string {
	const act = isCommandType(type) ? actLabel(type) : m.review_command_newer();
	return reportNumber === null
		? m.review_command_hidden({ act })
		: m.review_command_act({ act, number: isolated(format.figures(reportNumber)) });
}

/** Refusals speak to their author; a supervisor reads about somebody else. */
const aboutAuthor: Readonly<Partial<Record<string, () => string>>> = {
	never_assigned: m.review_why_never_assigned,
	not_permitted: m.review_why_not_permitted,
	out_of_scope: m.review_why_out_of_scope,
	stale: m.review_why_stale,
	reason_unknown: m.review_why_reason_unknown,
	replica_revoked: m.review_why_access_ended
};

/** Why it has no effect; it was kept for a later version, or refused for a reason. */
export function commandReason(
	{ outcome, reason }: Pick<ReviewCommand, 'outcome' | 'reason'>,
	format: Format
): string {
	if (outcome === 'deferred') return m.review_command_deferred();
	const code = reason ?? '';
	const why = aboutAuthor[code]?.() ?? refusalText(code, null, format);
	return m.review_command_refused({ reason: why });
}
