/**
 * Keeps docs/guarantees.md honest: it leaves out no scenario and no story, and names no test that does
 * not exist. Whether a test shows what its row says is for people to read.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/guarantees.md'), 'utf8');

/** The last number of each letter. */
const lastOf = { A: 14, B: 10, C: 20, D: 8, E: 10, F: 10, G: 5, H: 8, I: 3 };
const scenarios = Object.entries(lastOf).flatMap(([letter, last]) => numbered(last, letter));
const leftOutStory = '23';
const stories = numbered(48).filter((story) => story !== leftOutStory);

function numbered(last: number, letter = ''): string[] {
	return Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
}

/** Cells of the rows of a section's tables. */
function rowsOf(heading: string): string[][] {
	const [, section = ''] = page.split(`\n## ${heading}\n`);
	const lines = section.split('\n## ')[0]?.split('\n') ?? [];
	return lines
		.filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
		.map((line) => line.split('|').slice(1, -1))
		.map((cells) => cells.map((cell) => cell.trim()));
}

describe('the page of guarantees', () => {
	it.each([
		['Invariants', numbered(12, 'I')],
		['Scenarios', scenarios],
		['Failure stories', stories]
	])('has one row for each of its %s, in order, and every cell filled', (heading, names) => {
		const rows = rowsOf(heading).filter(([name = '']) => /^[A-I]?\d+$/.test(name));
		expect(rows.map(([name]) => name)).toEqual(names);
		for (const row of rows)
			expect(
				row.every((cell) => cell !== ''),
				row[0]
			).toBe(true);
	});

	it('names only tests and files that exist', () => {
		const sources = testSources();
		const cells = ['Invariants', 'Conflicts', 'Scenarios', 'Failure stories'].flatMap(rowsOf);
		const quoted = cells.flat().flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)]);
		const names = quoted.map(([, name = '']) => name);
		expect(names.length).toBeGreaterThan(100);
		expect(names.filter((name) => !exists(name, sources))).toEqual([]);
	});
});

/** Commands are no test, files lie where they are said to, titles stand in quotes; `…` is what varies. */
function exists(name: string, sources: string): boolean {
	if (name.startsWith('npm ')) return true;
	if (/\.(ts|js)$/.test(name)) return existsSync(join(root, name));
	const title = name.split('…').map(escaped).join('[^\\n]*');
	return new RegExp(`['"\`]${title}(?: \\[[^\\]\\n]*\\])*['"\`]`).test(sources);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function testSources(): string {
	const files = ['src', 'tests'].flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => /\.(test|e2e)\.ts$|^(torture|sim)\b.*\.ts$/.test(name))
			.map((name) => join(root, folder, name))
	);
	return files.map((file) => readFileSync(file, 'utf8')).join('\n');
}
