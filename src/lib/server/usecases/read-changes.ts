/**
 * Reads what changed in a person's scopes since a cursor, as text ready to send.
 *
 * 1. Scopes come from the person, every time; those in the cursor are only where it stood.
 * 2. One snapshot per page; a page ends between two versions of a scope, so no half transaction is
 *    ever seen, and every report that a version carries comes with it.
 * 3. A cursor of another epoch, of another view (scopes, areas or role changed), ahead of the head, or older
 *    than what was pruned begins anew: mode `resync`, until its last page.
 * 4. A feed is read within the person's areas only: what lies elsewhere is passed over in silence.
 * 5. Bodies are never parsed: what was stored is what is sent.
 * 6. Check sums, revs and repairs are of the same snapshot as the page, and come with its last one.
 * Source: sync design 3.4, 3.5.
 */
import { createHash } from 'node:crypto';
import type { Person } from '$lib/domain/people/actor';
import { isWithinAnyArea } from '$lib/domain/geo/area-path';
import { closedKeptMs, isCounted, scopesFor, userScope } from '$lib/domain/report/scope';
import { checkSumOf } from '$lib/protocol/check-sum';
import type { SyncRequest, SyncResponse } from '$lib/protocol/sync';
import type { Tx } from '../db/tables';
import type { Database } from '../db/connect';
import {
	headsOf,
	heldIn,
	readEntities,
	readFeed,
	type FeedEntry,
	type ScopeHead
} from '../repositories/feed';

export interface ChangeDeps {
	db: Pick<Database, 'snapshot'>;
	/** Of this database; new after each restore. */
	epoch: string;
	now(): number;
}

/** `changes` of the exchange as JSON text, with what a caller wants to know of it. */
export interface ChangePage {
	json: string;
	mode: SyncResponse['changes']['mode'];
	more: boolean;
	covers: Record<string, number>;
	/** The cursor is ahead of this database, which must have been restored from a backup. */
	isRestored: boolean;
}

/** What a device asks beside the next page. */
export type Asked = Pick<SyncRequest, 'check' | 'audit' | 'repair'>;

/** Where a device stood, by scope. */
interface Position {
	/** Of the epoch and view that it was written for. */
	mark: string;
	at: Readonly<Record<string, number>>;
	/** A resync that is not at its end: the heads at its beginning. What left after them must be told. */
	resync: Readonly<Record<string, number>> | null;
}

/** One page of at most `limit` changes (more where a single version carries more). */
export function readChanges(
	deps: ChangeDeps,
	person: Person,
	cursor: string | null,
	limit: number,
	asked: Asked = {}
): Promise<ChangePage> {
	const scopes = scopesFor(person);
	return deps.db.snapshot(async (tx) => {
		const heads = await headsOf(tx, scopes);
		const mark = markOf(deps.epoch, person, scopes);
		const stood = parseCursor(cursor, scopes);
		const isRestored = stood?.mark === mark && isAhead(heads, stood);
		const start = startOf(mark, heads, stood);
		const reading = { person, scopes, heads, start, limit, now: deps.now() };
		return { ...(await readPage(tx, reading, asked)), isRestored };
	});
}

/** Where the feeds of a person's scopes stand; scopes without a change are absent. */
export function readHeads(
	db: Pick<Database, 'snapshot'>,
	person: Person
): Promise<Record<string, number>> {
	return db.snapshot(async (tx) => {
		const heads = await headsOf(tx, scopesFor(person));
		return Object.fromEntries([...heads].map(([scope, { v }]) => [scope, v]));
	});
}

