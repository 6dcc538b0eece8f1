/**
 * What a saved view of the desk remembers, and the desk as a view shows it. Pure.
 *
 * A view may come from a newer build: what this one does not know narrows nothing and shows no column.
 */
import type { ViewBody } from '$lib/client/api';
import { statuses } from '$lib/domain/report/lifecycle';
import { priorities } from '$lib/domain/report/priority';
import { ages, dueWindows, noCriteria, type Criteria } from './criteria';
import type { DeskChoice } from './desk-context';
import { deskFilters } from './desk-rows';
import { sortColumns, type SortColumn } from './sort';

type Remembered = Pick<DeskChoice, 'filter' | 'query' | 'sort' | 'columns'> & Criteria;

const fields = Object.keys(noCriteria) as (keyof Criteria)[];
/** Criteria whose values this build must know. */
const known: Readonly<Partial<Record<keyof Criteria, readonly string[]>>> = {
	status: statuses,
	priority: priorities,
	due: dueWindows,
	age: ages
};

/** The desk as it stands, to be saved. */
export function bodyOf(choice: Remembered): ViewBody {
	const narrowing = fields.filter((field) => choice[field] !== '');
	return {
		criteria: {
			...Object.fromEntries(narrowing.map((field) => [field, choice[field]])),
			...(choice.filter === 'all' ? {} : { filter: choice.filter }),
			...(choice.query.trim() === '' ? {} : { query: choice.query.trim() })
		},
		sort: { ...choice.sort },
		columns: choice.columns === null ? null : [...choice.columns]
	};
}

/** What to set on the desk, so that it shows a view. */
export function choiceOf({ criteria, sort, columns }: ViewBody): Remembered {
	const narrowing = fields.map((field) => [field, valueOf(field, criteria[field] ?? '')]);
	return {
		...(Object.fromEntries(narrowing) as unknown as Criteria),
		filter: deskFilters.find((filter) => filter === criteria.filter) ?? 'all',
		query: criteria.query ?? '',
		sort: {
			column: sortColumns.find((column) => column === sort.column) ?? 'due',
			direction: sort.direction
		},
		columns: columns === null ? null : knownColumns(columns)
	};
}

const valueOf = (field: keyof Criteria, value: string) =>
	known[field]?.includes(value) === false ? '' : value;

/** Columns that this build has, in their order; null where none is left. */
export function knownColumns(columns: readonly string[]): SortColumn[] | null {
	const found = columns.flatMap((name) => sortColumns.find((column) => column === name) ?? []);
	return found.length === 0 ? null : [...new Set(found)];
}

/** Whether the desk shows a view just as it was saved. */
export function isShown(body: ViewBody, choice: Remembered): boolean {
	return written(bodyOf(choice)) === written(bodyOf(choiceOf(body)));
}

const written = ({ criteria, sort, columns }: ViewBody) =>
	JSON.stringify([Object.entries(criteria).sort(), sort.column, sort.direction, columns]);
