/**
 * Records many acts of the desk part by part, so that a person sees how far they are and can stop
 * them; how parts are done stands in features/report/act-in-parts.
 *
 * 1. What is recorded stays, also when the rest is stopped or the device fails on the way.
 * 2. What one report is refused for does not hold up the others of its part.
 */
import { v7 as uuidv7 } from 'uuid';
import type { ActRefusal, ActResult } from '$lib/client/device';
import type { Intent } from '$lib/domain/report/command';
import { actInParts } from '../report/act-in-parts';

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

/** Records acts in parts, in their order; throws where nothing at all could be written. */
export async function inParts(
	act: Act,
	intents: readonly Intent[],
	{ signal, told }: Progress
): Promise<Recorded> {
	const { commandIds, refused, end } = await actInParts(
		intents.map((intent) => ({ id: intent.reportId, intents: [intent] })),
		{ act, group: uuidv7(), onprogress: told, isStopped: () => signal.aborted }
	);
	if (end === 'failed' && commandIds.length === 0) throw new Error('Nothing could be written');
	return { commandIds, refused };
}

/** All or none: what changed since it was asked is refused with its reason. */
export async function atOnce(act: Act, intents: readonly Intent[]): Promise<Recorded> {
	const result = await act(intents);
	return result.ok
		? { commandIds: result.commandIds, refused: [] }
		: { commandIds: [], refused: result.refused };
}
