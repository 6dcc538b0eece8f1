/**
 * Which modules travel together: what every page needs as one file, and what the shell and the list of
 * jobs need beyond it as another. A hundred small files weigh a third more than two, and cost a bad line
 * a request each.
 *
 * 1. A part is closed: it holds everything that its roots import statically. So no file waits for one
 *    that waits for it, and modules begin in the order in which they were written.
 * 2. What is imported later (`import()`), and what only other pages need, is left to the bundler.
 */

import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

interface ModuleGraph {
	getModuleInfo(id: string): { importedIds: readonly string[] } | null;
}

interface Part {
	name: string;
	roots: readonly string[];
}

/** A module belongs to the first part that reaches it. */
const parts: readonly Part[] = [
	{
		name: 'base',
		roots: ['src/routes/+layout.svelte', 'node_modules/@sveltejs/kit/src/runtime/client/entry.js']
	},
	{
		name: 'field',
		roots: ['src/routes/(app)/+layout.svelte', 'src/routes/(app)/field/+page.svelte']
	},
	{ name: 'job', roots: ['src/routes/(app)/field/[ref]/+page.svelte'] }
];

/** The groups of the bundler, in the order in which it asks them. */
export function partsOfFirstLoad() {
	return [
		{ name: partOf() },
		// Texts that are needed by the same pages travel together, a few kilobytes at least.
		{ name: 'texts', test: isText, entriesAware: true, entriesAwareMergeThreshold: 6_000 }
	];
}

/** The part that a module travels in; null where that is left to the bundler. */
function partOf(): (id: string, graph: ModuleGraph) => string | null {
	let known: Map<string, string> | undefined;
	return (id, graph) => {
		known ??= membersOf(graph);
		return known.get(id) ?? null;
	};
}

function membersOf(graph: ModuleGraph): Map<string, string> {
	const members = new Map<string, string>();
	const visit = (id: string, name: string) => {
		if (members.has(id) || isText(id)) return;
		members.set(id, name);
		graph.getModuleInfo(id)?.importedIds.forEach((imported) => visit(imported, name));
	};
	for (const { name, roots } of parts) roots.forEach((path) => visit(join(root, path), name));
	return members;
}

/** Texts are modules of their own, which one index names all together. */
const isText = (id: string) => id.includes('/i18n/paraglide/messages/');
