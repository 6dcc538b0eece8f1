/**
 * Splitting: a report that speaks of several matters gives one of them away to a report of its own.
 *
 *   split ─▶ the report notes its part ─▶ the server begins the part: received, routed, its number
 *
 * 1. A part came when the whole came: its clock counts from there, and it lies in the same place.
 * 2. One level only, and at most `maxParts` of a report: what is more belongs into reports of their own.
 * 3. A part is begun where its command is judged: a device that is off the line shows it at the whole.
 * Source: domain rules, "Report".
 */
import type { Command } from './command';
import { apply, eventOf, refuse, type Circumstance, type Decision } from './decision';
import type { ReportEvent } from './event';
import { assignedByRule, newReport } from './new-report';
import { project } from './project';
import type { Report } from './report';

export const maxParts = 10;

export type SplitCommand = Extract<Command, { type: 'split' }>;

/** What the report that is split notes. */
export function split(report: Report, command: SplitCommand, circumstance: Circumstance): Decision {
	const { partId, description, categoryId } = command.args;
	const parts = report.parts ?? [];
	if (parts.includes(partId)) return apply();
	if (report.partOf) return refuse('split_again');
	if (parts.length >= maxParts) return refuse('too_many_parts', { limit: maxParts });
	if (description.trim() === '') return refuse('text_missing');
	if (circumstance.policy.category(categoryId).id !== categoryId) return refuse('category_unknown');
	const change = { parts: [...parts, partId] };
	return apply(eventOf('split', command, circumstance, { change, said: { text: description } }));
}

/** The part, without a number, and its history so far. */
export function partOf(
	whole: Report,
	command: SplitCommand,
	circumstance: Circumstance
): { report: Report; events: readonly ReportEvent[] } {
	const { policy, receivedAt } = circumstance;
	const { partId, categoryId, description } = command.args;
	const category = policy.category(categoryId);
	const { channelId, addressText, landmark, accessNote, areaPath } = whole;
	const { lat, lon, accuracyMetres, clockFromAt } = whole;
	const input = {
		...{ categoryId, description, channelId, channelReference: command.id },
		...{ addressText, landmark, accessNote, areaPath, lat, lon, accuracyMetres },
		...{ receivedAt: whole.receivedAt, clockFromAt }
	};
	const { routing, clock } = policy;
	const entering = newReport(input, { id: partId, number: '' }, { category, routing, clock });
	const received = { ...entering, partOf: whole.id };
	const change = { partOf: whole.id, routed: received.routed };
	const said = { code: channelId, text: description };
	const assigned = assignedByRule(received, policy, receivedAt);
	return {
		report: project(received, assigned),
		events: [eventOf('received', command, circumstance, { change, said }), ...assigned]
	};
}
