/**
 * Runs the catcher of a bug against the sources with the bug in them, and the same catcher against
 * the sources as they are.
 *
 * 1. Caught is only what breaks the invariant that the bug names; a crash is no proof.
 * 2. The right code passes every catcher: the same scenarios, the same seeds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, type TestPostgres } from '../../support/postgres';
import { loadSim, type LoadedSim } from '../load';
import { bugPlugin, type Bug, type ScenarioName } from './bug';
import { planOf } from '../plan';
import { bugs } from './list';
import type * as scenarioModule from './scenarios';
import type { Stage } from './scenarios';

export interface Verdict {
	/** The invariant that broke, in its own words; null: nothing did that the bug names. */
	broken: string | null;
	/** Histories until then; null: a scenario. */
	histories: number | null;
	/** The other ways in which histories ended, each once. */
	otherwise: string[];
}

const maxHistories = 300;

/** Whether the seeded bug is noticed, and by what. Throws where its patches do not fit the sources. */
export async function catchBug(bug: Bug, workshop: Workshop): Promise<Verdict> {
	const plugin = bugPlugin(bug);
	const sim = await loadSim([plugin]);
	try {
		const verdict =
			bug.catcher.by === 'simulation'
				? await simulate(sim, bug)
				: await play(sim, bug, bug.catcher.run, workshop);
		plugin.allApplied();
		return verdict;
	} finally {
		await sim.close();
	}
}

/** Runs what caught these bugs on the right code; throws where it finds something there. */
export async function control(
	caught: ReadonlyMap<Bug, Verdict>,
	workshop: Workshop
): Promise<void> {
	const sim = await loadSim();
	try {
		const seeds = new Set([...caught.values()].flatMap(({ histories }) => histories ?? []));
		for (const seed of seeds) await sim.runHistory(planOf(seed));
		const names = [...caught.keys()].flatMap(({ catcher }) =>
			catcher.by === 'scenario' ? [catcher.run] : []
		);
		const scenarios = await scenariosOf(sim);
		for (const name of new Set(names)) await workshop.with((stage) => scenarios[name](stage));
	} finally {
		await sim.close();
	}
}

/** All bugs in turn, told line by line; true where each was caught and the right code is clean. */
export async function catchAll(
	tell: (line: string) => void,
	asked: readonly Bug[] = bugs
): Promise<boolean> {
	const workshop = new Workshop();
	const caught = new Map<Bug, Verdict>();
	try {
		const why = await workshop.whyNoPostgres();
		if (why !== null) tell(`Bugs that need two writers cannot be caught here: ${why}`);
		for (const bug of asked) {
			const verdict = await catchBug(bug, workshop);
			if (verdict.broken !== null) caught.set(bug, verdict);
			tell(lineOf(bug, verdict));
		}
		await control(caught, workshop);
		tell(`${caught.size} of ${asked.length} caught; the right code passes what caught them`);
		return caught.size === asked.length;
	} finally {
		await workshop.close();
	}
}

function lineOf({ name, catcher }: Bug, { broken, histories, otherwise }: Verdict): string {
	const how = catcher.by === 'scenario' ? catcher.run : `${histories} histories`;
	if (broken === null) return `NOT caught: ${name} (${how}; ${otherwise.join(' | ') || 'silence'})`;
	return `caught: ${name}, by ${how}: ${broken}`;
}

async function simulate(sim: LoadedSim, { breaks }: Bug): Promise<Verdict> {
	const otherwise = new Set<string>();
	for (let seed = 1; seed <= maxHistories; seed++) {
		const error = await errorOf(() => sim.runHistory(planOf(seed)));
		if (error === null) continue;
		const broken = violationIn(error);
		if (broken !== null && breaks.test(broken)) {
			return { broken, histories: seed, otherwise: [...otherwise] };
		}
		otherwise.add(broken ?? String(error));
	}
	return { broken: null, histories: maxHistories, otherwise: [...otherwise] };
}

async function play(
	sim: LoadedSim,
	{ breaks }: Bug,
	name: ScenarioName,
	workshop: Workshop
): Promise<Verdict> {
	const scenarios = await scenariosOf(sim);
	const error = await errorOf(() => workshop.with((stage) => scenarios[name](stage)));
	const broken = violationIn(error);
	if (broken !== null && breaks.test(broken)) return { broken, histories: null, otherwise: [] };
	const otherwise = error === null ? [] : [broken ?? String(error)];
	return { broken: null, histories: null, otherwise };
}

const scenariosOf = (sim: LoadedSim) =>
	sim.load<typeof scenarioModule>('tests/sim/bugs/scenarios.ts');

async function errorOf(run: () => Promise<unknown>): Promise<unknown> {
	try {
		await run();
		return null;
	} catch (error) {
		return error;
	}
}

/** What a violation says, however it was wrapped; by name, for each loading has a class of its own. */
function violationIn(error: unknown): string | null {
	if (!(error instanceof Error)) return null;
	if (error.name === 'Violation') return error.message.split('\n')[0] ?? '';
	return violationIn(error.cause);
}

/** Gives every run of a scenario an empty folder and, where there is PostgreSQL, an empty database. */
export class Workshop {
	#postgres: TestPostgres | { skip: string } | null = null;
	#count = 0;

	/** Why no scenario with two writers can be played; null: it can. */
	async whyNoPostgres(): Promise<string | null> {
		this.#postgres ??= await startPostgres();
		return 'skip' in this.#postgres ? this.#postgres.skip : null;
	}

	async with<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
		const dataDir = mkdtempSync(join(tmpdir(), 'maydan-bug-'));
		const postgres = this.#postgres;
		this.#count += 1;
		try {
			const isThere = postgres !== null && !('skip' in postgres);
			const databaseUrl = isThere ? postgres.createDatabase(`bug${this.#count}`) : null;
			return await work({ dataDir, databaseUrl });
		} finally {
			rmSync(dataDir, { recursive: true, force: true });
		}
	}

	async close(): Promise<void> {
		if (this.#postgres !== null && !('skip' in this.#postgres)) await this.#postgres.stop();
	}
}
