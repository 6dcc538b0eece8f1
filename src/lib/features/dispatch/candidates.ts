/**
 * What is known of each inspector, as suggestions weigh it: from the reports that this device holds, and
 * from the server's last word on shifts and contact where there was one. Pure.
 *
 * 1. A place is the one shared in a shift that is on, while it is fresh; else the middle of the person's
 *    open work; else nowhere.
 * 2. Finished work is counted among the reports of this device: those closed in the last 14 days.
 */
import type { PresenceList } from '$lib/client/api';
import { middleOf, type Candidate, type KnownPlace } from '$lib/domain/dispatch/suggest';
import { statusTable } from '$lib/domain/report/lifecycle';
import type { Report } from '$lib/domain/report/report';
import type { Load } from './load';

type Presence = PresenceList[number];
/** Where somebody was longer ago says nothing of where he is, ms. */
const freshMs = 2 * 60 * 60_000;

/** By person: the reports of some categories that he has finished. */
export function finishedBy(
	reports: readonly Report[],
	categoryIds: ReadonlySet<string>
): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const { finish, categoryId } of reports) {
		if (finish === null || !categoryIds.has(categoryId)) continue;
		counts.set(finish.actorId, (counts.get(finish.actorId) ?? 0) + 1);
	}
	return counts;
}

/** What is known of these people; `heard` is null where the server has said nothing yet. */
export function candidatesOf(
	loads: readonly Load[],
	reports: readonly Report[],
	heard: ReadonlyMap<string, Presence> | null,
	finished: ReadonlyMap<string, number>,
	now: number
): Candidate[] {
	const work = Map.groupBy(
		reports.filter(({ status }) => statusTable[status].isFieldWork),
		({ assignment }) => assignment?.assigneeId ?? ''
	);
	return loads.map(({ person: { id }, open, dueToday, overdue }) => {
		const presence = heard?.get(id);
		return {
			...{ personId: id, open, dueToday, overdue },
			place: placeOf(presence, work.get(id) ?? [], now),
			finished: finished.get(id) ?? 0,
			shift: presence?.shift?.state ?? null,
			heardAt: presence?.lastSeenAt ?? null
		};
	});
}

function placeOf(
	presence: Presence | undefined,
	work: readonly Report[],
	now: number
): KnownPlace | null {
	const shared = presence?.shift?.place;
	if (shared && now - shared.at < freshMs) {
		return { lat: shared.lat, lon: shared.lon, source: 'shift' };
	}
	const middle = middleOf(work);
	return middle && { ...middle, source: 'work' };
}
