/**
 * Where a report goes: the first routing rule whose conditions all hold, else the duty queue.
 *
 * 1. Every report ends in exactly one queue: that of a team, or the duty queue.
 * 2. The answer depends on the report and the rules alone; days and hours are those of its reception.
 * 3. It says which rule fired and what of the report met its conditions, so that the reason can be told
 *    in words later, when the rules have changed.
 * 4. A rule that has lost its person leads on to its team: nothing is lost with a person.
 */
import type { Bilingual, Category, RoutingRule } from '../city/profile';
import { isWithinAnyArea, isWithinArea } from '../geo/area-path';
import { actorOf, can, type Person } from '../people/actor';
import type { Priority } from '../report/priority';
import { minuteOfDay } from '../time/local-day';
import type { WorkingClock } from '../time/working-calendar';

/** What of a report the rules look at. */
export interface Routable {
	areaPath: string;
	category: Pick<Category, 'id' | 'sector'>;
	channelId: string;
	priority: Priority;
	receivedAt: number;
}

/** What of the report met each condition of the rule; conditions that hold for everything are absent. */
export interface RouteReasons {
	areaPath?: string;
	categoryId?: string;
	sector?: string;
	channelId?: string;
	priority?: Priority;
	/** Sunday is 0. */
	weekday?: number;
	hours?: { from: string; to: string };
}

/** Why a report is where it is, kept with it; the rule's name is that of then. */
export interface Routed {
	/** Null: no rule matched. */
	rule: { id: string; name: Bilingual } | null;
	because: RouteReasons;
}

export interface RouteDecision {
	directorateId: string | null;
	/** Null: the duty queue. */
	teamId: string | null;
	/** Whom the rule names; null for the team. */
	personId: string | null;
	/** The rule that decided; null where none matched. */
	ruleId: string | null;
	routed: Routed;
}

type Rules = readonly RoutingRule[];
type Wall = Pick<WorkingClock, 'wallTime'>;

const dutyQueue: RouteDecision = {
	directorateId: null,
	teamId: null,
	personId: null,
	ruleId: null,
	routed: { rule: null, because: {} }
};

/** The queue of a report by these rules, in their order. */
export function route(report: Routable, rules: Rules, clock: Wall): RouteDecision {
	for (const rule of rules) {
		const because = reasonsOf(report, rule, clock);
		if (because === null) continue;
		const { id, name, directorateId, teamId, personId = null } = rule;
		return { directorateId, teamId, personId, ruleId: id, routed: { rule: { id, name }, because } };
	}
	return dutyQueue;
}

/** What met the conditions; null where one of them does not hold. */
function reasonsOf(report: Routable, rule: RoutingRule, clock: Wall): RouteReasons | null {
	const { category, channelId, priority } = report;
	const area = given(rule.areas)?.find((path) => isWithinArea(report.areaPath, path));
	const found = {
		areaPath: met(given(rule.areas), area),
		categoryId: met(given(rule.categories), category.id),
		sector: met(given(rule.sectors), category.sector),
		channelId: met(given(rule.channels), channelId),
		priority: met(given(rule.priorities), priority),
		...momentReasons(report.receivedAt, rule, clock)
	};
	const holds = Object.values(found).every((value) => value !== null);
	// Every value is what was met or absent by now.
	return holds ? (withoutAbsent(found) as RouteReasons) : null;
}

/** Asked of the wall clock only where a rule looks at it: an import asks for many reports. */
function momentReasons(receivedAt: number, { weekdays, hours }: RoutingRule, clock: Wall) {
	const days = given(weekdays);
	if (days === undefined && !hours) return {};
	const { weekday, minute } = clock.wallTime(receivedAt);
	const within = hours ? isWithinHours(minute, hours) : undefined;
	return { weekday: met(days, weekday), hours: within === false ? null : (hours ?? undefined) };
}

const given = <T>(condition: readonly T[] | undefined) =>
	condition === undefined || condition.length === 0 ? undefined : condition;

/** Absent: nothing was asked · null: not met. */
function met<T>(condition: readonly T[] | undefined, value: T | undefined): T | null | undefined {
	if (condition === undefined) return undefined;
	return value !== undefined && condition.includes(value) ? value : null;
}

const withoutAbsent = (found: object) =>
	Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));

/** Hours that end before they begin go over midnight. */
function isWithinHours(minute: number, hours: { from: string; to: string }): boolean {
	const [from, to] = [minuteOfDay(hours.from), minuteOfDay(hours.to)];
	return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** Why a rule's person cannot be given work any more. */
export type PersonLoss = 'gone' | 'inactive' | 'moved';

/** What a rule has lost its person by; null where it names none, or one of its team at work. */
export function personLoss(rule: RoutingRule, person: Person | undefined): PersonLoss | null {
	if (!rule.personId) return null;
	if (person === undefined) return 'gone';
	if (!person.active) return 'inactive';
	return isInspectorOf(person, rule.teamId) ? null : 'moved';
}

/** The person that gets a report by its rule; undefined where it stays in the queue of the team. */
export function personRouted(
	{ personId, teamId }: Pick<RouteDecision, 'personId' | 'teamId'>,
	areaPath: string,
	person: (id: string) => Person | undefined
): Person | undefined {
	const found = personId === null ? undefined : person(personId);
	if (found === undefined || !isInspectorOf(found, teamId)) return undefined;
	return isWithinAnyArea(areaPath, found.areas) ? found : undefined;
}

const isInspectorOf = (person: Person, teamId: string | null) =>
	person.teamId === teamId && can(actorOf(person), 'report.work');
