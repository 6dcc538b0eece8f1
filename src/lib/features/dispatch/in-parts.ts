/**
 * Records acts of the desk part by part, so that a person sees how far they are and can stop them; how
 * parts are done stands in features/report/act-in-parts. One path for one act and for five hundred.
 *
 * 1. What is recorded stays, also when the rest is stopped or the device fails on the way.
 * 2. What one report is refused for does not hold up the others of its part.
 */
import { v7 as uuidv7 } from 'uuid';
import type { ActResult } from '$lib/client/device';
import type { Intent } from '$lib/domain/report/command';
import { actInParts, type PartsEnd } from '../report/act-in-parts';

interface Progress {
	/** Stops before the next part. */
	signal: AbortSignal;
	/** Hears how many have been looked at. */
	told: (count: number) => void;
}

export type Act = (intents: readonly Intent[]) => Promise<ActResult>;

/** Records acts in parts, in their order; throws where nothing at all could be written. */
export async function inParts(
	act: Act,
	intents: readonly Intent[],
	{ signal, told }: Progress
): Promise<PartsEnd> {
	const done = await actInParts(
		intents.map((intent) => ({ id: intent.reportId, intents: [intent] })),
		{ act, group: uuidv7(), onprogress: told, isStopped: () => signal.aborted }
	);
	if (done.end === 'failed' && done.commandIds.length === 0) {
		throw new Error('Nothing could be written');
	}
	return done;
}
