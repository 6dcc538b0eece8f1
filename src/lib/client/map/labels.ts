/**
 * Where the names of the sketch stand at one zoom and in one language.
 *
 * 1. No two names overlap: the more important one is placed first and keeps its room.
 * 2. The outcome depends on nothing but zoom, language and fonts, so every tile agrees about a name
 *    that crosses its border.
 * 3. Names along a line are straight, upright, and only where the line is straight enough.
 * Lengths are CSS px of the whole world at that zoom. Not here: painting.
 */
import type { BasemapKind } from '$lib/domain/geo/basemap';
import type { Locale } from '$lib/i18n/locale';
import { worldPx, type UnitPoint } from './mercator';
import { pointOf, type Course, type Name } from './sketch';
import type { SketchColour } from './palette';

export interface LabelStyle {
	sizePx: number;
	weight: 400 | 500 | 600;
	colour: SketchColour;
	/** Smaller is placed earlier. */
	rank: number;
	/** Beyond this zoom the name says nothing any more. */
	zoomMax: number;
	/** A dot marks the place and the name stands below it. */
	hasDot: boolean;
	/** Set off from what it crosses. */
	hasHalo: boolean;
}

const style = (
	rank: number,
	sizePx: number,
	weight: LabelStyle['weight'],
	colour: SketchColour,
	more: Partial<LabelStyle> = {}
): LabelStyle => ({
	rank,
	sizePx,
	weight,
	colour,
	zoomMax: 22,
	hasDot: false,
	hasHalo: true,
	...more
});

/** How the names of each kind look. */
export const labelStyles: Readonly<Record<BasemapKind, LabelStyle>> = {
	wilayat: style(0, 16, 600, 'label', { zoomMax: 13 }),
	sea: style(1, 15, 500, 'labelSea', { zoomMax: 12, hasHalo: false }),
	suburb: style(2, 13, 500, 'label'),
	landmark: style(3, 12, 500, 'labelSoft', { hasDot: true }),
	island: style(4, 11, 500, 'labelSoft'),
	park: style(5, 11.5, 500, 'labelPark'),
	road: style(6, 11, 500, 'labelSoft'),
	wadi: style(7, 11, 500, 'labelSea'),
	urban: style(8, 12, 500, 'labelSoft'),
	land: style(9, 12, 500, 'labelSoft')
};

export interface Label {
	text: string;
	style: LabelStyle;
	/** Middle of the text. */
	x: number;
	y: number;
	/** Radians, between a quarter turn left and right. */
	angle: number;
	/** Half the width and height of the upright box around it. */
	halfWidth: number;
	halfHeight: number;
}

/** The width of a text in a style, CSS px. */
export type Measure = (text: string, style: LabelStyle) => number;

const repeatPx = 620;
const marginPx = 6;
const bendPx = 7;
const dotGapPx = 11;

/** Chooses and places the names for `zoom`; in reading order of importance. */
export function placeLabels(
	names: readonly Name[],
	zoom: number,
	locale: Locale,
	measure: Measure
): readonly Label[] {
	const placed: Label[] = [];
	const wanted = names
		.filter(({ kind, minZoom }) => zoom >= minZoom && zoom <= labelStyles[kind].zoomMax)
		.sort((a, b) => labelStyles[a.kind].rank - labelStyles[b.kind].rank || a.minZoom - b.minZoom);
	for (const name of wanted) {
		for (const label of candidates(name, zoom, locale, measure)) {
			if (!placed.some((other) => overlap(label, other))) placed.push(label);
		}
	}
	return placed;
}

function candidates(name: Name, zoom: number, locale: Locale, measure: Measure): Label[] {
	const text = name.text[locale];
	const styleOfKind = labelStyles[name.kind];
	const width = measure(text, styleOfKind);
	const scale = worldPx(zoom);
	if (name.course.length > 2)
		return alongLine(name.course, scale, { text, style: styleOfKind, width });
	const { x, y } = pointOf(name.course, 0);
	const drop = styleOfKind.hasDot ? dotGapPx : 0;
	return [
		{
			text,
			style: styleOfKind,
			x: x * scale,
			y: y * scale + drop,
			angle: 0,
			halfWidth: width / 2,
			halfHeight: styleOfKind.sizePx * 0.7 + drop / 2
		}
	];
}

interface Text {
	text: string;
	style: LabelStyle;
	width: number;
}

function alongLine(course: Course, scale: number, text: Text): Label[] {
	const walk = measuredLine(course, scale);
	const count = Math.floor(walk.lengthPx / repeatPx) || (walk.lengthPx > text.width * 1.3 ? 1 : 0);
	const step = walk.lengthPx / count;
	return Array.from({ length: count }, (_, index) =>
		straightLabel(walk, (index + 0.5) * step, text)
	)
		.flat()
		.slice(0, 400);
}

/** A name at `atPx` along the line, or nothing where the line bends under it. */
function straightLabel(walk: Walk, atPx: number, { text, style, width }: Text): Label[] {
	const from = walk.at(atPx - width / 2);
	const to = walk.at(atPx + width / 2);
	const middle = walk.at(atPx);
	const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2];
	const isStraight =
		Math.hypot(middle.x - x, middle.y - y) < bendPx &&
		Math.hypot(to.x - from.x, to.y - from.y) > width * 0.94;
	if (!isStraight) return [];
	const angle = upright(Math.atan2(to.y - from.y, to.x - from.x));
	const [sine, cosine] = [Math.abs(Math.sin(angle)), Math.abs(Math.cos(angle))];
	const height = style.sizePx * 1.3;
	return [
		{
			text,
			style,
			x,
			y,
			angle,
			halfWidth: (width * cosine + height * sine) / 2,
			halfHeight: (width * sine + height * cosine) / 2
		}
	];
}

function upright(angle: number): number {
	if (angle > Math.PI / 2) return angle - Math.PI;
	return angle < -Math.PI / 2 ? angle + Math.PI : angle;
}

interface Walk {
	lengthPx: number;
	at(distancePx: number): UnitPoint;
}

/** A line with its length, so that one can go along it. */
function measuredLine(course: Course, scale: number): Walk {
	const points = Array.from({ length: course.length / 2 }, (_, index) => {
		const { x, y } = pointOf(course, index);
		return { x: x * scale, y: y * scale };
	});
	const reached = [0];
	for (let index = 1; index < points.length; index += 1) {
		const [from, to] = [points[index - 1], points[index]];
		if (from && to) reached.push((reached.at(-1) ?? 0) + Math.hypot(to.x - from.x, to.y - from.y));
	}
	return {
		lengthPx: reached.at(-1) ?? 0,
		at(distancePx) {
			const next = reached.findIndex((reach) => reach >= distancePx);
			const index = next < 0 ? points.length - 1 : Math.max(1, next);
			const [from, to] = [points[index - 1], points[index]];
			const [start, end] = [reached[index - 1] ?? 0, reached[index] ?? 0];
			if (!from || !to) return { x: 0, y: 0 };
			const part = end === start ? 0 : (distancePx - start) / (end - start);
			return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
		}
	};
}

function overlap(a: Label, b: Label): boolean {
	return (
		Math.abs(a.x - b.x) < a.halfWidth + b.halfWidth + marginPx &&
		Math.abs(a.y - b.y) < a.halfHeight + b.halfHeight + marginPx / 2
	);
}
