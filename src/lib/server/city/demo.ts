/**
 * What the demo city is made of: `demo.json` of a city profile. People become accounts in every
 * demo; `reports` is what the generator invents reports from and may be absent (a city whose demo
 * comes from an import).
 *
 * 1. Shares are weights: they need not add up to one.
 * 2. Texts hold slots in braces: `{place}`, `{landmark}`, `{duration}` in descriptions; `{place}`,
 *    `{way}`, `{house}` in addresses. Nothing else is replaced.
 * 3. A point drawn inside a place's radius lies in the place's area.
 */
import * as z from 'zod/mini';
import { bilingual } from '$lib/domain/city/profile';
import { roles } from '$lib/domain/people/permission';

const slug = z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,59}$/));
const share = z.number().check(z.positive());
const texts = z.array(z.string().check(z.minLength(1))).check(z.minLength(1));
const coordinates = { lat: z.number(), lon: z.number() };
/** January to December; 1 is an average month. */
const months = z.array(share).check(z.length(12));

const demoPerson = z.object({
	userName: z.string().check(z.regex(/^[a-z]+[0-9]+$/)),
	role: z.enum(roles),
	name: bilingual,
	directorateId: slug,
	/** Null: the whole directorate. */
	teamId: z.nullable(slug),
	/** Where a working day begins. */
	base: z.optional(z.object(coordinates))
});
export type DemoPerson = z.infer<typeof demoPerson>;

const demoPlace = z.object({
	name: bilingual,
	...coordinates,
	radiusMetres: z.number().check(z.positive()),
	share,
	landmarks: z.array(bilingual)
});
export type DemoPlace = z.infer<typeof demoPlace>;

const demoCategory = z.object({
	id: slug,
	share,
	/** Deviates from the months of the whole city. */
	months: z.optional(months),
	descriptions: z.object({ ar: texts, en: texts }),
	/** What the inspector writes on finishing. */
	finishTexts: z.object({ ar: texts, en: texts })
});
export type DemoCategory = z.infer<typeof demoCategory>;

const demoReports = z.object({
	months,
	areas: z.array(z.object({ path: z.string(), share, places: z.array(demoPlace) })),
	/** Landmarks of any neighbourhood. */
	landmarks: z.array(bilingual).check(z.minLength(1)),
	durations: z.object({ ar: texts, en: texts }),
	addresses: z.object({ ar: texts, en: texts }),
	channels: z.array(z.object({ id: slug, share })),
	categories: z.array(demoCategory),
	/** How often a citizen writes English, and how often another language. */
	languageShares: z.object({ ar: share, en: share, other: share }),
	otherLanguages: z.array(
		z.object({ language: z.string(), categoryId: slug, text: z.string().check(z.minLength(1)) })
	),
	accessNotes: texts,
	inspectorNotes: texts,
	holdTexts: z.record(slug, texts),
	returnTexts: z.record(slug, texts),
	declineTexts: z.record(slug, texts),
	reopenTexts: z.record(slug, texts)
});
export type DemoReports = z.infer<typeof demoReports>;

export const demo = z.object({ people: z.array(demoPerson), reports: z.optional(demoReports) });
export type Demo = z.infer<typeof demo>;
