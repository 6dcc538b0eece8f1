/** What the engine weighs in a browser: its modules, bundled and minified as the product's, then gzip. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rollup } from 'vite';

const root = process.cwd();
/** The engine, its two stores, its line: what a screen needs to sync. */
const engine = ['device-sync', 'db/outbox', 'db/cache', 'api'].map(
	(name) => `export * from '$lib/client/${name}';`
);
/** As the packages are used beside it. */
const packages = [`export * from 'dexie';`, `export * from 'workbox-window';`];
const ownTarget = 12;
const withPackagesTarget = 52;

/** Prints own code, and own code with Dexie, workbox-window and zod/mini. */
export async function tellSizes(): Promise<void> {
	const own = await weigh(engine, /^[^.$/\0]/);
	tell('Engine code, gzip', own, ownTarget);
	const whole = await weigh([...engine, ...packages], /^(tus-js-client|uuid)/);
	tell('  with Dexie, workbox-window and zod/mini', whole, withPackagesTarget);
	const tus = await weigh([...engine, ...packages], []);
	console.log(`  with tus-js-client and uuid too: ${tus.toFixed(1)} KB`);
}

function tell(name: string, kilobytes: number, target: number): void {
	const verdict = kilobytes <= target ? 'met' : 'NOT met';
	console.log(`${name}: ${kilobytes.toFixed(1)} KB, target <= ${target} KB: ${verdict}`);
}

const entry = 'engine-entry';

async function weigh(lines: readonly string[], external: RegExp | string[]): Promise<number> {
	const built = await build({
		configFile: false,
		root,
		logLevel: 'error',
		resolve: {
			alias: {
				$lib: join(root, 'src', 'lib'),
				'$app/environment': join(root, 'tests', 'bench', 'pages', 'app-environment.ts')
			}
		},
		plugins: [
			{
				name: entry,
				enforce: 'pre',
				resolveId: (id) => (id.endsWith(entry) ? `\0${entry}` : undefined),
				load: (id) => (id === `\0${entry}` ? lines.join('\n') : undefined)
			}
		],
		build: {
			write: false,
			// A library's white space stays unless its output is told otherwise.
			lib: { entry, formats: ['es'], fileName: entry },
			rolldownOptions: { external, output: { minify: true } }
		}
	});
	const [output] = [built].flat();
	if (output === undefined || !('output' in output)) throw new Error('Nothing was bundled');
	return gzipped(output);
}

function gzipped({ output }: Rollup.RollupOutput): number {
	const code = output.flatMap((file) => (file.type === 'chunk' ? [file.code] : [])).join('\n');
	return gzipSync(code, { level: 9 }).length / 1000;
}
