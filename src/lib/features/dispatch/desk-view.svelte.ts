/**
 * What the desk computes from the device for all its parts: rows, counts, order, loads. Made once by
 * the dispatch layout, so that a dialog, the table and the map speak of the same rows.
 *
 * 1. Order and filters are applied to the rows here and nowhere else.
 * 2. Rows follow every change of the device; lateness follows the clock once a minute.
 */
import type { Device } from '$lib/client/device';
import { locale } from '$lib/i18n/locale.svelte';
import { inLanguage } from '../report/labels';
import { areaName, shortPlace } from '../report/place-text';
import { answersSearch } from '../report/search-text';
import { ticking } from '../shell/ticking';
import type { DeskChoice } from './desk-context';
import { meets } from './criteria';
import { countRows, deskRows, filterRows } from './desk-rows';
import { silentPeople } from './device-report';
import { inspectorsOf, loadsOf } from './load';
import type { PresenceWatch } from './presence';
import { sortRows } from './sort';

const everyMs = 60_000;
/** From here a search waits until the typing pauses. */
const manyRows = 2_000;
const settleMs = 150;

export type DeskView = ReturnType<typeof deskView>;

/** The desk of this device as `choice` shows it; every property is reactive. */
export function deskView(device: Device, choice: DeskChoice, presence: PresenceWatch) {
	const { reference } = device;
	const clock = ticking(() => device.now(), everyMs);
	const rows = $derived(
		deskRows(device.reports.all, device.actor, reference.policy, clock.current)
	);
	const collator = $derived(new Intl.Collator(locale.current, { numeric: true }));
	const personName = (id: string | null) => inLanguage(reference.people.get(id ?? '')?.name);
	let asked = $state(choice.query);
	// An effect, because a search through very many reports must not stop the typing of it.
	$effect(() => {
		const next = choice.query;
		if (next.trim() === '' || rows.length < manyRows) return void (asked = next);
		const timer = setTimeout(() => (asked = next), settleMs);
		return () => clearTimeout(timer);
	});
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
	const found = $derived(
		rows.filter((row) => meets(row, choice, time) && answersSearch(row.report, asked, reference))
	);
	const shown = $derived(
		sortRows(filterRows(found, choice.filter), choice.sort, {
			category: ({ report }) => inLanguage(reference.categories.get(report.categoryId)?.name),
			place: ({ report }) =>
				`${areaName(report.areaPath, reference.areas)} ${shortPlace(report, reference.areas)}`,
			assignee: ({ assigneeId }) => (assigneeId === null ? null : personName(assigneeId)),
			compare: collator.compare
		})
	);
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
		personName
	};
}
