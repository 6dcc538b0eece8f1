/**
 * Which modules travel together: what every page needs as one file, what the signed-in shell
 * needs beyond it as another, and so on. A hundred small files weigh a third more than two, and cost a
 * bad line a request each.
 *
 * 1. A part is closed: with those before it, it holds everything that its modules import statically. So
 *    no file waits for one that waits for it, and modules begin in the order in which they were written.
 *    Its texts are those that its modules say (`m.name`).
 * 2. What is imported later (`import()`), and what only other pages need, is left to the bundler.
 */
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

interface ModuleGraph {
	getModuleInfo(id: string): { importedIds: readonly string[]; code: string | null } | null;
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
/** What stands below the first view of a job. */
const below = 'src/lib/features/field/job-parts.ts';
const map = 'src/lib/features/map/ReportMap.svelte';
/** Fetched beside both first views. */
const beside = [
	below,
	map,
	'src/lib/features/map/map-parts.ts',
	'src/lib/features/field/JobSheets.svelte'
];
/** What is asked for by its own name later keeps a file of that name, however small. */
const asked = new Set(beside.map((path) => join(root, path)));
const desks = [
	'src/routes/(app)/dispatch/[ref]/+page.svelte',
	'src/routes/(app)/confirm/[ref]/+page.svelte'
];

/** A module belongs to the first part that reaches it. */
const parts: readonly Part[] = [
	{
		name: 'base',
		roots: [
			'src/routes/+layout.svelte',
			// Fetched with every page, in case the line breaks.
			'src/routes/+error.svelte',
			'src/hooks.client.ts',
			'node_modules/@sveltejs/kit/src/runtime/client/entry.js'
		]
	},
	{
		name: 'shell',
		roots: ['src/routes/(app)/+layout.svelte', 'src/routes/(app)/field/+layout.svelte']
	},
	// A job, or a map, must not fetch the whole list for an icon that both draw.
	{ name: 'jobs', roots: [list], sharedWith: [job, ...beside] },
	{ name: 'list', roots: [list] },
	{ name: 'job', roots: [job] },
	// Fifty files of less than a kilobyte otherwise. The list has a map too, and desks show reports.
	{ name: 'map-and-below', roots: [map], sharedWith: [below] },
	{ name: 'reports', roots: [below], sharedWith: desks },
	{ name: 'below', roots: [below] }
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
			if (asked.has(id) || members.has(id) || shared?.has(id) === false) continue;
			members.set(id, name);
		}
	}
	return members;
}

/** Everything that these import statically or say, themselves among it. */
function closureOf(roots: readonly string[], graph: ModuleGraph): Set<string> {
	const reached = new Set<string>();
	const visit = (id: string) => {
		const module = graph.getModuleInfo(id);
		if (module === null || reached.has(id) || indexOfTexts.test(id)) return;
		reached.add(id);
		[...module.importedIds, ...textsOf(module.code ?? '')].forEach(visit);
	};
	for (const path of roots) visit(join(root, path));
	return reached;
}

/** Texts are modules of their own, which one index names all together: what is said tells, not what is imported. */
const texts = join(root, 'src/lib/i18n/paraglide/messages');
const indexOfTexts = /\/i18n\/paraglide\/messages(\/_index)?\.js$/;
const isText = (id: string) => id.startsWith(`${texts}/`);
const textsOf = (code: string) =>
	[...code.matchAll(/\bm\.(\w+)/g)].map(([, name]) => join(texts, `${name}.js`));
