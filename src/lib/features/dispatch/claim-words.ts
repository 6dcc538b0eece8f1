/**
 * The choices about a claim in words, with the names of the people concerned, and what each of them
 * leads to. Pure but for the language of the page.
 */
import { statusTable } from '$lib/domain/report/lifecycle';
import type { Format } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import { refusalText } from '../report/refusal-text';
import { statusWords } from '../report/report-words';
import { standingOf, type ClaimOption } from './claim-choices';
import type { OpenClaim } from './claims';

interface Named {
	open: OpenClaim;
	/** The name of a person, never empty. */
	nameOf: (id: string) => string;
}

/** «Use A's», «Keep B's», «Use both», or «Noted» where there is nothing to choose. */
export function choiceLabel(
	{ choice }: Pick<ClaimOption, 'choice'>,
	{ open, nameOf }: Named
): string {
	const { claim, report } = open;
	if (claim.kind !== 'finish') return m.review_note();
	const standing = standingOf(report);
	const isOwn = standing.kind !== 'nobody' && standing.actorId === claim.actorId;
	if (choice === 'both') return m.review_both();
	if (choice === 'use')
		return isOwn ? m.review_use() : m.review_use_of({ name: nameOf(claim.actorId) });
	if (standing.kind === 'nobody') return m.review_keep_status_label();
	if (isOwn) return m.review_keep();
	const name = nameOf(standing.actorId);
	return standing.kind === 'finish' ? m.review_keep_of({ name }) : m.review_keep_with({ name });
}

/** What comes of a choice, or why it cannot be made now. */
export function choiceText(option: ClaimOption, named: Named, format: Format): string {
	if (option.refusal !== null) {
		const { reason, detail } = option.refusal;
		const isClosed = reason === 'not_allowed_now' && !statusTable[named.open.report.status].isOpen;
		if (isClosed) return m.review_use_closed();
		return m.review_use_impossible({ reason: refusalText(reason, detail, format) });
	}
	const { claim } = named.open;
	const author = named.nameOf(claim.actorId);
	if (claim.kind !== 'finish') return m.review_note_text({ author });
	return option.choice === 'use'
		? useText(option, author, named)
		: standText(option, author, named);
}

function useText({ releases }: ClaimOption, author: string, { open, nameOf }: Named): string {
	if (releases !== null) return m.review_use_ends({ author, holder: nameOf(releases) });
	const standing = standingOf(open.report);
	return standing.kind === 'finish'
		? m.review_use_replaces({ author, finisher: nameOf(standing.actorId) })
		: m.review_use_free({ author });
}

function standText({ choice }: ClaimOption, author: string, { open, nameOf }: Named): string {
	const standing = standingOf(open.report);
	if (standing.kind === 'nobody') {
		return m.review_keep_status({ author, status: statusWords[open.report.status]() });
	}
	const name = nameOf(standing.actorId);
	if (choice === 'both') return m.review_both_text({ author, finisher: name });
	return standing.kind === 'finish'
		? m.review_keep_finish({ author, finisher: name })
		: m.review_keep_works({ author, holder: name });
}
