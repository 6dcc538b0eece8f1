/**
 * Seeded bugs: mistakes that sync engines really make, kept as patches of source text. A plugin puts
 * one of them in while a test loads the sources; nothing of a bug stands in `src`, so that no build
 * can contain it.
 *
 * 1. What a patch looks for occurs exactly once, else loading fails: a patch cannot rot in silence.
 * 2. A bug that no module took in is an error too (`allApplied`).
 */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import type * as scenarios from './scenarios';

/** Situations that can be played, by name. */
export type ScenarioName = keyof typeof scenarios;

export interface Patch {
	/** From the root of the repository. */
	file: string;
	find: string;
	replace: string;
}

export interface Bug {
	name: string;
	/** What the wrong code does, and what it costs. */
	why: string;
	patches: readonly Patch[];
	/** Random histories, or a scenario in which this mistake must show. */
	catcher: { by: 'simulation' } | { by: 'scenario'; run: ScenarioName };
	/** The invariant that must break: any other error does not count as caught. */
	breaks: RegExp;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Puts a bug into the sources as they are loaded; `allApplied` throws where a patch met no file. */
export function bugPlugin(bug: Bug): Plugin & { allApplied(): void } {
	const waiting = new Set(bug.patches);
	return {
		name: `seeded bug: ${bug.name}`,
		enforce: 'pre',
		transform(code, id) {
			const file = relative(root, id.split('?')[0] ?? id);
			const patches = bug.patches.filter((patch) => patch.file === file);
			if (patches.length === 0) return null;
			for (const patch of patches) waiting.delete(patch);
			return { code: patches.reduce(patched, code), map: null };
		},
		allApplied() {
			const [missed] = waiting;
			if (missed !== undefined) throw new Error(`Nobody loaded ${missed.file} for "${bug.name}"`);
		}
	};
}

/** The text with the patch in it; throws unless what it looks for occurs exactly once. */
export function patched(code: string, { file, find, replace }: Patch): string {
	const parts = code.split(find);
	if (parts.length !== 2) {
		throw new Error(`${file} contains ${parts.length - 1} times, not once: ${find}`);
	}
	return parts.join(replace);
}
