/**
 * Paints the sketch basemap: sea, land, wilayat areas with their borders, built-up land, parks,
 * wadis, roads and names, in the theme's colours and the page's language.
 *
 * 1. Every tile paints the same world, so nothing breaks at a tile's border.
 * 2. It needs no network and no tile file: it is drawn from the reference data on the device.
 */
import type { Coords } from 'leaflet';
import type { Locale } from '$lib/i18n/locale';
import { tilePx } from './cluster-index';
import { placeLabels, type Label, type LabelStyle } from './labels';
import { worldPx } from './mercator';
import type { MapPalette } from './palette';
import type { Course, Shape, Sketch } from './sketch';

type Pen = CanvasRenderingContext2D;

/** What a tile needs to know of where it lies: px of the world at its zoom. */
interface View {
	pen: Pen;
	zoom: number;
	scale: number;
	left: number;
	top: number;
}

export type SketchPainter = (pen: Pen, tile: Coords) => void;

/** A painter for one sketch, language and palette; make a new one when any of them changes. */
export function sketchPainter(sketch: Sketch, locale: Locale, palette: MapPalette): SketchPainter {
	const labelsOf = labelsByZoom(sketch, locale, palette);
	return (pen, { x, y, z }) => {
		const view = { pen, zoom: z, scale: worldPx(z), left: x * tilePx, top: y * tilePx };
		paintGround(view, sketch.shapes, palette);
		paintWays(view, sketch.shapes, palette);
		pen.direction = locale === 'ar' ? 'rtl' : 'ltr';
		paintLabels(view, labelsOf(z), palette);
	};
}

/** A painter of sea, land and areas alone, for below another map. */
export function groundPainter({ shapes }: Sketch, palette: MapPalette): SketchPainter {
	return (pen, { x, y, z }) => {
		const view = { pen, zoom: z, scale: worldPx(z), left: x * tilePx, top: y * tilePx };
		paintGround(view, shapes, palette);
	};
}

/** A painter of the areas' borders and names alone, for above another map. */
export function areaPainter(sketch: Sketch, locale: Locale, palette: MapPalette): SketchPainter {
	const names = sketch.names.filter(({ kind }) => kind === 'wilayat');
	const labelsOf = labelsByZoom({ ...sketch, names }, locale, palette);
	return (pen, { x, y, z }) => {
		const view = { pen, zoom: z, scale: worldPx(z), left: x * tilePx, top: y * tilePx };
		pen.save();
		clipToLand(view, sketch.shapes);
		paintBorders(view, sketch.shapes, palette.sketch.label);
		pen.restore();
		pen.direction = locale === 'ar' ? 'rtl' : 'ltr';
		paintLabels(view, labelsOf(z), palette);
	};
}

function labelsByZoom(sketch: Sketch, locale: Locale, palette: MapPalette) {
	const known = new Map<number, readonly Label[]>();
	const pen = document.createElement('canvas').getContext('2d');
	const measure = (text: string, style: LabelStyle) => {
		if (!pen) return text.length * style.sizePx * 0.55;
		pen.font = fontOf(style, palette);
		return pen.measureText(text).width;
	};
	return (zoom: number) => {
		const labels = known.get(zoom) ?? placeLabels(sketch.names, zoom, locale, measure);
		known.set(zoom, labels);
		return labels;
	};
}

function fontOf({ weight, sizePx }: LabelStyle, { font }: MapPalette): string {
	return `${weight} ${sizePx}px ${font}`;
}

/**
 * Sea below, land above it, and the city's areas only where there is land: areas are drawn rougher
 * than the coast and would reach into the water.
 */
function paintGround(view: View, shapes: readonly Shape[], { sketch }: MapPalette): void {
	const { pen, zoom } = view;
	const fill = (kind: Shape['kind'], colour: string) => {
		pen.fillStyle = colour;
		eachShape(view, shapes, kind, () => pen.fill('evenodd'));
	};
	pen.fillStyle = sketch.sea;
	pen.fillRect(0, 0, tilePx, tilePx);
	fill('land', sketch.outside);
	pen.save();
	clipToLand(view, shapes);
	fill('area', sketch.land);
	fill('urban', sketch.urban);
	paintBorders(view, shapes, sketch.areaLine);
	pen.restore();
	fill('island', sketch.land);
	pen.strokeStyle = sketch.coast;
	pen.lineWidth = zoom < 11 ? 1 : 1.6;
	for (const kind of ['land', 'island'] as const) eachShape(view, shapes, kind, () => pen.stroke());
	fill('park', sketch.park);
}

