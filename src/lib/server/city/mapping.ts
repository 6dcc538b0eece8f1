/**
 * How the export of another system becomes reports: `mappings/<name>.json` of a city profile.
 *
 * 1. Columns are named as in the file's header line; a named column that is absent refuses the file.
 * 2. Values are compared after trimming, without regard to case; `missing` values count as empty.
 * 3. Category rules are tried in order, the first match wins; `otherwise` catches the rest.
 * Not here: reading the file and storing (cli/import), and which area a point lies in (domain/geo).
 */
import * as z from 'zod/mini';
import { bilingual } from '$lib/domain/city/profile';
import { outcomes } from '$lib/domain/report/outcome';

const slug = z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,59}$/));
const column = z.string().check(z.minLength(1));

/** `iso`: "2016-01-27T14:05:00" without zone · `us12`: "06/26/2018 10:58:54 AM"; both local time of `timeZone`. */
export const dateFormats = ['iso', 'us12'] as const;
export type DateFormat = (typeof dateFormats)[number];

const categoryRule = z.object({
	column,
	match: z.enum(['exact', 'prefix']),
	value: z.string().check(z.minLength(1)),
	to: slug
});
export type CategoryRule = z.infer<typeof categoryRule>;

export const importMapping = z.object({
	id: slug,
	name: bilingual,
	/** Whose data it is and under which terms, in one sentence. */
	credit: z.string().check(z.minLength(1)),
	columns: z.object({
		reference: column,
		openedAt: column,
		closedAt: z.optional(column),
		updatedAt: z.optional(column),
		status: column,
		/** Joined by " · " where not empty. */
		description: z.array(column).check(z.minLength(1)),
		/** Joined by ", " where not empty. */
		address: z.optional(z.array(column)),
		lat: column,
		lon: column,
		/** Used only where the point gives no area. */
		area: z.optional(column),
		channel: z.optional(column)
	}),
	missing: z.array(z.string()),
	dates: z.object({ format: z.enum(dateFormats), timeZone: z.string() }),
	/** Values not named count as open: a report is never closed by a guess. */
	status: z.object({
		closed: z.array(z.string()).check(z.minLength(1)),
		open: z.array(z.string())
	}),
	/** The outcome of what was already closed over there. */
	closedOutcome: z.enum(outcomes),
	category: z.object({ rules: z.array(categoryRule), otherwise: slug }),
	channel: z.object({ values: z.record(z.string(), slug), otherwise: slug }),
	area: z.optional(z.object({ values: z.record(z.string(), z.string()) }))
});
export type ImportMapping = z.infer<typeof importMapping>;
