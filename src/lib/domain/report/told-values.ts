/**
 * The values of a report whose change its history tells in words: "from low to high". Pure.
 *
 * 1. An event carries the values that it puts in place; the server adds here those that it replaced,
 *    as they were at that moment, so that the story needs nothing that could have changed since.
 * 2. Status and evidence are not among them: the event's own name says what became of those.
 */
import type { ReportEvent } from './event';
import { project } from './project';
import type { Report } from './report';

export const toldFields = [
	'priority',
	'categoryId',
	'dueAt',
	'assigneeId',
	'teamId',
	'directorateId'
] as const;
export type ToldField = (typeof toldFields)[number];

/** Ids and codes as text, moments in ms; null where there is none. */
type ToldValue = string | number | null;
export type ToldValues = Partial<Record<ToldField, ToldValue>>;

function toldValues(report: Report): Record<ToldField, ToldValue> {
	const { priority, categoryId, dueAt, teamId, directorateId, assignment } = report;
	const assigneeId = assignment?.assigneeId ?? null;
	return { priority, categoryId, dueAt, assigneeId, teamId, directorateId };
}

/** The events, in order, each with the values that it replaced; untouched where it replaced none. */
export function withReplaced(report: Report, events: readonly ReportEvent[]): ReportEvent[] {
	let standing = report;
	return events.map((event) => {
		const next = project(standing, [event]);
		const [old, fresh] = [toldValues(standing), toldValues(next)];
		const moved = toldFields.filter((field) => old[field] !== fresh[field]);
		standing = next;
		if (moved.length === 0) return event;
		const pick = (from: ToldValues) =>
			Object.fromEntries(moved.map((field) => [field, from[field]]));
		return { ...event, replaced: { from: pick(old), to: pick(fresh) } };
	});
}
