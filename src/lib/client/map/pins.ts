/**
 * Drawing of marks on a canvas: one shape and one glyph per tone, so that no tone is known by its
 * colour alone, and count disks with a ring that shows the shares of the tones.
 *
 * 1. Everything is centred on the place itself; radii are CSS px, the caller has scaled the canvas.
 * 2. No colour stands here: it comes with the palette.
 */
import { tones, type Tone } from '$lib/domain/report/lifecycle';
import type { MapPalette } from './palette';

type Pen = CanvasRenderingContext2D;

const fullTurn = Math.PI * 2;
const pinRadiusPx = 10;
/** Room around a pin for outline and ring. */
export const pinReachPx = 18;

/** Draws a pin of radius `radiusPx` around the canvas's origin; `isUrgent` adds the ring. */
export function drawPin(
	pen: Pen,
	tone: Tone,
	isUrgent: boolean,
	palette: MapPalette,
	radiusPx = pinRadiusPx * palette.markerScale
): void {
	const { solid, onSolid } = palette.tones[tone];
	if (isUrgent) drawRing(pen, palette, radiusPx);
	pen.beginPath();
	shapes[tone](pen, radiusPx);
	pen.lineJoin = 'round';
	pen.lineWidth = radiusPx * 0.36;
	pen.strokeStyle = palette.surface;
	pen.stroke();
	pen.fillStyle = solid;
	pen.fill();
	pen.strokeStyle = onSolid;
	pen.fillStyle = onSolid;
	pen.lineWidth = radiusPx * 0.24;
	pen.lineCap = 'round';
	pen.beginPath();
	glyphs[tone](pen, radiusPx);
}

function drawRing(pen: Pen, palette: MapPalette, radiusPx: number): void {
	pen.beginPath();
	pen.arc(0, 0, radiusPx * 1.5, 0, fullTurn);
	pen.fillStyle = palette.surface;
	pen.fill();
	pen.lineWidth = radiusPx * 0.28;
	pen.strokeStyle = palette.alarm.solid;
	pen.stroke();
}

/** Outlines that differ at a glance and in grey. */
const shapes: Record<Tone, (pen: Pen, r: number) => void> = {
	neutral: (pen, r) => pen.arc(0, 0, r, 0, fullTurn),
	active: (pen, r) => polygon(pen, r * 1.18, 4, 0),
	waiting: (pen, r) => pen.roundRect(-r * 0.9, -r * 0.9, r * 1.8, r * 1.8, r * 0.3),
	done: (pen, r) => pen.arc(0, 0, r, 0, fullTurn),
	stopped: (pen, r) => polygon(pen, r * 1.04, 6, fullTurn / 12)
};

const glyphs: Record<Tone, (pen: Pen, r: number) => void> = {
	neutral(pen, r) {
		pen.arc(0, 0, r * 0.4, 0, fullTurn);
		pen.stroke();
	},
	active(pen, r) {
		pen.arc(0, 0, r * 0.36, 0, fullTurn);
		pen.fill();
	},
	waiting(pen, r) {
		line(pen, [-r * 0.28, -r * 0.36], [-r * 0.28, r * 0.36]);
		line(pen, [r * 0.28, -r * 0.36], [r * 0.28, r * 0.36]);
		pen.stroke();
	},
	done(pen, r) {
		line(pen, [-r * 0.42, r * 0.04], [-r * 0.1, r * 0.36], [r * 0.44, -r * 0.32]);
		pen.stroke();
	},
	stopped(pen, r) {
		line(pen, [-r * 0.4, 0], [r * 0.4, 0]);
		pen.stroke();
	}
};

function line(pen: Pen, [x, y]: [number, number], ...rest: [number, number][]): void {
	pen.moveTo(x, y);
	for (const [nextX, nextY] of rest) pen.lineTo(nextX, nextY);
}

function polygon(pen: Pen, r: number, corners: number, turn: number): void {
	for (let corner = 0; corner < corners; corner += 1) {
		const angle = turn + (corner / corners) * fullTurn;
		pen.lineTo(Math.cos(angle) * r, Math.sin(angle) * r);
	}
	pen.closePath();
}

