/**
 * The colours a canvas paints the map with, read from the page's tokens.
 *
 * 1. Each colour is asked of CSS by its custom property; the three values beside it (light, dark,
 *    sun) stand in only where the style sheet does not define that property.
 * 2. Probe elements resolve `light-dark()` and `var()`, so a canvas always gets a plain colour. All of
 *    them are made before the first is asked: the page's styles are worked out once.
 * This is the only file outside styles that names colours.
 */
import { tones, type Tone } from '$lib/domain/report/lifecycle';

const sketchColours = {
	sea: ['--map-sea', '#c5dbde', '#0a2128', '#cbe9f5'],
	outside: ['--map-outside', '#e6dfd0', '#10191b', '#f1f1f1'],
	land: ['--map-land', '#f6f1e7', '#182427', '#ffffff'],
	urban: ['--map-urban', '#ece4d5', '#1f2d30', '#f0ede6'],
	park: ['--map-park', '#d3e0c1', '#1d3327', '#cfe8bf'],
	areaLine: ['--map-area-line', '#a2906b', '#5c6d69', '#3d3420'],
	coast: ['--map-coast', '#8fb3b8', '#28505a', '#1c6a86'],
	road: ['--map-road', '#fffdf8', '#3b4c4f', '#ffffff'],
	roadEdge: ['--map-road-edge', '#cfc0a2', '#0f191b', '#5a5a5a'],
	wadi: ['--map-wadi', '#8fb9c2', '#2f5a64', '#2a86ab'],
	label: ['--map-label', '#3c3a30', '#d7d4c8', '#000000'],
	labelSoft: ['--map-label-soft', '#5f5a4a', '#a8aea8', '#1f1f1f'],
	labelHalo: ['--map-label-halo', '#fbf8f1', '#121c1e', '#ffffff'],
	labelSea: ['--map-label-sea', '#3f7079', '#6fa3ad', '#0b4f66'],
	labelPark: ['--map-label-park', '#47683a', '#8fbf92', '#1d4a10']
} as const;
export type SketchColour = keyof typeof sketchColours;

export interface ToneColours {
	solid: string;
	onSolid: string;
}

export interface MapPalette {
	sketch: Readonly<Record<SketchColour, string>>;
	tones: Readonly<Record<Tone, ToneColours>>;
	alarm: ToneColours;
	surface: string;
	ink: string;
	/** The family list of the page, for canvas text. */
	font: string;
	/** 1, or more where markers must be read in the sun. */
	markerScale: number;
}

type Ask = (css: string) => string;

/** Reads all colours as they are now at `host`, which must be in the document. */
export function readPalette(host: HTMLElement): MapPalette {
	const isSun = document.documentElement.dataset.theme === 'sun';
	const probes = document.createElement('span');
	probes.hidden = true;
	const probeOf = new Map<string, HTMLElement>();
	colours((css) => {
		const probe = document.createElement('span');
		probe.style.color = css;
		probeOf.set(css, probe);
		return css;
	}, isSun);
	probes.append(...probeOf.values());
	host.append(probes);
	const palette: MapPalette = {
		...colours((css) => getComputedStyle(probeOf.get(css) ?? probes).color, isSun),
		font: getComputedStyle(host).getPropertyValue('--font').trim() || 'sans-serif',
		markerScale: isSun ? 1.2 : 1
	};
	probes.remove();
	return palette;
}

function colours(ask: Ask, isSun: boolean): Omit<MapPalette, 'font' | 'markerScale'> {
	return {
		sketch: sketch(ask, isSun),
		tones: toneTable(ask),
		alarm: toneColours(ask, 'alarm'),
		surface: ask('var(--surface)'),
		ink: ask('var(--ink)')
	};
}

function sketch(ask: Ask, isSun: boolean): Record<SketchColour, string> {
	const colour = (name: SketchColour) => {
		const [property, light, dark, sun] = sketchColours[name];
		return ask(`var(${property}, ${isSun ? sun : `light-dark(${light}, ${dark})`})`);
	};
	return {
		sea: colour('sea'),
		outside: colour('outside'),
		land: colour('land'),
		urban: colour('urban'),
		park: colour('park'),
		areaLine: colour('areaLine'),
		coast: colour('coast'),
		road: colour('road'),
		roadEdge: colour('roadEdge'),
		wadi: colour('wadi'),
		label: colour('label'),
		labelSoft: colour('labelSoft'),
		labelHalo: colour('labelHalo'),
		labelSea: colour('labelSea'),
		labelPark: colour('labelPark')
	};
}

function toneTable(ask: Ask): Record<Tone, ToneColours> {
	const [neutral, active, waiting, done, stopped] = tones;
	return {
		[neutral]: toneColours(ask, neutral),
		[active]: toneColours(ask, active),
		[waiting]: toneColours(ask, waiting),
		[done]: toneColours(ask, done),
		[stopped]: toneColours(ask, stopped)
	};
}

function toneColours(ask: Ask, tone: Tone | 'alarm'): ToneColours {
	return { solid: ask(`var(--${tone}-solid)`), onSolid: ask(`var(--${tone}-on-solid)`) };
}
