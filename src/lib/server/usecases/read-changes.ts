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
 * Source: sync design 3.4, 3.5.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Person } from '$lib/domain/people/actor';
import { isWithinAnyArea } from '$lib/domain/geo/area-path';
import { closedKeptMs, scopesFor, userScope } from '$lib/domain/report/scope';
import type { SyncResponse } from '$lib/protocol/sync';
import type { Tx } from '../db/tables';
import type { Database } from '../db/connect';
import { headsOf, readFeed, type FeedEntry, type ScopeHead } from '../repositories/feed';

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
}

const count = z.int().check(z.nonnegative());
const position = z.object({
	epoch: z.string(),
	view: z.string(),
	at: z.record(z.string(), count),
	/** A resync that is not at its end: the heads at its beginning. What left after them must be told. */
	resync: z.nullable(z.record(z.string(), count))
});
type Position = z.infer<typeof position>;

/** One page of at most `limit` changes (more where a single version carries more). */
export function readChanges(
	deps: ChangeDeps,
	person: Person,
	cursor: string | null,
	limit: number
): Promise<ChangePage> {
	const scopes = scopesFor(person);
	return deps.db.snapshot(async (tx) => {
		const heads = await headsOf(tx, scopes);
		const start = startOf(deps.epoch, viewOf(person, scopes), heads, parseCursor(cursor));
		return readPage(tx, { person, scopes, heads, start, limit, now: deps.now() });
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

/** Scopes, areas and role: when they change, everything is offered again. */
function viewOf(person: Person, scopes: readonly string[]): string {
	const text = JSON.stringify([person.role, person.areas, ...scopes]);
	return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

function parseCursor(cursor: string | null): Position | null {
	if (cursor === null) return null;
	try {
		const text = Buffer.from(cursor, 'base64url').toString('utf8');
		return position.safeParse(JSON.parse(text)).data ?? null;
	} catch {
		return null;
	}
}

function startOf(
	epoch: string,
	view: string,
	heads: ReadonlyMap<string, ScopeHead>,
	asked: Position | null
): Position {
	const resync = Object.fromEntries([...heads].map(([scope, { v }]) => [scope, v]));
	const anew = { epoch, view, resync, at: {} };
	if (asked === null || asked.epoch !== epoch || asked.view !== view) return anew;
	const isLost = Object.entries(asked.at).some(([scope, v]) => v > (heads.get(scope)?.v ?? 0));
	const isTooOld =
		asked.resync === null &&
		[...heads].some(([scope, { prunedV }]) => (asked.at[scope] ?? 0) < prunedV);
	return isLost || isTooOld ? anew : asked;
}

interface Reading {
	person: Person;
	scopes: readonly string[];
	heads: ReadonlyMap<string, ScopeHead>;
	start: Position;
	limit: number;
	now: number;
}

async function readPage(tx: Tx, reading: Reading): Promise<ChangePage> {
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
	const next: Position = { ...start, resync: more ? start.resync : null, at: covers };
	const cursor = Buffer.from(JSON.stringify(next)).toString('base64url');
	const tail = JSON.stringify({ cursor, covers, more }).slice(1);
	return { json: `{"mode":"${mode}","entries":[${parts.join(',')}],${tail}`, mode, more, covers };
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
function isWithinReach(person: Person, scope: string, { areaPath }: FeedEntry): boolean {
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
