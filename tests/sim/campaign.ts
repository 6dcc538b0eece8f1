/** Many histories in a row, and what they met: the more kinds of trouble, the more a green run says. */
import { runHistory, type HistoryFacts } from './history';
import { eventKinds, planOf } from './plan';
import { lineFaults } from './network';
import { uploadFaults } from './photo-line';

export class Tally {
	histories = 0;
	commands = 0;
	readonly outcomes: Record<string, number> = {};
	readonly met: Record<string, number> = {};

	add({ commands, outcomes, met }: HistoryFacts): void {
		this.histories += 1;
		this.commands += commands;
		addAll(this.outcomes, outcomes);
		addAll(this.met, met);
	}

	join(other: Pick<Tally, 'histories' | 'commands' | 'outcomes' | 'met'>): void {
		this.histories += other.histories;
		this.commands += other.commands;
		addAll(this.outcomes, other.outcomes);
		addAll(this.met, other.met);
	}

	/** Outcomes, events and faults that never came: a tame world proves nothing. */
	missing(): string[] {
		const outcomes = ['applied', 'merged', 'claim', 'rejected', 'void', 'deferred'];
		return [
			...outcomes.filter((outcome) => this.outcomes[outcome] === undefined),
			...['emptied', ...eventKinds, ...lineFaults, ...uploadFaults].filter(
				(kind) => this.met[kind] === undefined
			)
		];
	}
}

function addAll(total: Record<string, number>, part: Readonly<Record<string, number>>): void {
	for (const [key, count] of Object.entries(part)) total[key] = (total[key] ?? 0) + count;
}

/** Plays the history of a seed; an error says how to play it again. */
export async function playSeed(seed: number): Promise<HistoryFacts> {
	try {
		return await runHistory(planOf(seed));
	} catch (error) {
		throw new Error(`Seed ${seed} (npm run sim -- --seed ${seed})`, { cause: error });
	}
}
