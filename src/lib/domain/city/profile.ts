/**
 * A city as data. Everything that differs between two cities stands in its profile: names, bounds,
 * areas, calendar, categories, directorates, teams, routing. A profile is a folder of JSON files
 * (`profile.json`, `areas.geojson`, `basemap.geojson`, optional `demo.json`) read and checked by
 * this schema when a database is created; afterwards the database is the authority.
 *
 * 1. Ids are lower case slugs, unique within their list, and never shown to a person.
 * 2. Area paths begin and end with the delimiter ("/muscat/seeb/"), so that a prefix is a whole step.
 * Not here: people (accounts), and anything that changes while the city works.
 */
import * as z from 'zod/mini';
import { outcomes } from '../report/outcome';
import { priorities } from '../report/priority';

const slug = z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,59}$/));
/** A text as people read it, Arabic and English both required. */
export const bilingual = z.object({
	ar: z.string().check(z.minLength(1)),
	en: z.string().check(z.minLength(1))
});
export type Bilingual = z.infer<typeof bilingual>;

/** "HH:MM", 24 hours, local time of the city. */
export const clockTime = z.string().check(z.regex(/^([01]\d|2[0-4]):[0-5]\d$/));
/** "YYYY-MM-DD", a calendar day of the city. */
export const calendarDate = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

/**
 * `week[0]` is Sunday ... `week[6]` Saturday; each day is a list of working periods in local time, in
 * order and without overlap; an empty list is a day off.
 */
const workingWeek = z
	.array(z.array(z.object({ from: clockTime, to: clockTime })))
	.check(z.length(7));
export type WorkingWeek = z.infer<typeof workingWeek>;

/**
 * Working calendar. `holidays` are whole days off. `seasons` (Ramadan) replace the week between two
 * days, both included; the first season that holds a day wins.
 */
export const workingCalendar = z.object({
	timeZone: z.string(),
	week: workingWeek,
	/** What the week was before, each up to a day (included), in their order. */
	earlier: z.optional(z.array(z.object({ until: calendarDate, week: workingWeek }))),
	seasons: z.array(
		z.object({ from: calendarDate, to: calendarDate, name: bilingual, week: workingWeek })
	),
	holidays: z.array(z.object({ date: calendarDate, name: bilingual }))
});
export type WorkingCalendar = z.infer<typeof workingCalendar>;

/** What a finish with one outcome must bring along. */
export const evidenceNeed = z.object({
	before: z.int().check(z.nonnegative()),
	after: z.int().check(z.nonnegative()),
	/** Photos of any kind, in total. */
	photos: z.int().check(z.nonnegative()),
	text: z.boolean()
});
export type EvidenceNeed = z.infer<typeof evidenceNeed>;

/** Targets in working minutes of the calendar. */
export const targets = z.object({
	acknowledge: z.int(),
	firstVisit: z.int(),
	resolve: z.int(),
	review: z.int()
});
export type Targets = z.infer<typeof targets>;

const itemBase = {
	id: slug,
	/** The question, as people read it. */
	text: bilingual,
	/** It must be answered before the report is finished as `fixed`. */
	required: z.optional(z.boolean())
};

/** One question of a checklist; the list is flat, no question depends on another one. */
const checklistItem = z.discriminatedUnion('kind', [
	z.object({ ...itemBase, kind: z.literal('yesNo') }),
	z.object({
		...itemBase,
		kind: z.literal('choice'),
		choices: z.array(z.object({ id: slug, text: bilingual }))
	}),
	z.object({
		...itemBase,
		kind: z.literal('number'),
		unit: z.optional(bilingual),
		/** Bounds, both allowed. */
		min: z.number(),
		max: z.number()
	}),
	z.object({ ...itemBase, kind: z.literal('text') }),
	/** Answered by a photo of kind `other`. */
	z.object({ ...itemBase, kind: z.literal('photo') })
]);
export type ChecklistItem = z.infer<typeof checklistItem>;

export const category = z.object({
	id: slug,
	name: bilingual,
	/** One of the category icons that the interface knows (see features/report/category-icon). */
	icon: z.string(),
	sector: slug,
	priority: z.enum(priorities),
	targets,
	/** Deviations from the default evidence, per outcome. */
	evidence: z.optional(z.partialRecord(z.enum(outcomes), evidenceNeed)),
	/** What an inspector answers on the spot; the rules stand in domain/checklist. */
	checklist: z.optional(z.array(checklistItem)),
	/** Exactly one category of a city catches what no other names. */
	isOther: z.optional(z.boolean())
});
export type Category = z.infer<typeof category>;

