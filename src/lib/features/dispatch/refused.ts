/**
 * Acts of the desk that the server did not accept: somebody else was faster, or the report had moved
 * on. They are named until the person puts them aside; the row shows the report as it is now.
 */
import type { OutboxItem } from '$lib/client/device';
import type { Claim, Report } from '$lib/domain/report/report';
import { claimActs, deskActs } from './desk-acts';

const acts: readonly string[] = [...deskActs, ...claimActs];
/** Refusals older than this are the outbox's matter. */
const shownMs = 12 * 60 * 60 * 1000;

/** The desk's refused acts that were not put aside, newest first; `now` in ms. */
export function refusedActs(
	items: readonly OutboxItem[],
	dismissed: ReadonlySet<string>,
	now: number
): OutboxItem[] {
	return items.filter(
		({ state, type, commandId, at }) =>
			state === 'refused' && acts.includes(type) && !dismissed.has(commandId) && now - at < shownMs
	);
}

/** Whether an act is a decision about late work. */
export const isClaimAct = (type: OutboxItem['type']) => claimActs.some((act) => act === type);

/** The latest decision that stands on a report's claims: whose it was and when; null for none. */
export function settledBy({
	claims
}: Pick<Report, 'claims'>): NonNullable<Claim['settled']> | null {
	const settled = claims.flatMap((claim) => claim.settled ?? []);
	return settled.toSorted((one, other) => other.at - one.at)[0] ?? null;
}
