/** Histories, one after the other, until the server was killed often enough; and what came of them. */
import { planOf } from '../sim/plan';
import { startPostgres } from '../support/postgres';
import { pace } from './field';
import { runTorture, type TortureFacts } from './history';

export const tortured = ['sqlite', 'postgres'] as const;
export type TorturedEngine = (typeof tortured)[number];

export interface Campaign {
	engine: TorturedEngine;
	/** First seed; each history takes the next. */
	seed: number;
	kills: number;
	/** Hears of every history that held. */
	onHistory?: (seed: number, facts: TortureFacts) => void;
}

export interface CampaignFacts extends Omit<TortureFacts, 'drainedMs'> {
	histories: number;
	/** The slowest of all histories, ms of the devices' time. */
	drainedMs: number;
}

/** Between two kills a server is to work for about so long, real ms. */
const killEveryMs = 1_400;

/** Plays until there were enough kills; throws with the seed where an invariant does not hold. */
export async function runCampaign(campaign: Campaign): Promise<CampaignFacts | { skip: string }> {
	if (campaign.engine === 'sqlite') return play(campaign, () => undefined);
	const postgres = await startPostgres();
	if ('skip' in postgres) return postgres;
	try {
		return await play(campaign, (seed) => postgres.createDatabase(`torture_${seed}`));
	} finally {
		await postgres.stop();
	}
}

async function play(
	{ engine, seed: first, kills, onHistory }: Campaign,
	databaseOf: (seed: number) => string | undefined
): Promise<CampaignFacts> {
	const all: TortureFacts[] = [];
	for (let left = kills, seed = first; left > 0; seed++) {
		const plan = planOf(seed);
		const usual = 1 + Math.round(plan.troubledMs / pace / killEveryMs);
		// A remainder of a few is no history of its own.
		const now = left < usual * 1.5 ? left : usual;
		const facts = await runTorture(plan, now, databaseOf(seed)).catch((error: unknown) => {
			const replay = `npm run torture -- --engine ${engine} --seed ${seed} --kills ${now}`;
			throw new Error(`Seed ${seed} on ${engine}; to play it again: ${replay}`, { cause: error });
		});
		all.push(facts);
		onHistory?.(seed, facts);
		left -= now;
	}
	return sum(all);
}

function sum(all: readonly TortureFacts[]): CampaignFacts {
	const added = (key: 'kills' | 'calls' | 'outcomes' | 'met') => {
		const sums: Record<string, number> = {};
		for (const [name, count] of all.flatMap((facts) => Object.entries(facts[key])))
			sums[name] = (sums[name] ?? 0) + count;
		return sums;
	};
	const total = (key: 'commands' | 'photos' | 'acknowledged') =>
		all.reduce((count, facts) => count + facts[key], 0);
	return {
		histories: all.length,
		...{ kills: added('kills'), calls: added('calls'), outcomes: added('outcomes') },
		...{ met: added('met'), commands: total('commands'), photos: total('photos') },
		acknowledged: total('acknowledged'),
		drainedMs: Math.max(...all.map(({ drainedMs }) => drainedMs))
	};
}
