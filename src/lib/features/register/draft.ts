/**
 * The form of a new report as far as it has come, kept on this device: a page that dies behind the
 * camera of the system opens again with its words. Photos that were not saved are not among them.
 */
import * as z from 'zod/mini';
import { nothingFound, type Found } from './found-report';

const recentMax = 4;
const place = z.object({
	lat: z.number(),
	lon: z.number(),
	accuracyMetres: z.nullable(z.number())
});
const schema = z.object({
	draft: z.nullable(
		z.object({
			categoryId: z.nullable(z.string()),
			place: z.nullable(place),
			description: z.string(),
			landmark: z.string(),
			takesIt: z.boolean()
		})
	),
	/** Categories that were registered here last, the latest first. */
	recent: z.array(z.string())
});
type Kept = z.infer<typeof schema>;
type Shelf = Pick<Storage, 'getItem' | 'setItem'>;

const keyOf = (personId: string) => `maydan.found.${personId}`;
const nothingKept: Kept = { draft: null, recent: [] };

/** What this person had begun on this device, and the categories that come first. */
export function keptFound(personId: string, shelf: Shelf): { found: Found; recent: string[] } {
	const { draft, recent } = read(personId, shelf);
	return { found: { ...nothingFound, ...draft }, recent };
}

/** Keeps the form, all but its photos. */
export function keepFound(personId: string, found: Found, shelf: Shelf): void {
	const { photos: _photos, ...draft } = found;
	write(personId, { ...read(personId, shelf), draft }, shelf);
}

/** The report is saved: the form is empty again, its category comes first the next time. */
export function forgetFound(personId: string, categoryId: string | null, shelf: Shelf): void {
	const { recent } = read(personId, shelf);
	const next = [categoryId, ...recent].filter((id) => id !== null);
	write(personId, { draft: null, recent: [...new Set(next)].slice(0, recentMax) }, shelf);
}

function read(personId: string, shelf: Shelf): Kept {
	try {
		return schema.parse(JSON.parse(shelf.getItem(keyOf(personId)) ?? 'null') ?? nothingKept);
	} catch {
		return nothingKept;
	}
}

function write(personId: string, kept: Kept, shelf: Shelf): void {
	try {
		shelf.setItem(keyOf(personId), JSON.stringify(kept));
	} catch {
		// A full storage costs the memory of a form, never the form itself.
	}
}