export const directorate = z.object({ id: slug, name: bilingual });
export type Directorate = z.infer<typeof directorate>;

export const team = z.object({ id: slug, name: bilingual, directorateId: slug });
export type Team = z.infer<typeof team>;

/** An area of the city; its polygon stands in `areas.geojson` under the same path. */
export const area = z.object({
	path: z.string().check(z.regex(/^(\/[a-z0-9_-]+)+\/$/)),
	name: bilingual,
	label: z.object({ lat: z.number(), lon: z.number() })
});
export type Area = z.infer<typeof area>;

/**
 * Routing rules are tried in order; the first whose conditions all hold wins. A condition that is absent
 * or empty holds for every report.
 */
export const routingRule = z.object({
	id: slug,
	name: bilingual,
	/** Area paths; a report below one of them matches. */
	areas: z.optional(z.array(z.string())),
	categories: z.optional(z.array(slug)),
	sectors: z.optional(z.array(slug)),
	channels: z.optional(z.array(slug)),
	priorities: z.optional(z.array(z.enum(priorities))),
	/** Days of the city on which it was received; Sunday is 0. */
	weekdays: z.optional(z.array(z.int().check(z.minimum(0), z.maximum(6)))),
	/** Hours of the city in which it was received, the end left out; may go over midnight. */
	hours: z.optional(z.nullable(z.object({ from: clockTime, to: clockTime }))),
	directorateId: slug,
	teamId: z.nullable(slug),
	/** Who gets it at once, an inspector of the team; never in a profile, which knows no people. */
	personId: z.optional(z.nullable(z.string()))
});
export type RoutingRule = z.infer<typeof routingRule>;

/** A reason a person picks from a list; the codes are data, the lists are named in `reasonLists`. */
export const reason = z.object({
	code: slug,
	text: bilingual,
	/** Hold only: does the field clock stop. */
	stopsClock: z.optional(z.boolean()),
	/** The person must add a text. */
	needsText: z.optional(z.boolean())
});
export type Reason = z.infer<typeof reason>;

export const reasonLists = z.object({
	hold: z.array(reason),
	return: z.array(reason),
	decline: z.array(reason),
	reopen: z.array(reason),
	refer: z.array(reason)
});
export type ReasonLists = z.infer<typeof reasonLists>;

/** The fields that a prepared text can be put into. */
export const textUses = ['return', 'refer', 'hold', 'note', 'message', 'askReporter'] as const;
export type TextUse = (typeof textUses)[number];

/** A prepared text; {number}, {category} and {place} are filled from the report. */
const textTemplate = z.object({
	id: slug,
	name: bilingual,
	text: bilingual,
	uses: z.array(z.enum(textUses)).check(z.minLength(1))
});
export type TextTemplate = z.infer<typeof textTemplate>;

export const profile = z.object({
	id: slug,
	name: bilingual,
	/** Prefix of report numbers, 2 or 3 Latin capitals. */
	numberPrefix: z.string().check(z.regex(/^[A-Z]{2,3}$/)),
	languages: z.array(z.enum(['ar', 'en'])).check(z.minLength(1)),
	/** [south, west, north, east] in degrees WGS84. Reports outside are refused on import. */
	bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
	center: z.object({ lat: z.number(), lon: z.number(), zoom: z.number() }),
	deskPhone: z.string(),
	rootArea: z.string(),
	/** How far outside every polygon a point may lie and still count to the nearest area. */
	areaToleranceMetres: z.number(),
	calendar: workingCalendar,
	channels: z.array(z.object({ id: slug, name: bilingual })),
	sectors: z.array(z.object({ id: slug, name: bilingual })),
	categories: z.array(category).check(z.minLength(1)),
	directorates: z.array(directorate).check(z.minLength(1)),
	teams: z.array(team).check(z.minLength(1)),
	areas: z.array(area).check(z.minLength(1)),
	routing: z.array(routingRule),
	reasons: reasonLists,
	/** Absent in profiles of before: then none are offered. */
	templates: z.optional(z.array(textTemplate))
});
export type Profile = z.infer<typeof profile>;
