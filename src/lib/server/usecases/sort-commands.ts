/** Which of the commands that came are new, which stand already, and where the counter breaks. Pure. */
import type { OwnedCommand, StoredCommand } from '../repositories/commands';
import type { Replica } from '../repositories/replicas';
import type { Incoming } from './read-command';

export interface Fresh extends Incoming {
	/** What took effect under the same id from another replica of the same person; `foreign`: the id names another command. */
	repeated: StoredCommand | 'foreign' | null;
}

export interface Sorted {
	/** Stand already, by the same counter and hash. */
	stored: StoredCommand[];
	/** The next ones, without a gap. */
	fresh: Fresh[];
	/** The counter waited for, where a gap was seen. */
	expect?: number;
	/** The same counter came with another command. */
	forked?: true;
}

/** Goes along the counter of a replica; stops at a gap and at a second history. */
export function sortCommands(
	incoming: readonly Incoming[],
	known: readonly OwnedCommand[],
	replica: Pick<Replica, 'id' | 'last_n' | 'user_id'>
): Sorted {
	const sorted: Sorted = { stored: [], fresh: [] };
	for (const command of incoming) {
		const next = replica.last_n + sorted.fresh.length + 1;
		if (command.n > next) return { ...sorted, expect: next };
		if (command.n === next) {
			const repeated = repeatedOf(command, known, sorted.fresh, replica.user_id);
			sorted.fresh.push({ ...command, repeated });
			continue;
		}
		const stored = known.find(({ n, replica: of }) => n === command.n && of === replica.id);
		if (stored?.hash !== command.hash) return { ...sorted, forked: true };
		sorted.stored.push(stored);
	}
	return sorted;
}

/** A copied device sends its commands again under a new replica: the id tells that they had effect. */
function repeatedOf(
	{ id, payload }: Incoming,
	known: readonly OwnedCommand[],
	earlier: readonly Incoming[],
	personId: string
): Fresh['repeated'] {
	if (earlier.some((other) => other.id === id)) return 'foreign';
	const other = known.find((stored) => stored.id === id && stored.repeats === 0);
	if (other === undefined) return null;
	const isOwn = other.owner === personId && isSameIntent(other.payload, payload);
	return isOwn ? other : 'foreign';
}

/** Equal but for the replica and its counter. */
function isSameIntent(one: string, other: string): boolean {
	return intentOf(one) === intentOf(other);
}

function intentOf(payload: string): string {
	const value: unknown = JSON.parse(payload);
	if (typeof value !== 'object' || value === null) return payload;
	const rest = Object.entries(value).filter(([key]) => key !== 'replica' && key !== 'n');
	return JSON.stringify(rest.sort(([a], [b]) => (a < b ? -1 : 1)));
}
