/**
 * The seeded bugs still fit the sources, here; that each is caught, `npm run sim -- --bugs` shows
 * (part of `npm run test:long`).
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { patched } from './bug';
import { bugs } from './list';

it('are twenty, each with a name of its own', () => {
	expect(new Set(bugs.map(({ name }) => name)).size).toBe(20);
});

it.each(bugs.map((bug) => [bug.name, bug] as const))('"%s" can be put in', (_, { patches }) => {
	for (const patch of patches) {
		const code = readFileSync(new URL(`../../../${patch.file}`, import.meta.url), 'utf8');
		expect(patched(code, patch)).not.toBe(code);
	}
});
