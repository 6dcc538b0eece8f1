/**
 * What the desk knows of its team with regard to some reports: candidates, and the order in which they
 * are suggested. Works without a network, from what this device holds.
 */
import type { Device } from '$lib/client/device';
import { middleOf, suggest, type Candidate, type Suggestion } from '$lib/domain/dispatch/suggest';
import type { Report } from '$lib/domain/report/report';
import { candidatesOf, finishedBy } from './candidates';
import type { Desk } from './desk-context';

/** The team as candidates; call it while something is computed. */
export function candidatesFor(
	device: Device,
	{ view, presence }: Pick<Desk, 'view' | 'presence'>,
	reports: readonly Report[]
): Candidate[] {
	const categories = new Set(reports.map(({ categoryId }) => categoryId));
	const finished = finishedBy(device.reports.all, categories);
	return candidatesOf(view.loads, openReports(view), presence.byPerson, finished, view.now);
}

/** By person: place in the order and reasons, for taking on these reports. */
export function suggestionsFor(
	device: Device,
	desk: Pick<Desk, 'view' | 'presence'>,
	reports: readonly Report[]
): Suggestion[] {
	return suggest(candidatesFor(device, desk, reports), middleOf(reports), desk.view.now);
}

const openReports = ({ rows }: Desk['view']) => rows.map(({ report }) => report);
