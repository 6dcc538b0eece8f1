/**
 * Bundles one program that runs on plain Node (the commands, a bench) without SvelteKit: our own
 * modules in, npm packages left outside. Entry and folder come from the command line
 * (`vite build --config .config/vite-cli.config.ts --ssr <entry> --outDir <folder>`).
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
	root,
	publicDir: false,
	resolve: { alias: { $lib: `${root}src/lib` } },
	build: {
		target: 'node24',
		minify: false,
		sourcemap: true,
		emptyOutDir: true,
		copyPublicDir: false
	}
});
