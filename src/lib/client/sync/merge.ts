/**
 * Works one page of changes into the rows of the cache. Pure: both stores run it inside their own
 * transaction, so that rows, cursor and covers move together or not at all.
 *
 * 1. A row stays while any scope of this device carries it; the last `leave` removes it.
 * 2. Of two bodies the one with the higher rev stands, within a generation: a restored server
 *    counts from lower, and its resync is a new generation.
 * 3. A resync marks what it sees; only its last page sweeps what it has not seen.
 */
import { isReport, type ReportBody } from './report-body';
import type { Change } from '$lib/protocol/sync';
import type { Applied, CacheMeta, DepartureRow, Mending, Page, RefRow, ReportRow } from './ports';

/** How the bookkeeping moves with a page. */
export function metaAfter(meta: CacheMeta, page: Page): CacheMeta {
	const isResync = page.mode === 'resync';
	// Versions of another epoch say nothing about this one.
	const headCovers = meta.epoch === page.epoch ? meta.headCovers : {};
	return {
		cursor: page.cursor,
		epoch: page.epoch,
		covers: page.covers,
		headCovers: page.more ? headCovers : page.covers,
		gen: isResync && startsResync(meta, page) ? meta.gen + 1 : meta.gen,
		isResyncing: isResync && page.more,
		isComplete: meta.isComplete || !page.more,
		lastContactAt: page.contact.at,
		skewMs: page.contact.skewMs,
		skewAt: page.contact.at,
		...(meta.repairs === undefined ? {} : { repairs: meta.repairs })
	};
}

/** A resync begun under another epoch or other scopes starts again with a new mark. */
function startsResync(meta: CacheMeta, page: Page): boolean {
	if (!meta.isResyncing || meta.epoch !== page.epoch) return true;
	const [before, now] = [Object.keys(meta.covers), Object.keys(page.covers)];
	return before.length !== now.length || now.some((scope) => !(scope in meta.covers));
}

export const endsResync = (page: Page) => page.mode === 'resync' && !page.more;

export interface Merged {
	reports: ReadonlyMap<string, ReportRow | null>;
	refs: ReadonlyMap<string, RefRow | null>;
	departures: readonly DepartureRow[];
}

export const refKey = (row: { kind: string; id: string }) => `${row.kind}:${row.id}`;

/** New rows (null: gone) of a page, given the rows it touches. */
export function mergePage(
	page: Page,
	gen: number,
	reports: ReadonlyMap<string, ReportRow>,
	refs: ReadonlyMap<string, RefRow>
): Merged {
	const reportsAfter = new Map<string, ReportRow | null>();
	const refsAfter = new Map<string, RefRow | null>();
	const departures: DepartureRow[] = [];
	for (const entry of page.entries) {
		if (entry.kind === 'report') {
			const known = reportsAfter.has(entry.id) ? reportsAfter.get(entry.id) : reports.get(entry.id);
			const row = known ?? null;
			reportsAfter.set(entry.id, reportAfter(row, entry, gen));
			const departure = departureOf(row, entry, page.contact.at);
			if (departure !== null) departures.push(departure);
			continue;
		}
		const key = refKey(entry);
		const known = refsAfter.has(key) ? refsAfter.get(key) : refs.get(key);
		refsAfter.set(key, refAfter(known ?? null, { ...entry, kind: entry.kind }, gen));
	}
	return { reports: reportsAfter, refs: refsAfter, departures: standing(departures, reportsAfter) };
}

function reportAfter(row: ReportRow | null, entry: Change, gen: number): ReportRow | null {
	const scopes = scopesAfter(row, entry, gen);
	if (entry.op === 'leave') {
		return row === null || scopes.length === 0 ? null : { ...row, scopes };
	}
	const body: ReportBody = entry.body;
	// A status of a newer server: this build could not show the row, an update will fetch it again.
	if (!isReport(body)) return row;
	const isOlder = row !== null && row.gen === gen && row.rev > body.rev;
	const { id } = entry;
	return isOlder ? { ...row, scopes, gen } : { id, scopes, rev: body.rev, gen, body };
}

function refAfter(
	row: RefRow | null,
	entry: Change & { kind: RefRow['kind'] },
	gen: number
): RefRow | null {
	const scopes = scopesAfter(row, entry, gen);
	if (entry.op === 'put') return { kind: entry.kind, id: entry.id, scopes, gen, body: entry.body };
	return row === null || scopes.length === 0 ? null : { ...row, scopes };
}

function scopesAfter(
	row: { scopes: readonly string[]; gen: number } | null,
	entry: Change,
	gen: number
): readonly string[] {
	const others = row === null ? [] : row.scopes.filter((scope) => scope !== entry.scope);
	if (entry.op === 'leave') return others;
	return row !== null && row.gen === gen ? [...others, entry.scope] : [entry.scope];
}

/** Only the person's own feed tells of a departure: an office sees reports come and go all day. */
function departureOf(row: ReportRow | null, entry: Change, at: number): DepartureRow | null {
	if (row === null || entry.op !== 'leave' || !entry.scope.startsWith('user:')) return null;
	const { id: reportId, number, addressText: address } = row.body;
	return { reportId, number, address, reason: entry.reason ?? 'moved', at };
}

/** A report that came back later in the page has not left. */
function standing(
	departures: readonly DepartureRow[],
	after: ReadonlyMap<string, ReportRow | null>
): DepartureRow[] {
	return departures.filter((departure) => after.get(departure.reportId) === null);
}

/** A row without a scope that does not carry it; null where none is left. */
export function withoutScope<T extends { scopes: readonly string[] }>(
	row: T,
	scope: string
): T | null {
	const scopes = row.scopes.filter((other) => other !== scope);
	return scopes.length === 0 ? null : { ...row, scopes };
}

/** The bookkeeping after an audit: repaired rows are counted; a cursor of null begins anew. */
export function metaAfterMending(
	meta: CacheMeta,
	{ strays, broken, beginAnew }: Mending
): CacheMeta {
	const repairs = (meta.repairs ?? 0) + strays.length + broken.length;
	return { ...meta, repairs, ...(beginAnew ? { cursor: null } : {}) };
}

/** What a caller learns of an applied page. */
export function appliedOf(merged: Merged, swept: readonly string[], meta: CacheMeta): Applied {
	const rows = [...merged.reports];
	return {
		reports: rows.flatMap(([, row]) => (row === null ? [] : [row])),
		removed: [...rows.flatMap(([id, row]) => (row === null ? [id] : [])), ...swept],
		refsChanged: merged.refs.size > 0,
		departures: merged.departures,
		meta
	};
}