/** Epoch, scopes, areas and role: when one changes, everything is offered again. */
function markOf(epoch: string, person: Person, scopes: readonly string[]): string {
	const text = JSON.stringify([epoch, person.role, person.areas, ...scopes]);
	return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

/**
 * A cursor is short, for it crosses the wire twice in every exchange: the mark, the versions in the
 * order of the view's scopes, and those at the beginning of a resync.
 */
const cursorShape = /^([\w-]+)~([\d.]*)~([\d.]*)$/;

function cursorOf({ mark, at, resync }: Position, scopes: readonly string[]): string {
	const versions = (of: Readonly<Record<string, number>>) =>
		scopes.map((scope) => of[scope] ?? 0).join('.');
	return [mark, versions(at), resync === null ? '' : versions(resync)].join('~');
}

/** Null where it is none; what it says of another mark means nothing. */
function parseCursor(cursor: string | null, scopes: readonly string[]): Position | null {
	const [, mark = '', at = '', resync = ''] = cursorShape.exec(cursor ?? '') ?? [];
	const [stood, began] = [versionsOf(at, scopes), versionsOf(resync, scopes)];
	if (stood === null || (resync !== '' && began === null)) return null;
	return { mark, at: stood, resync: began };
}

function versionsOf(text: string, scopes: readonly string[]): Record<string, number> | null {
	const versions = text.split('.').map(Number);
	const isWhole = text !== '' && versions.length === scopes.length;
	if (!isWhole || !versions.every(Number.isSafeInteger)) return null;
	return Object.fromEntries(scopes.map((scope, i) => [scope, versions[i] ?? 0]));
}

function startOf(
	mark: string,
	heads: ReadonlyMap<string, ScopeHead>,
	asked: Position | null
): Position {
	const resync = Object.fromEntries([...heads].map(([scope, { v }]) => [scope, v]));
	const anew = { mark, resync, at: {} };
	if (asked?.mark !== mark) return anew;
	const isTooOld =
		asked.resync === null &&
		[...heads].some(([scope, { prunedV }]) => (asked.at[scope] ?? 0) < prunedV);
	return isAhead(heads, asked) || isTooOld ? anew : asked;
}

/** Has the cursor read what this database never wrote? */
function isAhead(heads: ReadonlyMap<string, ScopeHead>, { at }: Position): boolean {
	return Object.entries(at).some(([scope, v]) => v > (heads.get(scope)?.v ?? 0));
}

interface Reading {
	person: Person;
	scopes: readonly string[];
	heads: ReadonlyMap<string, ScopeHead>;
	start: Position;
	limit: number;
	now: number;
}

async function readPage(
	tx: Tx,
	reading: Reading,
	asked: Asked
): Promise<Omit<ChangePage, 'isRestored'>> {
	const { person, scopes, heads, start, limit, now } = reading;
	const mode = start.resync === null ? 'delta' : 'resync';
	const covers: Record<string, number> = {};
	const parts: string[] = [];
	let left = limit;
	let more = false;
	for (const scope of scopes) {
		const from = start.at[scope] ?? 0;
		const head = heads.get(scope)?.v ?? 0;
		covers[scope] = from;
		if (head === from) continue;
		more ||= left <= 0;
		if (left <= 0) continue;
		const piece = await readPiece(tx, scope, from, head, left);
		for (const entry of piece.entries) {
			if (!isWithinReach(person, scope, entry)) continue;
			const text = textOf(scope, entry, start.resync?.[scope] ?? 0, now);
			if (text !== null) parts.push(text);
		}
		left -= piece.entries.length;
		covers[scope] = piece.reached;
		more ||= piece.reached < head;
	}
	if (!more) parts.push(...(await repaired(tx, reading, asked.repair ?? [])));
	const next: Position = { ...start, resync: more ? start.resync : null, at: covers };
	const cursor = cursorOf(next, scopes);
	const verdict = more ? {} : await verdictOf(tx, reading, asked);
	const tail = JSON.stringify({ cursor, covers, more, ...verdict }).slice(1);
	return { json: `{"mode":"${mode}","entries":[${parts.join(',')}],${tail}`, mode, more, covers };
}

/** Rows that a device found wrong, as they are now; those that are gone leave. */
async function repaired(
	tx: Tx,
	{ person, scopes, now }: Reading,
	keys: readonly string[]
): Promise<string[]> {
	const wanted = new Set(keys);
	const ids = [...new Set(keys.map((key) => key.slice(key.indexOf(':') + 1)))];
	const parts: string[] = [];
	for (const scope of ids.length === 0 ? [] : scopes) {
		for (const entry of await readEntities(tx, scope, ids)) {
			if (!wanted.has(`${entry.kind}:${entry.entity}`)) continue;
			if (!isWithinReach(person, scope, entry)) continue;
			const text = textOf(scope, entry, 0, now);
			if (text !== null) parts.push(text);
		}
	}
	return parts;
}

/** Check sums of all scopes, revs of the ones that were asked for. */
async function verdictOf(
	tx: Tx,
	reading: Reading,
	{ check = false, audit = [] }: Asked
): Promise<Pick<SyncResponse['changes'], 'check' | 'audit'>> {
	const verdict: Pick<SyncResponse['changes'], 'check' | 'audit'> = {};
	for (const scope of check ? reading.scopes : []) {
		verdict.check ??= {};
		verdict.check[scope] = checkSumOf(await revsIn(tx, reading, scope));
	}
	// Only own scopes: what else is named is passed over.
	for (const scope of reading.scopes.filter((own) => audit.includes(own))) {
		verdict.audit ??= {};
		verdict.audit[scope] = Object.fromEntries(await revsIn(tx, reading, scope));
	}
	return verdict;
}

async function revsIn(
	tx: Tx,
	{ person, now }: Reading,
	scope: string
): Promise<(readonly [string, number])[]> {
	const rows = await heldIn(tx, scope);
	return rows
		.filter((row) => isWithinReach(person, scope, row) && isCounted(row.endedAt, now))
		.map(({ key, rev }) => [key, rev] as const);
}

/** Whole versions only: the last one is left out when it may be cut, or read to its end when it is alone. */
async function readPiece(
	tx: Tx,
	scope: string,
	from: number,
	head: number,
	limit: number
): Promise<{ entries: FeedEntry[]; reached: number }> {
	const entries = await readFeed(tx, scope, from, head, limit + 1);
	if (entries.length <= limit) return { entries, reached: head };
	const last = entries[limit]?.v ?? head;
	const whole = entries.filter(({ v }) => v < last);
	if (whole.length > 0) return { entries: whole, reached: whole[whole.length - 1]?.v ?? from };
	return { entries: await readFeed(tx, scope, from, last), reached: last };
}

/** Areas do not bound what is in the person's own hands, nor reference data. */
function isWithinReach(
	person: Person,
	scope: string,
	{ areaPath }: Pick<FeedEntry, 'areaPath'>
): boolean {
	if (areaPath === null || scope === userScope(person.id)) return true;
	return isWithinAnyArea(areaPath, person.areas);
}

/** A row as sent; null where a device that had nothing before version `emptyUpTo` cannot hold it. */
function textOf(scope: string, entry: FeedEntry, emptyUpTo: number, now: number): string | null {
	const { kind, entity: id, v, body, endedAt } = entry;
	const hasExpired = endedAt !== null && now - endedAt > closedKeptMs;
	const isHere = entry.op === 'put' && body !== null && !hasExpired;
	if (isHere) {
		return `${JSON.stringify({ op: 'put', scope, kind, id, v }).slice(0, -1)},"body":${body}}`;
	}
	if (v <= emptyUpTo) return null;
	const reason = entry.op === 'leave' ? entry.reason : 'expired';
	return JSON.stringify({ op: 'leave', scope, kind, id, v, reason });
}
