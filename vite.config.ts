import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { partsOfFirstLoad } from './.config/first-load-parts.ts';
import { stillIcons } from './.config/still-icons.ts';

export default defineConfig({
	plugins: [
		stillIcons(),
		paraglideVitePlugin({
			project: './src/lib/i18n/project.inlang',
			outdir: './src/lib/i18n/paraglide',
			strategy: ['globalVariable', 'baseLocale'],
			emitTsDeclarations: true
		}),
		sveltekit()
	],
	environments: {
		client: {
			build: {
				rolldownOptions: { output: { codeSplitting: { groups: partsOfFirstLoad() } } }
			}
		}
	},
	test: {
		// The compiler of messages leaves a worker behind when it had something to compile; nobody
		// waits ten seconds for that.
		teardownTimeout: 1_000,
		// Every core: the default leaves one idle, which is half of a machine with two.
		maxWorkers: '100%',
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					// A busy machine is no failure; a test that hangs is.
					testTimeout: 60_000,
					include: ['src/**/*.test.ts', 'tests/{architecture,guarantees}.test.ts']
				}
			},
			{
				extends: true,
				test: {
					name: 'contract',
					include: ['tests/contract/**/*.test.ts'],
					testTimeout: 60_000,
					// A PostgreSQL of its own has to come up on a machine that may be busy.
					hookTimeout: 120_000
				}
			},
			{
				extends: true,
				test: { name: 'sim', include: ['tests/sim/**/*.test.ts'], testTimeout: 300_000 }
			},
			{
				extends: true,
				// Starts the built product: a build comes first (tests/support/run.ts).
				test: { name: 'torture', include: ['tests/torture/**/*.test.ts'], testTimeout: 1_800_000 }
			}
		]
	}
});
