/**
 * What the desk computes from the device for all its parts: rows, counts, order, loads. Made once by
 * the dispatch layout, so that a dialog, the table and the map speak of the same rows.
 *
 * 1. Order and filters are applied to the rows here and nowhere else.
 * 2. Rows follow every change of the device; lateness follows the clock once a minute.
 * 3. A keystroke filters what is sorted already. Words are folded before anybody searches them, in the
 *    pauses of the page.
 */
import type { Device } from '$lib/client/device';
import { locale } from '$lib/i18n/locale.svelte';
import { inLanguage } from '../report/labels';
import { areaName, shortPlace } from '../report/place-text';
import { foldedText, searching } from '../report/search-text';
import { ticking } from '../shell/ticking';
import type { DeskChoice } from './desk-context';
import { meeting } from './criteria';
import type { DeskRow } from './desk-rows';
import { countRows, filterRows, rowReader } from './desk-rows';
import { silentPeople } from './device-report';
import { inspectorsOf, loadsOf } from './load';
import type { PresenceWatch } from './presence';
import { bodyOf } from './saved-view';
import { sortRows } from './sort';

const everyMs = 60_000;

export type DeskView = ReturnType<typeof deskView>;

/** The desk of this device as `choice` shows it; every property is reactive. */
export function deskView(device: Device, choice: DeskChoice, presence: PresenceWatch) {
	const { reference } = device;
	const clock = ticking(() => device.now(), everyMs);
	const readRow = $derived(rowReader(device.actor, reference.policy, clock.current));
	const rows = $derived(device.reports.all.flatMap((report) => [...readRow(report)]));
	const collator = $derived(new Intl.Collator(locale.current, { numeric: true }));
	const personName = (id: string | null) => inLanguage(reference.people.get(id ?? '')?.name);
	const channelName = (id: string) =>
		inLanguage(reference.city?.channels.find((channel) => channel.id === id)?.name);
	const inspectors = $derived(inspectorsOf(reference.people.values(), device.actor));
	const loads = $derived.by(() => {
		const localDay = reference.policy?.clock.localDay;
		const today = localDay?.(clock.current);
		return loadsOf(inspectors, rows, (at) => localDay !== undefined && localDay(at) === today);
	});
	const silent = $derived(
		silentPeople(
			loads,
			presence.isFailed || !device.sync.isOnline ? null : presence.byPerson,
			reference.policy?.clock,
			clock.current
		)
	);
	const time = $derived({ now: clock.current, clock: reference.policy?.clock, silent });
	const sorted = $derived(
		sortRows(rows, choice.sort, {
			category: ({ report }) => inLanguage(reference.categories.get(report.categoryId)?.name),
			place: ({ report }) =>
				`${areaName(report.areaPath, reference.areas)} ${shortPlace(report, reference.areas)}`,
			assignee: ({ assigneeId }) => (assigneeId === null ? null : personName(assigneeId)),
			directorate: ({ report }) =>
				inLanguage(reference.directorates.get(report.directorateId ?? '')?.name),
			channel: ({ report }) => channelName(report.channelId),
			compare: collator.compare
		})
	);
	const isAnswer = $derived(searching(choice.query, reference));
	const isMeeting = $derived(meeting(choice, time));
	const found = $derived(sorted.filter((row) => isMeeting(row) && isAnswer(row.report)));
	const shown = $derived(filterRows(found, choice.filter));
	// An effect, because it works ahead: the first letter of a search shall cost what the next ones do.
	$effect(() => inPauses(rows, ({ report }) => foldedText(report, reference)));
	const arrangement = $derived(JSON.stringify(bodyOf(choice)));
	const shownIds = $derived(shown.map(({ report }) => report.id));
	const counts = $derived(countRows(found));

	return {
		get now() {
			return clock.current;
		},
		/** Every open report. */
		get rows() {
			return rows;
		},
		/** Those that chips, criteria and search let through, in order. */
		get shown() {
			return shown;
		},
		get shownIds() {
			return shownIds;
		},
		/** Changes when the person filters or sorts, and only then. */
		get arrangement() {
			return arrangement;
		},
		/** Per chip, over what criteria and search let through. */
		get counts() {
			return counts;
		},
		get loads() {
			return loads;
		},
		/** Whose tablets are silent where they should be heard, by person. */
		get silent() {
			return silent;
		},
		personName,
		channelName
	};
}

const pieceRows = 200;

/** Does something with each row while the page has nothing else to do; what comes back ends it. */
function inPauses(rows: readonly DeskRow[], work: (row: DeskRow) => void): () => void {
	let next = 0;
	const ask = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 50));
	const cancel = window.cancelIdleCallback ?? clearTimeout;
	const piece = () => {
		for (const row of rows.slice(next, next + pieceRows)) work(row);
		next += pieceRows;
		if (next < rows.length) handle = ask(piece);
	};
	let handle = ask(piece);
	return () => cancel(handle);
}
