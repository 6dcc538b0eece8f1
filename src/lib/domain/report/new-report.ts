/**
 * A report as it enters the house: received, routed, its clocks running. Pure; whoever takes it in
 * (a channel, an import, the demo) brings id, number and moment along.
 *
 * 1. It is of revision 1 and belongs to the directorate and team that the routing names; where no
 *    rule matches it waits in the duty queue.
 * 2. The clock counts from reception, or from the import for a report that another system had.
 * 3. Where the rule names a person, it is assigned to that person at once, by an event of its own.
 * Not here: contact data of the reporter, which never becomes part of a report.
 */
import type { Category, Profile } from '../city/profile';
import { personRouted, route } from '../dispatch/route';
import type { WorkingClock } from '../time/working-calendar';
import { stageDueAt } from './deadline';
import { newAssignment, statusChange, type Policy } from './decision';
import { closingStatus, edgeOf } from './lifecycle';
import type { ReportEvent } from './event';
import type { Outcome } from './outcome';
import type { Priority } from './priority';
import type { Report, ReportPhoto } from './report';

/** What a channel knows of a new report. Moments in ms, coordinates in degrees WGS84. */
export interface ReportInput {
	categoryId: string;
	channelId: string;
	/** Number in the channel it came by; the same one never makes a second report. */
	channelReference: string | null;
	description: string;
	addressText: string;
	landmark: string | null;
	accessNote: string | null;
	areaPath: string;
	lat: number;
	lon: number;
	accuracyMetres: number | null;
	receivedAt: number;
	/** Where the clock counts from, when that is not the reception. */
	clockFromAt?: number;
	/** Where the person who took it in chose one; else the category's. */
	priority?: Priority;
	photos?: readonly ReportPhoto[];
	/** Where the other system had closed it: it comes in closed, with that moment. */
	closed?: { outcome: Outcome; at: number };
}

/** What of the city a new report depends on. */
export interface Reception {
	category: Category;
	routing: Profile['routing'];
	clock: WorkingClock;
}

/** The report under an id and a number that are not taken yet; its first event is `receivedEvent`. */
export function newReport(
	input: ReportInput,
	{ id, number }: { id: string; number: string },
	{ category, routing, clock }: Reception
): Report {
	const { receivedAt } = input;
	const priority = input.priority ?? category.priority;
	const found = route({ ...input, category, priority }, routing, clock);
	const { directorateId, teamId } = found;
	const clockFromAt = input.clockFromAt ?? receivedAt;
	return {
		...unworked,
		id,
		number,
		priority,
		categoryId: category.id,
		directorateId,
		teamId,
		channelId: input.channelId,
		channelReference: input.channelReference,
		description: input.description,
		addressText: input.addressText,
		landmark: input.landmark,
		accessNote: input.accessNote,
		areaPath: input.areaPath,
		lat: input.lat,
		lon: input.lon,
		accuracyMetres: input.accuracyMetres,
		receivedAt,
		clockFromAt,
		dueAt: clock.addWorking(clockFromAt, category.targets.resolve),
		stageDueAt: stageDueAt(unworked.status, clockFromAt, category, clock),
		stageFromAt: clockFromAt,
		routedBy: found.ruleId,
		routed: found.routed,
		photos: input.photos ?? [],
		updatedAt: receivedAt,
		...closedElsewhere(input)
	};
}

/** Its clocks stand since it was closed over there. */
function closedElsewhere({ closed }: ReportInput): Partial<Report> {
	if (closed === undefined) return {};
	const { outcome, at } = closed;
	const status = closingStatus;
	return {
		status,
		outcome,
		closedAt: at,
		endedAt: at,
		pausedAt: at,
		stageDueAt: null,
		updatedAt: at
	};
}

/** The first event of a report's history. */
export function receivedEvent(report: Report, storedAt: number): ReportEvent {
	return {
		kind: 'received',
		actorId: null,
		commandId: null,
		at: report.receivedAt,
		receivedAt: storedAt,
		epoch: 0,
		isLate: false,
		isUndoable: false,
		change: report.routed === undefined ? {} : { routed: report.routed },
		said: { code: report.channelId }
	};
}

/** Gives a new report to the person that its rule names; empty where it waits in a queue. */
export function assignedByRule(report: Report, policy: Policy, storedAt: number): ReportEvent[] {
	const rule = policy.routing.find(({ id }) => id === report.routedBy);
	const edge = edgeOf('assign', report.status);
	if (rule === undefined || edge === undefined) return [];
	const named = { personId: rule.personId ?? null, teamId: report.teamId };
	const person = personRouted(named, report.areaPath, policy.person);
	if (person === undefined) return [];
	const change = {
		...statusChange(report, edge, { at: storedAt, policy }),
		...newAssignment(report, person.id, { actor: { id: null }, at: storedAt })
	};
	return [{ ...receivedEvent(report, storedAt), kind: 'assigned', at: storedAt, change, said: {} }];
}

/** Nobody has touched it yet. */
const unworked = {
	rev: 1,
	status: 'received',
	statusBefore: null,
	outcome: null,
	pausedAt: null,
	pausedMinutes: 0,
	assignEpoch: 0,
	assignment: null,
	reworkCount: 0,
	hold: null,
	returned: null,
	finish: null,
	closedAt: null,
	endedAt: null,
	confirmedById: null,
	confirmOverride: null,
	notes: [],
	claims: [],
	acts: null,
	lastAct: null
} as const satisfies Partial<Report>;
