/**
 * The desk's rows as a table for a spreadsheet: what is shown, in its order and in the language of the
 * page.
 *
 * 1. Moments are written as the city's wall clock, `2026-11-27 10:05`; numbers in Latin digits.
 * 2. A text that a spreadsheet would take for a formula is written so that it is none.
 * 3. It begins with a byte order mark: without one, spreadsheets take Arabic for Latin.
 * Not here: the reporter's name and contact, which no device holds.
 */
import { stringify } from 'csv-stringify/browser/esm/sync';
import type { ReferenceState } from '$lib/client/state/reference.svelte';
import { format } from '$lib/i18n/format.svelte';
import { m } from '$lib/i18n/paraglide/messages';
import { inLanguage } from '../report/labels';
import { areaName, shortPlace } from '../report/place-text';
import { priorityWords, statusWords } from '../report/report-words';
import { columnWords } from './column-words';
import type { DeskRow } from './desk-rows';

type Names = Pick<
	ReferenceState,
	'city' | 'categories' | 'areas' | 'people' | 'directorates' | 'teams'
>;
type Cell = string | number | null;
type Column = [head: string, cell: (row: DeskRow) => Cell];

/** The text of the file. */
export function csvOf(rows: readonly DeskRow[], names: Names): string {
	const columns = columnsFor(names);
	const head = columns.map(([text]) => text);
	const lines = rows.map((row) => columns.map(([, cell]) => cell(row)));
	return stringify([head, ...lines], { bom: true, escape_formulas: true });
}

function columnsFor(names: Names): Column[] {
	const { city, categories, areas, people, directorates, teams } = names;
	const channels = new Map(city?.channels.map(({ id, name }) => [id, name]));
	const at = wallClock(format.timeZone);
	return [
		[columnWords.number(), ({ report }) => report.number],
		[columnWords.status(), ({ report }) => statusWords[report.status]()],
		[columnWords.priority(), ({ report }) => priorityWords[report.priority]()],
		[columnWords.category(), ({ report }) => inLanguage(categories.get(report.categoryId)?.name)],
		[m.dispatch_by_area(), ({ report }) => areaName(report.areaPath, areas)],
		[columnWords.place(), ({ report }) => shortPlace(report, areas)],
		[m.dispatch_export_lat(), ({ report }) => report.lat],
		[m.dispatch_export_lon(), ({ report }) => report.lon],
		[columnWords.assignee(), ({ assigneeId }) => inLanguage(people.get(assigneeId ?? '')?.name)],
		[m.dispatch_export_team(), ({ report }) => inLanguage(teams.get(report.teamId ?? '')?.name)],
		[
			m.dispatch_by_directorate(),
			({ report }) => inLanguage(directorates.get(report.directorateId ?? '')?.name)
		],
		[m.dispatch_by_channel(), ({ report }) => inLanguage(channels.get(report.channelId))],
		[m.dispatch_export_received(), ({ report }) => at(report.receivedAt)],
		[columnWords.due(), ({ due }) => (due === null ? null : at(due.at))],
		[m.dispatch_export_stopped(), ({ due }) => (due?.isPaused ? m.ui_yes() : m.ui_no())],
		[m.dispatch_export_returned(), ({ report }) => report.reworkCount]
	];
}

/** `2026-11-27 10:05`, which Swedish writes and every spreadsheet reads. */
function wallClock(timeZone: string): (at: number) => string {
	const written = new Intl.DateTimeFormat('sv-SE', {
		timeZone,
		dateStyle: 'short',
		timeStyle: 'short'
	});
	return (at) => written.format(at);
}
