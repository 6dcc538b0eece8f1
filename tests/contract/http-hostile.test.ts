/**
 * Hostile input over the whole edge: a small campaign of fuzzed requests on each engine. The long one
 * is this same test: `node tests/fuzz/cli.ts --bodies 1000000 --seed 7`.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCampaign } from '../fuzz/campaign';
import { print } from '../fuzz/report';
import { openTown } from '../fuzz/town';
import { startPostgres } from '../support/postgres';
import { engines } from './http-support';

const seed = Number(process.env.FUZZ_SEED ?? 7);
const wanted = process.env.FUZZ_BODIES;
const isLong = wanted !== undefined;
const usualBodies = { sqlite: 1_200, postgres: 400 } as const;
/** A hostile request may cost this many times a plain one of its lane, or what is cheap anyway. */
const worstRatio = 40;
const cheapMs = 10;
const heapSlackBytes = 64 * 1024 * 1024;
const dayMs = 24 * 60 * 60 * 1000;

const asked = engines.filter(
	(engine) => !isLong || engine === (process.env.FUZZ_ENGINE ?? 'sqlite')
);
const scratch = existsSync('/dev/shm') && isLong ? '/dev/shm' : tmpdir();
const dataDir = mkdtempSync(join(scratch, 'maydan-fuzz-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe.each(asked)('hostile input on %s', (engine) => {
	const bodies = isLong ? Number(wanted) : usualBodies[engine];

	it(
		`breaks nothing, shows nothing, costs little: ${bodies} bodies, seed ${seed} [I2]`,
		async ({ skip }) => {
			const postgres = engine === 'postgres' ? await startPostgres() : undefined;
			if (postgres !== undefined && 'skip' in postgres) return skip(postgres.skip);
			const town = await openTown({
				DATA_DIR: join(dataDir, engine),
				DATABASE_URL: postgres?.url ?? ''
			});
			try {
				const onRound = (done: number) => isLong && console.log(`${done} of ${bodies}`);
				const report = await runCampaign(town, { bodies, seed, onRound });
				if (isLong) console.log(print(report, engine));
				expect(report.findings).toEqual([]);
				expect(report.heapBytes.end).toBeLessThan(2 * report.heapBytes.early + heapSlackBytes);
				for (const { plainMs, worstMs, worst } of Object.values(report.lanes)) {
					expect(worstMs, worst).toBeLessThan(Math.max(cheapMs, plainMs) * worstRatio);
				}
			} finally {
				await town.close();
				await postgres?.stop();
			}
		},
		isLong ? dayMs : undefined
	);
});
