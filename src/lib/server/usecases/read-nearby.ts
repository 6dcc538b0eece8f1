/**
 * What else is open around a report: for whoever stands there and asks whether it was told twice.
 *
 * 1. Asked by whose hands the report is in, and answered about the own team within the own areas:
 *    both scopes, as for everything; who may not read the report learns nothing of its surroundings.
 * 2. Not part of anybody's feed: a device is shown it, and holds it no longer than its page.
 */
import { isWithinArea } from '$lib/domain/geo/area-path';
import { nearby, nearbyRadiusMetres } from '$lib/domain/geo/nearby';
import { actorOf, can, type Person } from '$lib/domain/people/actor';
import type { SearchResult } from '$lib/protocol/online';
import type { Database } from '../db/connect';
import { openReportsAround } from '../repositories/online';
import { foundReport } from './found-report';
import { findReadable } from './readable-report';

const maxRows = 20;

/** Open reports of the person's team around one, nearest first; undefined where that may not be asked. */
export function readNearby(
	db: Database,
	person: Person,
	reportId: string
): Promise<SearchResult | undefined> {
	return db.snapshot(async (tx) => {
		const { areas, teamId } = actorOf(person);
		const report = await findReadable(tx, person, reportId);
		if (report === undefined || !can(actorOf(person), 'report.nearby')) return undefined;
		if (teamId === null) return [];
		const around = await openReportsAround(tx, teamId, report, nearbyRadiusMetres);
		const others = around.filter(
			({ id, areaPath }) => id !== report.id && areas.some((scope) => isWithinArea(areaPath, scope))
		);
		const near = nearby(report, others, nearbyRadiusMetres).slice(0, maxRows);
		return near.map(({ item }) => foundReport(item));
	});
}
