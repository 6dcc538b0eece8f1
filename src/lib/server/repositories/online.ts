/** What is asked of the server directly: the history of a report, search, what is open around a place. */
import { reachOf } from '$lib/domain/geo/nearby';
import type { GeoPoint } from '$lib/domain/geo/point';
import type { Actor } from '$lib/domain/people/actor';
import { can } from '$lib/domain/people/actor';
import { openStatuses } from '$lib/domain/report/lifecycle';
import type { Report } from '$lib/domain/report/report';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { sql } from 'kysely';
import type { Tables, Tx } from '../db/tables';
import type { StoredEvent } from './events';

export type EventOfDevice = StoredEvent & { device_name: string | null };

/** The history of a report from its beginning, each event with the name of the device it came from. */
export function eventsWithDevices(tx: Tx, reportId: string): Promise<EventOfDevice[]> {
	return tx
		.selectFrom('event')
		.leftJoin('command', (join) =>
			join.onRef('command.id', '=', 'event.command_id').on('command.repeats', '=', 0)
		)
		.leftJoin('replica', 'replica.id', 'command.replica')
		.selectAll('event')
		.select('replica.device_name')
		.where('event.report_id', '=', reportId)
		.orderBy('event.seq')
		.execute();
}

export interface ReportSearch {
	/** A complete report number, when that is what was typed. */
	number: string | null;
	/** Folded words, all of which must occur. */
	words: readonly string[];
}

/**
 * Reports that an actor reaches or holds and that match, latest first. The condition on reach only
 * narrows the search down: the caller still asks the rules about each row.
 */
export async function searchReports(
	tx: Tx,
	actor: Actor,
	{ number, words }: ReportSearch,
	limit: number
): Promise<Report[]> {
	const rows = await tx
		.selectFrom('report')
		.select('body')
		.where((is) => is.or([inReach(is, actor), is('holder_id', '=', actor.id)]))
		.where((is) =>
			number === null
				? is.and(words.map((word) => is('search', 'like', `%${word}%`)))
				: is('number', '=', number)
		)
		.orderBy('received_at', 'desc')
		.limit(limit)
		.execute();
	return rows.map(({ body }) => JSON.parse(body));
}

/** Everything open of a team in the box around a place that holds the circle of this radius. */
export async function openReportsAround(
	tx: Tx,
	teamId: string,
	place: GeoPoint,
	radiusMetres: number
): Promise<Report[]> {
	const { reachLat, reachLon } = reachOf(place, radiusMetres);
	const rows = await tx
		.selectFrom('report')
		.select('body')
		.where('team_id', '=', teamId)
		.where('status', 'in', openStatuses)
		.where('lat', '>=', place.lat - reachLat)
		.where('lat', '<=', place.lat + reachLat)
		.where('lon', '>=', place.lon - reachLon)
		.where('lon', '<=', place.lon + reachLon)
		.execute();
	return rows.map(({ body }) => JSON.parse(body));
}

type Is = ExpressionBuilder<Tables, 'report'>;

function inReach(is: Is, actor: Actor): Expression<SqlBool> {
	const inArea = actor.areas.map((scope) =>
		is(sql<string>`substr(area_path, 1, ${sql.lit(scope.length)})`, '=', scope)
	);
	return is.and([is.or(inArea), inQueue(is, actor)]);
}

function inQueue(is: Is, actor: Actor): Expression<SqlBool> {
	const never = sql<SqlBool>`1 = 0`;
	switch (actor.queue) {
		case 'all':
			return sql<SqlBool>`1 = 1`;
		case 'own':
			return is('assignee_id', '=', actor.id);
		case 'team':
			return is.or([
				...(actor.teamId === null ? [] : [is('team_id', '=', actor.teamId)]),
				...(can(actor, 'report.takeDuty') ? [is('team_id', 'is', null)] : [])
			]);
		case 'directorate':
			return actor.directorateId === null ? never : is('directorate_id', '=', actor.directorateId);
		case 'none':
			return never;
	}
}
