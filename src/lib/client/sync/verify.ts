/**
 * Does this device hold what the server would show it? Check sums per scope tell; where they differ
 * the revs of the rows are compared, and what is wrong is taken out and fetched again.
 *
 *   check ─▶ sums differ ─▶ audit of those scopes ─▶ mend here ─▶ repair: these rows again
 *
 * 1. Asked for some time after a start and then once an hour, at head only, so that a first sync
 *    pays nothing for it.
 * 2. Every repaired row is counted and told to the server: it is a defect of somebody's.
 * Source: sync design 3.5.
 */
import { isCounted } from '$lib/domain/report/scope';
import { checkSumOf } from '$lib/protocol/check-sum';
import { maxRepairs, type SyncResponse } from '$lib/protocol/sync';
import type { Applied, CacheStore, Mending, RowRev } from './ports';

/** The first check after a start, and then between checks, ms. */
export const firstCheckMs = 20_000;
export const checkAgainMs = 60 * 60 * 1000;

/** What the next exchange must ask. */
export interface Doubts {
	audit: readonly string[];
	repair: readonly string[];
}
export const noDoubts: Doubts = { audit: [], repair: [] };

export interface Verified {
	doubts: Doubts;
	/** Rows were taken out; null: nothing changed. */
	mended: Applied | null;
	/** The sums were compared, with whatever result. */
	isChecked: boolean;
}

/** Looks at what a page says of the whole, after the page was applied. */
export async function verify(
	cache: CacheStore,
	term: number,
	{ check, audit }: Pick<SyncResponse['changes'], 'check' | 'audit'>,
	now: number
): Promise<Verified> {
	if (audit !== undefined) {
		const mending = findWrong(audit, await cache.revs(), now);
		const isWrong = mending.strays.length + mending.broken.length + mending.wanted.length > 0;
		const mended = isWrong ? await cache.mend(mending, term) : null;
		const repair = mending.beginAnew ? [] : [...mending.broken, ...mending.wanted];
		return { doubts: { audit: [], repair }, mended, isChecked: true };
	}
	if (check === undefined) return { doubts: noDoubts, mended: null, isChecked: false };
	const differing = differingScopes(check, await cache.revs(), now);
	return { doubts: { audit: differing, repair: [] }, mended: null, isChecked: true };
}

/** Scopes whose rows here do not sum up to what the server says. */
export function differingScopes(
	check: NonNullable<SyncResponse['changes']['check']>,
	rows: readonly RowRev[],
	now: number
): string[] {
	return Object.entries(check).flatMap(([scope, told]) => {
		const own = checkSumOf(revsOf(scope, rows, now));
		return own.rows === told.rows && own.sum === told.sum ? [] : [scope];
	});
}

/** What is wrong here, by the revs that the server tells of some scopes. */
export function findWrong(
	audit: NonNullable<SyncResponse['changes']['audit']>,
	rows: readonly RowRev[],
	now: number
): Mending & { wanted: string[] } {
	const strays: { key: string; scope: string }[] = [];
	const broken = new Set<string>();
	const wanted = new Set<string>();
	for (const [scope, told] of Object.entries(audit)) {
		const own = new Map(revsOf(scope, rows, now));
		for (const [key, rev] of own) {
			if (!Object.hasOwn(told, key)) strays.push({ key, scope });
			else if (told[key] !== rev) broken.add(key);
		}
		for (const key of Object.keys(told)) if (!own.has(key)) wanted.add(key);
	}
	const fresh = [...wanted].filter((key) => !broken.has(key));
	const beginAnew = broken.size + fresh.length > maxRepairs;
	return { strays, broken: [...broken], wanted: fresh, beginAnew };
}

function revsOf(scope: string, rows: readonly RowRev[], now: number): [string, number][] {
	return rows
		.filter(({ scopes, endedAt }) => scopes.includes(scope) && isCounted(endedAt, now))
		.map(({ key, rev }) => [key, rev]);
}
