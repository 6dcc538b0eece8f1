/**
 * What the desk's screens share while one walks between them: how the table was left (filters,
 * order, view, ticks, selection, scroll), so that going back finds it again, who was heard when, and what
 * is asked of the team.
 */
import { createContext } from 'svelte';
import { noCriteria, type Criteria } from './criteria';
import type { DeskFilter } from './desk-rows';
import type { DeskView } from './desk-view.svelte';
import type { PresenceWatch } from './presence';
import type { Sort, SortColumn } from './sort';
import type { TeamDesk } from './team-desk.svelte';

export type View = 'table' | 'both' | 'board' | 'map';

export interface DeskChoice extends Criteria {
	filter: DeskFilter;
	query: string;
	sort: Sort;
	/** Of the wide table, in their order; null: the usual ones. */
	columns: readonly SortColumn[] | null;
	view: View;
	/** Shared by table and map. */
	selectedId: string | null;
	ticked: ReadonlySet<string>;
	showsInspectors: boolean;
	/** Scroll of the table, CSS px. */
	tablePx: number;
	/** Refused acts that the person has put aside, by command. */
	dismissed: ReadonlySet<string>;
}

export interface Desk {
	choice: DeskChoice;
	view: DeskView;
	presence: PresenceWatch;
	team: TeamDesk;
}

/** The desk as it is first seen. */
export function freshChoice(): DeskChoice {
	return {
		filter: 'all',
		query: '',
		...noCriteria,
		sort: { column: 'due', direction: 'ascending' },
		columns: null,
		view: 'both',
		selectedId: null,
		ticked: new Set(),
		showsInspectors: false,
		tablePx: 0,
		dismissed: new Set()
	};
}

const [get, set] = createContext<Desk>();
/** The desk's shared state; call it while a component starts, below the dispatch layout. */
export const getDesk = get;
/** Hands the shared state down; the dispatch layout calls it once. */
export const setDesk = set;