/** Size of the selected report's marker, CSS px; `tip` is how far down the place itself lies. */
export const selectedPinPx = { width: 52, height: 64, tip: 58 } as const;

/** Draws the selected report's marker onto a canvas of `selectedPinPx`. */
export function drawSelectedPin(
	pen: Pen,
	tone: Tone,
	isUrgent: boolean,
	palette: MapPalette
): void {
	const [centre, head] = [selectedPinPx.width / 2, 21];
	pen.beginPath();
	pen.arc(centre, centre, head, Math.PI * 0.8, Math.PI * 0.2);
	pen.quadraticCurveTo(centre + 9, centre + 22, centre, selectedPinPx.tip);
	pen.quadraticCurveTo(centre - 9, centre + 22, centre - head * 0.81, centre + head * 0.59);
	pen.closePath();
	pen.fillStyle = palette.surface;
	pen.fill();
	pen.lineWidth = 2.5;
	pen.lineJoin = 'round';
	pen.strokeStyle = palette.ink;
	pen.stroke();
	pen.translate(centre, centre);
	drawPin(pen, tone, isUrgent, palette, isUrgent ? 10.5 : 13);
}

/** How many reports of each tone a disk stands for, in the order of the tone list. */
export type ToneCounts = readonly number[];

/** Radius of the disk of a cluster; it grows with the logarithm of the count. */
export function diskRadiusPx(count: number): number {
	return 13 + 4.5 * Math.log10(Math.max(1, count));
}

/** Draws a count disk around the canvas's origin. */
export function drawDisk(
	pen: Pen,
	{
		count,
		text,
		byTone,
		urgent
	}: { count: number; text: string; byTone: ToneCounts; urgent: number },
	palette: MapPalette
): void {
	const r = diskRadiusPx(count) * palette.markerScale;
	pen.beginPath();
	pen.arc(0, 0, r + 1.5, 0, fullTurn);
	pen.fillStyle = palette.surface;
	pen.fill();
	drawShares(pen, byTone, count, r, palette);
	pen.fillStyle = palette.ink;
	pen.font = `600 ${Math.min(14, (r * 2.5) / Math.max(2, text.length)) * palette.markerScale}px ${palette.font}`;
	pen.textAlign = 'center';
	pen.textBaseline = 'middle';
	pen.fillText(text, 0, 1);
	if (urgent > 0) drawAlarm(pen, r, palette);
}

function drawShares(
	pen: Pen,
	byTone: ToneCounts,
	count: number,
	r: number,
	palette: MapPalette
): void {
	pen.lineWidth = 4 * palette.markerScale;
	pen.lineCap = 'butt';
	let from = -Math.PI / 2;
	tones.forEach((tone, index) => {
		const share = ((byTone[index] ?? 0) / count) * fullTurn;
		if (share === 0) return;
		pen.beginPath();
		pen.arc(0, 0, r - 1.5, from, from + share);
		pen.strokeStyle = palette.tones[tone].solid;
		pen.stroke();
		from += share;
	});
}

/** A mark at the shoulder of a disk that holds something urgent. */
function drawAlarm(pen: Pen, r: number, palette: MapPalette): void {
	const shoulder = r * 0.74;
	pen.beginPath();
	pen.arc(shoulder, -shoulder, 5.5, 0, fullTurn);
	pen.fillStyle = palette.alarm.solid;
	pen.fill();
	pen.lineWidth = 1.5;
	pen.strokeStyle = palette.surface;
	pen.stroke();
	pen.strokeStyle = palette.alarm.onSolid;
	pen.lineCap = 'round';
	pen.beginPath();
	line(pen, [shoulder, -shoulder - 2.6], [shoulder, -shoulder + 0.2]);
	line(pen, [shoulder, -shoulder + 2.5], [shoulder, -shoulder + 2.5]);
	pen.stroke();
}
