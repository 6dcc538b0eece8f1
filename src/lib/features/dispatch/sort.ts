/**
 * The order of the desk's table. Every order ends with the number, so that rows never change places
 * between two renderings; rows without a running due time or an inspector come last in both directions.
 */
import { statuses } from '$lib/domain/report/lifecycle';
import { priorities } from '$lib/domain/report/priority';
import type { DeskRow } from './desk-rows';

export const sortColumns = [
	'number',
	'category',
	'place',
	'status',
	'priority',
	'due',
	'assignee',
	'age',
	'directorate',
	'channel'
] as const;
export type SortColumn = (typeof sortColumns)[number];

/** What the table shows unless the person has chosen. */
export const usualColumns: readonly SortColumn[] = sortColumns.slice(0, 8);

export interface Sort {
	column: SortColumn;
	direction: 'ascending' | 'descending';
}

/** The texts that a row is ordered by, in the language of the page. */
export interface RowNames {
	category: (row: DeskRow) => string;
	place: (row: DeskRow) => string;
	/** Null where nobody is assigned. */
	assignee: (row: DeskRow) => string | null;
	directorate: (row: DeskRow) => string;
	channel: (row: DeskRow) => string;
	/** As `Intl.Collator.compare` of the page's language. */
	compare: (one: string, other: string) => number;
}

type Value = string | number | null;

const valueOf: Readonly<Record<SortColumn, (row: DeskRow, names: RowNames) => Value>> = {
	number: ({ report }) => report.number,
	category: (row, names) => names.category(row),
	place: (row, names) => names.place(row),
	status: ({ report }) => statuses.indexOf(report.status),
	priority: ({ report }) => priorities.indexOf(report.priority),
	due: ({ due }) => (due === null || due.isPaused ? null : due.at),
	assignee: (row, names) => names.assignee(row),
	age: ({ report }) => -report.receivedAt,
	directorate: (row, names) => names.directorate(row),
	channel: (row, names) => names.channel(row)
};

/** Columns whose first press brings the largest up: the most pressing, the oldest. */
const fallsFirst: readonly SortColumn[] = ['priority', 'age'];

/** The sort after a press on a column's head: the other way round, or that column's first way. */
export function nextSort(sort: Sort, column: SortColumn): Sort {
	const first = fallsFirst.includes(column) ? 'descending' : 'ascending';
	if (sort.column !== column) return { column, direction: first };
	return { column, direction: sort.direction === 'ascending' ? 'descending' : 'ascending' };
}

/** A sorted copy. */
export function sortRows(rows: readonly DeskRow[], sort: Sort, names: RowNames): DeskRow[] {
	const sign = sort.direction === 'ascending' ? 1 : -1;
	const read = valueOf[sort.column];
	const keyed = rows.map((row) => ({ row, value: read(row, names) }));
	keyed.sort(
		(one, other) =>
			compareValues(one.value, other.value, sign, names.compare) ||
			(one.row.report.number < other.row.report.number ? -1 : 1)
	);
	return keyed.map(({ row }) => row);
}

function compareValues(
	one: Value,
	other: Value,
	sign: 1 | -1,
	compareText: RowNames['compare']
): number {
	if (one === null || other === null) return Number(one === null) - Number(other === null);
	if (typeof one === 'number' && typeof other === 'number') return sign * (one - other);
	return sign * compareText(String(one), String(other));
}
