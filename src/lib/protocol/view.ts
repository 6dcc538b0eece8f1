/**
 * Saved views on the wire: what a desk shows and how, under a name, for oneself or for one's colleagues.
 *
 * GET    /api/views                    -> savedViews
 * PUT    /api/views/[id]   viewToSave  -> 204
 * DELETE /api/views/[id]               -> 204
 *
 * What stands in a view is the desk's own language: a server keeps it, a device ignores what it does
 * not know. Limits: 50 views of a person, names of 60 characters, 40 criteria of 200 characters.
 */
import * as z from 'zod/mini';

export const maxViewsPerPerson = 50;
export const maxViewName = 60;
const maxCriteria = 40;

const word = z.string().check(z.maxLength(200));

export const viewBody = z.strictObject({
	/** Values by the name of their criterion; absent ones narrow nothing. */
	criteria: z
		.record(z.string().check(z.maxLength(40)), word)
		.check(z.refine((criteria) => Object.keys(criteria).length <= maxCriteria)),
	sort: z.strictObject({ column: word, direction: z.enum(['ascending', 'descending']) }),
	/** Columns in their order; null: as there is room. */
	columns: z.nullable(z.array(word).check(z.maxLength(maxCriteria)))
});
export type ViewBody = z.infer<typeof viewBody>;

export const viewToSave = z.strictObject({
	name: z.string().check(z.trim(), z.minLength(1), z.maxLength(maxViewName)),
	isShared: z.boolean(),
	body: viewBody
});
export type ViewToSave = z.infer<typeof viewToSave>;

export const savedView = z.object({
	id: z.string(),
	name: z.string(),
	isShared: z.boolean(),
	/** The caller's own: only these can be changed. */
	isOwn: z.boolean(),
	ownerId: z.string(),
	body: z.object({
		criteria: z.record(z.string(), z.string()),
		sort: z.object({ column: z.string(), direction: z.enum(['ascending', 'descending']) }),
		columns: z.nullable(z.array(z.string()))
	})
});
export type SavedView = z.infer<typeof savedView>;

/** Own ones first, by name. */
export const savedViews = z.array(savedView);
export type SavedViews = z.infer<typeof savedViews>;
