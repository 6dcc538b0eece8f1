/** The palette keeps its promises: 4.5:1 for text by day and night, 7:1 in the sun, 3:1 for edges. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./themes.css', import.meta.url), 'utf8');
const everyday = [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)];
const light = new Map(everyday.map(([, name = '', day = '']) => [name, day]));
const dark = new Map(everyday.map(([, name = '', , night = '']) => [name, night]));
const sunBlock = /data-theme='sun'\] \{\n\t--page[^}]*/.exec(css)?.[0] ?? '';
const sun = new Map(light);
for (const [, name = '', colour = ''] of sunBlock.matchAll(/--([\w-]+): (#\w{6});/g)) {
	sun.set(name, colour);
}

/** Relative luminance of WCAG 2.2. */
function luminance(colour: string): number {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5]
		.map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
		.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(theme: Map<string, string>, front: string, ground: string): number {
	const [a, b] = [theme.get(front), theme.get(ground)];
	if (!a || !b) throw new Error(`no colour for ${front} on ${ground}`);
	const [dim = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
	return (bright + 0.05) / (dim + 0.05);
}

const tones = ['neutral', 'active', 'waiting', 'done', 'stopped', 'alarm'];
const grounds = ['page', 'surface', 'raised', 'sunken', 'hover', 'selected', 'pressed'];
const texts: [front: string, ground: string][] = [
	...grounds.flatMap((ground) =>
		['ink', 'ink-soft', 'ink-faint', 'brand', 'danger'].map((ink): [string, string] => [
			ink,
			ground
		])
	),
	...tones.map((tone): [string, string] => [`${tone}-ink`, `${tone}-surface`]),
	...tones.map((tone): [string, string] => [`${tone}-on-solid`, `${tone}-solid`]),
	['on-brand', 'brand'],
	['on-brand', 'brand-hover'],
	['on-brand', 'brand-pressed'],
	['on-danger', 'danger'],
	['on-danger', 'danger-hover'],
	['on-bar', 'bar']
];
const edges: [front: string, ground: string][] = [
	...['page', 'surface', 'raised'].flatMap((ground) =>
		['line-strong', 'focus', 'brass'].map((edge): [string, string] => [edge, ground])
	),
	...tones.map((tone): [string, string] => [`${tone}-solid`, 'surface'])
];

describe.each([
	['light', light, 4.5],
	['dark', dark, 4.5],
	['sun', sun, 7]
] as const)('the %s theme', (_name, theme, leastForText) => {
	it(`keeps text at ${leastForText}:1`, () => {
		const weak = texts.filter(([front, ground]) => contrast(theme, front, ground) < leastForText);
		expect(weak).toEqual([]);
	});

	it('keeps edges, focus rings and pins at 3:1', () => {
		expect(edges.filter(([front, ground]) => contrast(theme, front, ground) < 3)).toEqual([]);
	});
});
