/**
 * Does the same to many reports, part by part, so that it is seen to move and the rest can be stopped.
 * Pure but for what it is handed.
 *
 * 1. A part that holds a refused report is tried again without it: nobody's refusal costs the others.
 * 2. All parts share one group, so that what can be taken back is taken back as one.
 */
import type { ActRefusal, ActResult } from '$lib/client/device';
import type { Intent } from '$lib/domain/report/command';

/** Few enough that the screen answers between two parts, many enough that a hundred take a moment. */
export const partSize = 25;

/** One thing to be done: its commands are queued together or not at all. */
export interface Task {
	id: string;
	intents: readonly Intent[];
}

export interface PartsEnd {
	commandIds: readonly string[];
	doneIds: ReadonlySet<string>;
	refused: readonly ActRefusal[];
	/** The local database failed, or somebody stopped it: the rest was not tried. */
	end: 'all' | 'stopped' | 'failed';
}

export interface Manner {
	act: (intents: readonly Intent[]) => Promise<ActResult>;
	group: string;
	onprogress: (done: number) => void;
	isStopped: () => boolean;
}

/** Queues the tasks part by part; what came of each is in the answer. */
export async function actInParts(tasks: readonly Task[], manner: Manner): Promise<PartsEnd> {
	const commandIds: string[] = [];
	const doneIds = new Set<string>();
	const refused: ActRefusal[] = [];
	const end = (how: PartsEnd['end']): PartsEnd => ({ commandIds, doneIds, refused, end: how });
	for (let from = 0; from < tasks.length; from += partSize) {
		if (manner.isStopped()) return end('stopped');
		const part = await actPart(tasks.slice(from, from + partSize), manner).catch(() => null);
		if (part === null) return end('failed');
		commandIds.push(...part.commandIds);
		refused.push(...part.refused);
		for (const { id } of part.done) doneIds.add(id);
		manner.onprogress(Math.min(from + partSize, tasks.length));
	}
	return end('all');
}

interface PartEnd {
	commandIds: readonly string[];
	done: readonly Task[];
	refused: readonly ActRefusal[];
}

async function actPart(part: readonly Task[], manner: Manner): Promise<PartEnd> {
	if (part.length === 0) return { commandIds: [], done: [], refused: [] };
	const { group } = manner;
	const intents = part.flatMap((task) => task.intents.map((intent) => ({ ...intent, group })));
	const result = await manner.act(intents);
	if (result.ok) return { commandIds: result.commandIds, done: part, refused: [] };
	const { refused } = result;
	const bad = new Set(refused.map(({ reportId }) => reportId));
	const rest = part.filter(({ intents }) => intents.every(({ reportId }) => !bad.has(reportId)));
	// A refusal of the device as a whole (read only, not ready) names no report: nothing to try again.
	if (rest.length === part.length) return { commandIds: [], done: [], refused };
	const again = await actPart(rest, manner);
	return { ...again, refused: [...refused, ...again.refused] };
}
