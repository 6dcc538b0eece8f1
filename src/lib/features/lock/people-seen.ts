/**
 * Who has worked on this device, as far as it takes to know that it is shared: two ids at most, and
 * nothing else of anybody. A clean sign-out leaves no other trace to tell it by.
 */
import * as z from 'zod/mini';

const key = 'maydan.people';
const kept = z.array(z.string());
const enough = 2;

/** Notes that a person works here; whether that makes more than one so far. */
export function noteHere(personId: string, storage: Pick<Storage, 'getItem' | 'setItem'>): boolean {
	try {
		const seen = seenIn(storage.getItem(key));
		const all = new Set([...seen, personId]);
		if (all.size > seen.length) storage.setItem(key, JSON.stringify([...all].slice(-enough)));
		return all.size >= enough;
	} catch {
		// Where nothing is kept, nobody is reminded.
		return false;
	}
}

function seenIn(text: string | null): readonly string[] {
	const parsed = kept.safeParse(JSON.parse(text ?? '[]'));
	return parsed.success ? parsed.data : [];
}
