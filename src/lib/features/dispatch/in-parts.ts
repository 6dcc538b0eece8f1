/**
 * Records many acts part by part, so that a person sees how far they are and can stop them.
 *
 * 1. What is recorded stays, also when the rest is stopped.
 * 2. What one report is refused for does not hold up the others of its part.
 */
import type { ActRefusal, ActResult } from '$lib/client/device';
import type { Intent } from '$lib/domain/report/command';

export interface Progress {
	/** Stops before the next part. */
	signal: AbortSignal;
	/** Hears how many have been looked at. */
	told: (count: number) => void;
}

export interface Recorded {
	commandIds: readonly string[];
	refused: readonly ActRefusal[];
}

type Act = (intents: readonly Intent[]) => Promise<ActResult>;

const partSize = 25;

/** Records acts in parts, in their order. */
export async function inParts(
	act: Act,
	intents: readonly Intent[],
	{ signal, told }: Progress
): Promise<Recorded> {
	const commandIds: string[] = [];
	const refused: ActRefusal[] = [];
	for (let at = 0; at < intents.length && !signal.aborted; at += partSize) {
		const done = await partly(act, intents.slice(at, at + partSize));
		commandIds.push(...done.commandIds);
		refused.push(...done.refused);
		told(Math.min(at + partSize, intents.length));
	}
	return { commandIds, refused };
}

/** All or none: what changed since it was asked is refused with its reason. */
export async function atOnce(act: Act, intents: readonly Intent[]): Promise<Recorded> {
	const result = await act(intents);
	return result.ok
		? { commandIds: result.commandIds, refused: [] }
		: { commandIds: [], refused: result.refused };
}

async function partly(act: Act, intents: readonly Intent[]): Promise<Recorded> {
	const done = await atOnce(act, intents);
	const ids = new Set(done.refused.map(({ reportId }) => reportId));
	const rest = intents.filter(({ reportId }) => !ids.has(reportId));
	if (ids.size === 0 || rest.length === 0 || rest.length === intents.length) return done;
	const { commandIds, refused } = await partly(act, rest);
	return { commandIds, refused: [...done.refused, ...refused] };
}
