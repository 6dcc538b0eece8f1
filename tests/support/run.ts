/**
 * Runs every test and sums them up: `npm test` (unit, contract, simulation, torture, browser) and
 * `npm run test:long` (what is tried by chance, at full length: hours).
 *
 * 1. The last line is "N passed, N failed" with ", N skipped" when there are any.
 * 2. The exit code is 1 when anything failed, also when a runner itself broke down: silence is not
 *    success.
 * Not here: which tests exist; vite.config.ts and .config/playwright.config.ts say so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const root = join(import.meta.dirname, '..', '..');
const results = join(root, 'test-results');

interface Sum {
	passed: number;
	skipped: number;
	/** One readable line per failure. */
	failures: string[];
}

const vitestResult = z.object({
	numPassedTests: z.number(),
	numPendingTests: z.number(),
	numTodoTests: z.number(),
	testResults: z.array(
		z.object({
			name: z.string(),
			status: z.string(),
			assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() }))
		})
	)
});

const playwrightResult = z.object({
	stats: z.object({ expected: z.number(), skipped: z.number() }),
	errors: z.array(z.object({ message: z.string().optional() })),
	get suites() {
		return z.array(playwrightSuite);
	}
});
const playwrightSuite = z.object({
	title: z.string(),
	specs: z.array(z.object({ title: z.string(), file: z.string(), ok: z.boolean() })),
	get suites() {
		return z.array(playwrightSuite).optional();
	}
});

/** What chance decides, at full length; the usual run plays a small part of each. */
const longHistories = { SIM_RUNS: '5000' };
const seed = String(Date.now() % 1_000_000);
const longFuzz = { FUZZ_SEED: seed, FUZZ_ENGINE: 'sqlite', FUZZ_BODIES: '1000000' };
const longFuzzPostgres = { FUZZ_SEED: seed, FUZZ_ENGINE: 'postgres', FUZZ_BODIES: '50000' };
const longRaces = { RACES: '1000' };
const longTorture = { TORTURE_KILLS: '500', TORTURE_SEED: seed };
const isLong = process.argv.includes('--long');
mkdirSync(results, { recursive: true });
report(isLong ? runLong() : runAll());

function runLong(): Sum[] {
	const hostile = 'tests/contract/http-hostile.test.ts';
	return [
		runVitest(['sim'], longHistories),
		runVitest(['torture'], longTorture),
		runVitest(['contract'], longRaces, ['tests/contract/conflicts.test.ts']),
		runVitest(['contract'], longFuzzPostgres, [hostile]),
		runVitest(['contract'], longFuzz, [hostile])
	];
}

/** The build comes first: it also writes the messages, which the other tests read. */
function runAll(): Sum[] {
	const build = spawnSync(process.execPath, [join(root, 'src/cli/bin.js'), 'build'], {
		cwd: root,
		stdio: 'inherit'
	});
	const projects = ['unit', 'contract', 'sim'];
	if (build.status !== 0) return [runVitest(projects, {}), broken('the build')];
	// In one go: who kills servers waits most of the time, and leaves the processor to the others.
	return [runVitest([...projects, 'torture'], {}), runBrowser()];
}

/** Runs projects of tests, all their files or some. */
function runVitest(projects: string[], env: Record<string, string>, files: string[] = []): Sum {
	const file = join(results, 'vitest.json');
	const code = runNode('vitest/vitest.mjs', env, file, [
		'run',
		...projects.flatMap((project) => ['--project', project]),
		...files,
		...['--passWithNoTests', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
	]);
	if (!existsSync(file)) return broken('vitest');
	const result = vitestResult.parse(JSON.parse(readFileSync(file, 'utf8')));
	const failures = result.testResults.flatMap(({ name, status, assertionResults }) => {
		const failed = assertionResults.filter((test) => test.status === 'failed');
		if (failed.length > 0) return failed.map((test) => `${short(name)}: ${test.fullName}`);
		return status === 'failed' ? [`${short(name)}: the file could not be run`] : [];
	});
	if (code !== 0 && failures.length === 0) failures.push('vitest: an error outside every test');
	return {
		passed: result.numPassedTests,
		skipped: result.numPendingTests + result.numTodoTests,
		failures
	};
}

function runBrowser(): Sum {
	const file = join(results, 'playwright.json');
	const code = runNode('@playwright/test/cli.js', { PLAYWRIGHT_JSON_OUTPUT_NAME: file }, file, [
		...['test', '--config', '.config/playwright.config.ts', '--pass-with-no-tests'],
		'--reporter=dot,json'
	]);
	if (!existsSync(file)) return code === 0 ? nothing() : broken('the browser tests');
	const result = playwrightResult.parse(JSON.parse(readFileSync(file, 'utf8')));
	const failures = result.suites.flatMap((suite) => failedSpecs(suite, []));
	if (failures.length === 0)
		failures.push(...result.errors.map(({ message }) => `browser: ${message ?? 'an error'}`));
	if (code !== 0 && failures.length === 0) failures.push('browser: an error outside every test');
	return { passed: result.stats.expected, skipped: result.stats.skipped, failures };
}

function failedSpecs(suite: z.infer<typeof playwrightSuite>, above: string[]): string[] {
	const path = [...above, suite.title];
	const own = suite.specs
		.filter((spec) => !spec.ok)
		.map((spec) => [...path, spec.title].join(' › '));
	return [...own, ...(suite.suites ?? []).flatMap((inner) => failedSpecs(inner, path))];
}

/** Runs one test runner; an old result is removed first, so that it cannot pass for a new one. */
function runNode(
	script: string,
	env: Record<string, string>,
	resultFile: string,
	args: string[]
): number | null {
	rmSync(resultFile, { force: true });
	return spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
		cwd: root,
		env: { ...process.env, ...env },
		stdio: 'inherit'
	}).status;
}

function broken(what: string): Sum {
	return { ...nothing(), failures: [`${what} broke down; the reason stands above`] };
}

function nothing(): Sum {
	return { passed: 0, skipped: 0, failures: [] };
}

function short(file: string): string {
	return file.replace(`${root}/`, '');
}

function report(all: Sum[]): void {
	const failures = all.flatMap((sum) => sum.failures);
	const total = (key: 'passed' | 'skipped') => all.reduce((count, sum) => count + sum[key], 0);
	if (failures.length > 0)
		console.log(`\nFailed:\n${failures.map((name) => `  ${name}`).join('\n')}`);
	const skipped = total('skipped');
	const rest = skipped > 0 ? `, ${skipped} skipped` : '';
	console.log(`\n${total('passed')} passed, ${failures.length} failed${rest}`);
	process.exitCode = failures.length > 0 ? 1 : 0;
}
