/**
 * The long campaign: `npm run fuzz -- --bodies 1000000 --seed 7 [--engine postgres]`.
 *
 * It runs the contract test of hostile input at the asked length, in process (the whole edge without
 * a socket); figures go to standard output, the exit code says whether every invariant held.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({
	options: {
		bodies: { type: 'string', default: '1000000' },
		seed: { type: 'string', default: String(Date.now() % 1_000_000) },
		engine: { type: 'string', default: 'sqlite' }
	}
});

console.log(
	`${new Date().toISOString()}: ${values.bodies} bodies, seed ${values.seed}, ${values.engine}`
);
const { status } = spawnSync(
	process.execPath,
	[
		...[join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'contract'],
		...['tests/contract/http-hostile.test.ts', '--disable-console-intercept']
	],
	{
		cwd: root,
		stdio: 'inherit',
		env: {
			...process.env,
			FUZZ_BODIES: values.bodies,
			FUZZ_SEED: values.seed,
			FUZZ_ENGINE: values.engine
		}
	}
);
process.exitCode = status ?? 1;
