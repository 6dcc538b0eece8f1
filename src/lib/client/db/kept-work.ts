/**
 * Unsent work that other people left on this device: how much, never what. Every person has an
 * outbox of their own, which only that person's sign-in sends.
 */
import Dexie from 'dexie';
import { outboxPrefix } from './names';
import { hasOutbox, openOutbox } from './outbox';

/** Work of others on this device: how many people, how many items (commands and photos). */
export interface KeptWork {
	people: number;
	items: number;
}

/** Counts unsent items in the outboxes of everybody but `ownId`; zeros where nothing can be read. */
export async function keptWorkOfOthers(ownId: string | null): Promise<KeptWork> {
	const names = await Dexie.getDatabaseNames().catch(() => []);
	const others = names
		.filter((name) => name.startsWith(outboxPrefix))
		.map((name) => name.slice(outboxPrefix.length))
		.filter((personId) => personId !== ownId);
	const counts = await Promise.all(others.map(unsentOf));
	const kept = counts.filter((items) => items > 0);
	return { people: kept.length, items: kept.reduce((sum, items) => sum + items, 0) };
}

/** How many items (commands and photos) a person has still to send from here; asking creates nothing. */
export async function unsentOf(personId: string): Promise<number> {
	try {
		if (!(await hasOutbox(personId))) return 0;
		const outbox = await openOutbox(personId);
		const { commands, photos } = await outbox.pending();
		outbox.close();
		return commands + photos;
	} catch {
		// A database that cannot be opened now is no reason to keep anybody from signing in.
		return 0;
	}
}
