/** The book of routing rules, in its order, and what reports say of the rules that brought them. */
import type { BookedRule, RuleBook } from '$lib/domain/dispatch/rule-book';
import type { Report } from '$lib/domain/report/report';
import { engineOf, insertRows, lockRows } from '../db/dialect';
import type { Tx } from '../db/tables';

/** All rules, also those that are off. */
export async function readRuleBook(tx: Tx): Promise<RuleBook> {
	const rows = await tx.selectFrom('routing_rule').selectAll().orderBy('position').execute();
	return rows.map((row): BookedRule => {
		const { changed_at: at, changed_by: byId } = row;
		return {
			rule: JSON.parse(row.body),
			isOn: row.is_on === 1,
			lost: row.lost === null ? null : JSON.parse(row.lost),
			changed: at === null || byId === null ? null : { at, byId }
		};
	});
}

/** Nobody else changes the book until the transaction ends. */
export async function lockRuleBook(tx: Tx): Promise<void> {
	const query = tx.selectFrom('routing_rule').select('id').orderBy('id');
	await lockRows(engineOf(tx), query).execute();
}

/** Puts a whole book in the place of the old one. */
export async function saveRuleBook(tx: Tx, book: RuleBook): Promise<void> {
	await tx.deleteFrom('routing_rule').execute();
	const rows = book.map(({ rule, isOn, lost, changed }, position) => ({
		id: rule.id,
		position,
		is_on: isOn ? 1 : 0,
		body: JSON.stringify(rule),
		lost: lost === null ? null : JSON.stringify(lost),
		changed_at: changed?.at ?? null,
		changed_by: changed?.byId ?? null
	}));
	await insertRows(tx, 'routing_rule', rows);
}

/** How many reports each rule has brought since a moment, by its id; '' is no rule. */
export async function countRouted(tx: Tx, since: number): Promise<Map<string, number>> {
	const rows = await tx
		.selectFrom('report')
		.select((is) => ['routed_by', is.fn.countAll<number | string>().as('count')])
		.where('received_at', '>=', since)
		.groupBy('routed_by')
		.execute();
	return new Map(rows.map(({ routed_by, count }) => [routed_by ?? '', Number(count)]));
}

/** What of a report the rules look at, without its body. */
export interface RoutableRow {
	areaPath: string;
	categoryId: string;
	channelId: string;
	priority: Report['priority'];
	receivedAt: number;
}

/** Reports that were received since a moment. */
export async function routableSince(tx: Tx, since: number): Promise<RoutableRow[]> {
	const rows = await tx
		.selectFrom('report')
		.select(['area_path', 'category_id', 'channel_id', 'priority', 'received_at'])
		.where('received_at', '>=', since)
		.execute();
	return rows.map((row) => ({
		areaPath: row.area_path,
		categoryId: row.category_id,
		channelId: row.channel_id,
		// Written from a report by `rowOf`.
		priority: row.priority as Report['priority'],
		receivedAt: row.received_at
	}));
}
