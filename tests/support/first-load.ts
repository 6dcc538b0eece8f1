/**
 * What a screen's first load weighs: the scripts and styles that its page needs before it can draw
 * anything, as the built product sends them (brotli, file by file). Fonts and what is imported later
 * are not counted.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const root = join(import.meta.dirname, '..', '..');
const sent = join(root, 'build', 'client');
const generated = '.svelte-kit/generated/client-optimized';
const manifestFile = join(root, '.svelte-kit', 'output', 'client', '.vite', 'manifest.json');

const manifest = z.record(
	z.string(),
	z.object({
		file: z.string(),
		imports: z.optional(z.array(z.string())),
		css: z.optional(z.array(z.string()))
	})
);

export const isBuilt = existsSync(manifestFile) && existsSync(sent);

/**
 * Bytes of a route's first load: before the map, and with it. `mapModules` are those that the page
 * fetches for its map once it stands.
 */
export function firstLoadOf(
	route: string,
	mapModules: readonly string[]
): { withoutMap: number; withMap: number } {
	const chunks = readManifest();
	const page = filesOf(chunks, entriesOf(route));
	const map = filesOf(chunks, mapModules);
	return { withoutMap: bytesOf(page), withMap: bytesOf(new Set([...page, ...map])) };
}

/** Files that these modules need beyond the first load of a route. */
export function laterFilesOf(route: string, modules: readonly string[]): string[] {
	const chunks = readManifest();
	const page = filesOf(chunks, entriesOf(route));
	return [...filesOf(chunks, modules)].filter((file) => !page.has(file));
}

const readManifest = () => manifest.parse(JSON.parse(readFileSync(manifestFile, 'utf8')));

const entriesOf = (route: string) => [
	'node_modules/@sveltejs/kit/src/runtime/client/entry.js',
	`${generated}/app.js`,
	...nodesOf(route).map((node) => `${generated}/nodes/${node}.js`)
];

/** Numbers of the page and of the layouts around it, the root's first. */
function nodesOf(route: string): number[] {
	const app = readFileSync(join(root, generated, 'app.js'), 'utf8');
	const line = app.split('\n').find((text) => text.includes(`"${route}":`));
	if (line === undefined) throw new Error(`There is no page ${route}`);
	return [0, ...(line.slice(line.indexOf(':')).match(/\d+/g) ?? []).map(Number)];
}

function filesOf(chunks: z.infer<typeof manifest>, entries: readonly string[]): Set<string> {
	const seen = new Set<string>();
	const files = new Set<string>();
	const visit = (key: string) => {
		if (seen.has(key)) return;
		seen.add(key);
		const chunk = chunks[key];
		if (chunk === undefined) throw new Error(`There is no chunk ${key}`);
		for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
		chunk.imports?.forEach(visit);
	};
	entries.forEach(visit);
	return files;
}

function bytesOf(files: ReadonlySet<string>): number {
	const sizes = [...files].map((file) => statSync(join(sent, `${file}.br`)).size);
	return sizes.reduce((sum, size) => sum + size, 0);
}