function clipToLand(view: View, shapes: readonly Shape[]): void {
	const land = shapes.filter(({ kind }) => kind === 'land');
	if (land.length === 0) return;
	view.pen.beginPath();
	for (const course of land.flatMap(({ courses }) => courses)) trace(view, course);
	view.pen.clip();
}

/** A soft band under a thin line, so that a border is found without shouting. */
function paintBorders(view: View, shapes: readonly Shape[], colour: string): void {
	const { pen, zoom } = view;
	pen.strokeStyle = colour;
	pen.lineJoin = 'round';
	eachShape(view, shapes, 'area', () => {
		pen.globalAlpha = 0.1;
		pen.lineWidth = zoom < 11 ? 4 : 8;
		pen.stroke();
		pen.globalAlpha = 0.5;
		pen.lineWidth = 1;
		pen.stroke();
	});
	pen.globalAlpha = 1;
}

function paintWays(view: View, shapes: readonly Shape[], { sketch }: MapPalette): void {
	const { pen, zoom } = view;
	pen.lineCap = 'round';
	pen.lineJoin = 'round';
	pen.strokeStyle = sketch.wadi;
	pen.lineWidth = Math.max(1, 1.3 * 1.22 ** (zoom - 11));
	pen.setLineDash([pen.lineWidth * 4, pen.lineWidth * 2.5]);
	eachShape(view, shapes, 'wadi', () => pen.stroke());
	pen.setLineDash([]);
	pen.strokeStyle = sketch.roadEdge;
	eachShape(view, shapes, 'road', (road) => {
		pen.lineWidth = roadWidthPx(road, zoom) + 2;
		pen.stroke();
	});
	pen.strokeStyle = sketch.road;
	eachShape(view, shapes, 'road', (road) => {
		pen.lineWidth = roadWidthPx(road, zoom);
		pen.stroke();
	});
}

/** The earlier a road appears, the wider it is. */
function roadWidthPx({ minZoom }: Shape, zoom: number): number {
	const base = minZoom <= 8 ? 3.4 : minZoom <= 10 ? 2.4 : 1.6;
	return Math.max(0.8, base * 1.27 ** (zoom - 11));
}

function eachShape(
	view: View,
	shapes: readonly Shape[],
	kind: Shape['kind'],
	paint: (shape: Shape) => void
): void {
	for (const shape of shapes) {
		if (shape.kind !== kind || view.zoom < shape.minZoom || !touches(view, shape)) continue;
		view.pen.beginPath();
		for (const course of shape.courses) trace(view, course);
		paint(shape);
	}
}

/** Room for the widest stroke around a shape's box. */
const strokeReachPx = 24;

function touches({ scale, left, top }: View, { box }: Shape): boolean {
	return (
		box.east * scale > left - strokeReachPx &&
		box.west * scale < left + tilePx + strokeReachPx &&
		box.south * scale > top - strokeReachPx &&
		box.north * scale < top + tilePx + strokeReachPx
	);
}

function trace({ pen, scale, left, top }: View, course: Course): void {
	for (let at = 0; at < course.length; at += 2) {
		const x = (course[at] ?? 0) * scale - left;
		const y = (course[at + 1] ?? 0) * scale - top;
		if (at === 0) pen.moveTo(x, y);
		else pen.lineTo(x, y);
	}
}

function paintLabels(view: View, labels: readonly Label[], palette: MapPalette): void {
	const { pen, left, top } = view;
	pen.textAlign = 'center';
	pen.textBaseline = 'middle';
	pen.lineJoin = 'round';
	pen.strokeStyle = palette.sketch.labelHalo;
	for (const label of labels) {
		const [x, y] = [label.x - left, label.y - top];
		const [halfWidth, halfHeight] = [label.halfWidth + 4, label.halfHeight + 14];
		if (x < -halfWidth || x > tilePx + halfWidth) continue;
		if (y < -halfHeight || y > tilePx + halfHeight) continue;
		pen.save();
		pen.translate(x, y);
		pen.rotate(label.angle);
		paintLabel(pen, label, palette);
		pen.restore();
	}
}

function paintLabel(pen: Pen, { text, style }: Label, palette: MapPalette): void {
	pen.font = fontOf(style, palette);
	pen.lineWidth = 3.2;
	pen.fillStyle = palette.sketch[style.colour];
	if (style.hasDot) paintDot(pen);
	if (style.hasHalo) pen.strokeText(text, 0, 0);
	pen.fillText(text, 0, 0);
}

function paintDot(pen: Pen): void {
	pen.beginPath();
	pen.arc(0, -12, 2.6, 0, Math.PI * 2);
	pen.stroke();
	pen.fill();
}
