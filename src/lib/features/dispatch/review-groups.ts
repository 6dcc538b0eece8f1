/** What has no effect, as a supervisor reads it: one group per person, the newest first. Pure. */
import type { ReviewCommand } from '$lib/client/api';

export interface PersonGroup {
	personId: string;
	/** Newest first. */
	commands: readonly ReviewCommand[];
}

/** Groups by person; whose latest work came last stands first. */
export function groupByPerson(commands: readonly ReviewCommand[]): PersonGroup[] {
	const groups = [...Map.groupBy(commands, ({ personId }) => personId)].map(([personId, own]) => ({
		personId,
		commands: own.toSorted((a, b) => b.receivedAt - a.receivedAt)
	}));
	return groups.sort((a, b) => newest(b) - newest(a));
}

const newest = ({ commands }: PersonGroup) => commands[0]?.receivedAt ?? 0;
