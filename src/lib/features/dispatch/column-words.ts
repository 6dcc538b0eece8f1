import { m } from '$lib/i18n/paraglide/messages';
import type { SortColumn } from './sort';

/** What each column of the desk is called, in its head and in the sort menu. */
export const columnWords: Readonly<Record<SortColumn, () => string>> = {
	number: m.dispatch_col_number,
	category: m.dispatch_col_category,
	place: m.dispatch_col_place,
	status: m.dispatch_col_status,
	priority: m.dispatch_col_priority,
	due: m.dispatch_col_due,
	assignee: m.dispatch_col_assignee,
	age: m.dispatch_col_age,
	directorate: m.dispatch_by_directorate,
	channel: m.dispatch_by_channel
};
