/**
 * The change feed: per scope, which entities changed since a version.
 *
 * 1. The head row of a scope is bumped after everything else of a transaction and stays locked until
 *    its commit: versions of a scope are in the order of the commits, without gaps for a reader.
 * 2. One version per transaction and scope; heads are taken in sorted order.
 * 3. Only the latest row per entity is kept; what left a scope stays as a `leave` for 180 days.
 * Source: sync design 3.4.
 */
import { sql } from 'kysely';
import type { EntityKind } from '$lib/protocol/entity';
import { insertRows } from '../db/dialect';
import type { Tx } from '../db/tables';

/** What a transaction did to one entity in one scope. */
export interface Touch {
	scope: string;
	kind: EntityKind;
	entity: string;
	op: 'put' | 'leave';
	reason: string | null;
}

/** A feed row with the text of its entity's body (null where the entity is gone). */
export interface FeedEntry extends Omit<Touch, 'scope'> {
	v: number;
	body: string | null;
	/** Reports only: when it was closed, ms. */
	endedAt: number | null;
	/** Reports only: where it lies. */
	areaPath: string | null;
}

export interface ScopeHead {
	v: number;
	prunedV: number;
}

/**
 * Bumps the touched scopes and writes their rows; returns the new version of each scope. Nothing
 * that takes a lock may follow in the transaction.
 */
export async function bumpScopes(
	tx: Tx,
	touches: readonly Touch[],
	at: number
): Promise<Map<string, number>> {
	const scopes = [...new Set(touches.map(({ scope }) => scope))].sort();
	if (scopes.length === 0) return new Map();
	const heads = await tx
		.insertInto('scope_head')
		.values(scopes.map((scope) => ({ scope, v: 1, pruned_v: 0 })))
		.onConflict((conflict) => conflict.column('scope').doUpdateSet({ v: sql`scope_head.v + 1` }))
		.returning(['scope', 'v'])
		.execute();
	const versions = new Map(heads.map(({ scope, v }) => [scope, v]));
	await insertRows(
		tx,
		'feed',
		touches.map((touch) => ({ ...touch, v: versions.get(touch.scope) ?? 0, at })),
		`on conflict (scope, kind, entity)
			do update set v = excluded.v, op = excluded.op, reason = excluded.reason, at = excluded.at`
	);
	return versions;
}

/** The heads of scopes; a scope that nothing was written to yet is absent. */
export async function headsOf(tx: Tx, scopes: readonly string[]): Promise<Map<string, ScopeHead>> {
	const rows = await tx.selectFrom('scope_head').selectAll().where('scope', 'in', scopes).execute();
	return new Map(rows.map((row) => [row.scope, { v: row.v, prunedV: row.pruned_v }]));
}

/** Rows of a scope with `after` < v <= `upTo`, in order of v, at most `limit` of them, with their bodies. */
export async function readFeed(
	tx: Tx,
	scope: string,
	after: number,
	upTo: number,
	limit?: number
): Promise<FeedEntry[]> {
	const query = entriesOf(tx, scope)
		.where('feed.v', '>', after)
		.where('feed.v', '<=', upTo)
		.orderBy('feed.v');
	return (limit === undefined ? query : query.limit(limit)).execute();
}

/** The rows of a scope with the bodies of their entities. */
function entriesOf(tx: Tx, scope: string) {
	return tx
		.selectFrom('feed')
		.leftJoin('report', (join) =>
			join.onRef('report.id', '=', 'feed.entity').on('feed.kind', '=', 'report')
		)
		.leftJoin('reference', (join) =>
			join
				.onRef('reference.id', '=', 'feed.entity')
				.onRef('reference.kind', '=', 'feed.kind')
				.on('feed.kind', '<>', 'report')
		)
		.where('feed.scope', '=', scope)
		.select((is) => [
			'feed.kind',
			'feed.entity',
			'feed.op',
			'feed.reason',
			'feed.v',
			'report.ended_at as endedAt',
			'report.area_path as areaPath',
			is.fn.coalesce('report.body', 'reference.body').as('body')
		]);
}

/** What a scope holds now, as check sums see it: key, rev, and what decides whether a person holds it. */
export interface HeldRow {
	/** `<kind>:<id>` */
	key: string;
	/** 0 for reference data. */
	rev: number;
	endedAt: number | null;
	areaPath: string | null;
}

/** Every entity that a scope carries now, in no order; no body is read. */
export async function heldIn(tx: Tx, scope: string): Promise<HeldRow[]> {
	const rows = await tx
		.selectFrom('feed')
		.leftJoin('report', (join) =>
			join.onRef('report.id', '=', 'feed.entity').on('feed.kind', '=', 'report')
		)
		.leftJoin('reference', (join) =>
			join
				.onRef('reference.id', '=', 'feed.entity')
				.onRef('reference.kind', '=', 'feed.kind')
				.on('feed.kind', '<>', 'report')
		)
		.where('feed.scope', '=', scope)
		.where('feed.op', '=', 'put')
		.where((is) => is.or([is('report.id', 'is not', null), is('reference.id', 'is not', null)]))
		.select([
			'feed.kind',
			'feed.entity',
			'report.rev',
			'report.ended_at as endedAt',
			'report.area_path as areaPath'
		])
		.execute();
	return rows.map(({ kind, entity, rev, ...rest }) => ({
		key: `${kind}:${entity}`,
		rev: rev ?? 0,
		...rest
	}));
}

/** The rows of some entities in a scope, whatever their version. */
export async function readEntities(
	tx: Tx,
	scope: string,
	entities: readonly string[]
): Promise<FeedEntry[]> {
	return entities.length === 0
		? []
		: entriesOf(tx, scope).where('entity', 'in', entities).execute();
}

/** Whether any of these scopes ever carried a report: the person knows that it exists. */
export async function wasInScopes(
	tx: Tx,
	reportId: string,
	scopes: readonly string[]
): Promise<boolean> {
	const row = await tx
		.selectFrom('feed')
		.select('v')
		.where('scope', 'in', scopes)
		.where('kind', '=', 'report')
		.where('entity', '=', reportId)
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}

/** All changes that this database ever told of: it only grows, but for a restore. */
export async function countChanges(tx: Tx): Promise<number> {
	const row = await tx
		.selectFrom('scope_head')
		.select((is) => is.fn.sum<number | string | null>('v').as('total'))
		.executeTakeFirst();
	return Number(row?.total ?? 0);
}

/** Rows of one kind that were put before a moment, at most 1,000 of them. */
export async function oldPuts(
	tx: Tx,
	kind: EntityKind,
	before: number
): Promise<Pick<Touch, 'scope' | 'kind' | 'entity'>[]> {
	return tx
		.selectFrom('feed')
		.select(['scope', 'kind', 'entity'])
		.where('kind', '=', kind)
		.where('op', '=', 'put')
		.where('at', '<', before)
		.limit(1_000)
		.execute();
}

/** Removes `leave` rows older than a moment and marks the scopes, so that older cursors start anew. */
export async function pruneLeaves(tx: Tx, before: number): Promise<void> {
	await sql`
		update scope_head set pruned_v = coalesce(
			(select max(feed.v) from feed
				where feed.scope = scope_head.scope and feed.op = 'leave' and feed.at < ${before}),
			scope_head.pruned_v)
		where scope in (select scope from feed where op = 'leave' and at < ${before})
	`.execute(tx);
	await tx.deleteFrom('feed').where('op', '=', 'leave').where('at', '<', before).execute();
}
