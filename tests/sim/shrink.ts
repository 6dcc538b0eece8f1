/**
 * Makes a plan that breaks something smaller, for as long as the same thing still breaks: events and
 * faults are taken away, in halves first and then one by one (delta debugging).
 */
import { Violation } from './invariant';
import { runHistory } from './history';
import type { HistoryPlan } from './plan';

type Part = { list: 'events' | 'lineFaults' | 'uploadFaults'; index: number };
const lists = ['events', 'lineFaults', 'uploadFaults'] as const;

export interface Shrunk {
	plan: HistoryPlan;
	/** What broke, in its first words: `I4`. */
	broke: string;
	runs: number;
}

/** The smallest plan found within so many runs; throws where the plan breaks nothing. */
export async function shrink(plan: HistoryPlan, maxRuns = 400): Promise<Shrunk> {
	const broke = await brokenBy(plan);
	if (broke === null) throw new Error('Nothing breaks');
	let runs = 1;
	const stillBreaks = async (parts: readonly Part[]) => {
		runs += 1;
		return (await brokenBy(only(plan, parts))) === broke;
	};
	let parts = lists.flatMap((list) => plan[list].map((_, index): Part => ({ list, index })));
	for (let size = Math.ceil(parts.length / 2); size >= 1 && runs < maxRuns;) {
		const before = parts.length;
		for (let at = 0; at < parts.length && runs < maxRuns;) {
			const rest = [...parts.slice(0, at), ...parts.slice(at + size)];
			if (await stillBreaks(rest)) parts = rest;
			else at += size;
		}
		const isDone = size === 1 && parts.length === before;
		if (isDone) break;
		size = size === 1 ? 1 : Math.ceil(size / 2);
	}
	return { plan: only(plan, parts), broke, runs };
}

function only(plan: HistoryPlan, parts: readonly Part[]): HistoryPlan {
	const kept = (list: Part['list']) => {
		const indices = new Set(parts.filter((part) => part.list === list).map(({ index }) => index));
		return (_: unknown, index: number) => indices.has(index);
	};
	return {
		...plan,
		events: plan.events.filter(kept('events')),
		lineFaults: plan.lineFaults.filter(kept('lineFaults')),
		uploadFaults: plan.uploadFaults.filter(kept('uploadFaults'))
	};
}

/** The number of the invariant that breaks, or the name of another error; null: nothing does. */
export async function brokenBy(plan: HistoryPlan): Promise<string | null> {
	try {
		await runHistory(plan);
		return null;
	} catch (error) {
		if (error instanceof Violation) return error.message.split(' ')[0] ?? '';
		return error instanceof Error ? error.name : String(error);
	}
}
