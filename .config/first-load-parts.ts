/**
 * Which modules travel together: what every page needs as one file, what the signed-in shell
 * needs beyond it as another, and so on. A hundred small files weigh a third more than two, and cost a
 * bad line a request each.
 *
 * 1. A part is closed: with those before it, it holds everything that its modules import statically. So
 *    no file waits for one that waits for it, and modules begin in the order in which they were written.
 * 2. What is imported later (`import()`), and what only other pages need, is left to the bundler.
 */
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

interface ModuleGraph {
	getModuleInfo(id: string): { importedIds: readonly string[] } | null;
}

interface Part {
	name: string;
	/** What these need, and whatever they need in turn. */
	roots: readonly string[];
	/** Only as far as these need it too. */
	sharedWith?: readonly string[];
}

const list = 'src/routes/(app)/field/+page.svelte';
const job = 'src/routes/(app)/field/[ref]/+page.svelte';

/** A module belongs to the first part that reaches it. */
const parts: readonly Part[] = [
	{
		name: 'base',
		roots: ['src/routes/+layout.svelte', 'node_modules/@sveltejs/kit/src/runtime/client/entry.js']
	},
	{
		name: 'shell',
		roots: ['src/routes/(app)/+layout.svelte', 'src/routes/(app)/field/+layout.svelte']
	},
	{ name: 'jobs', roots: [list], sharedWith: [job] },
	{ name: 'list', roots: [list] },
	{ name: 'job', roots: [job] }
];

/** The groups of the bundler, the first before the others. */
export function partsOfFirstLoad() {
	let known: Map<string, string> | undefined;
	const partOf = (id: string, graph: ModuleGraph) => (known ??= membersOf(graph)).get(id);
	return [
		...parts.map(({ name }, index) => ({
			name: (id: string, graph: ModuleGraph) => (partOf(id, graph) === name ? name : null),
			priority: parts.length - index
		})),
		// Texts that are needed by the same pages travel together, a few kilobytes at least.
		{ name: 'texts', test: isText, entriesAware: true, entriesAwareMergeThreshold: 6_000 }
	];
}

function membersOf(graph: ModuleGraph): Map<string, string> {
	const members = new Map<string, string>();
	for (const { name, roots, sharedWith } of parts) {
		const shared = sharedWith && closureOf(sharedWith, graph);
		for (const id of closureOf(roots, graph)) {
			if (!members.has(id) && shared?.has(id) !== false) members.set(id, name);
		}
	}
	return members;
}

/** Everything that these import statically, themselves among it. */
function closureOf(roots: readonly string[], graph: ModuleGraph): Set<string> {
	const reached = new Set<string>();
	const visit = (id: string) => {
		if (reached.has(id) || isText(id)) return;
		reached.add(id);
		graph.getModuleInfo(id)?.importedIds.forEach(visit);
	};
	for (const path of roots) visit(join(root, path));
	return reached;
}

/** Texts are modules of their own, which one index names all together. */
const isText = (id: string) => id.includes('/i18n/paraglide/messages/');
