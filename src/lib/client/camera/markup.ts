/**
 * What a person draws on the copy of a photo, and how it is painted. Pure but for the canvas it is
 * given; the original is only ever read.
 *
 * 1. Marks are a list, painted in order; taking back removes the last one.
 * 2. Blurring destroys: what lies under a blurred rectangle is painted as a few flat blocks, each the
 *    mean of what was there. It comes before all strokes, so that no stroke is blurred with it.
 * 3. Every stroke has an edge of the opposite brightness, so that it is seen on white walls and tar.
 * Lengths are px of the picture.
 */
export interface Spot {
	x: number;
	y: number;
}
export type Tool = 'pen' | 'arrow' | 'blur';
export type Mark =
	| { tool: 'pen'; colour: string; edge: string; path: readonly Spot[] }
	| { tool: 'arrow'; colour: string; edge: string; from: Spot; to: Spot }
	| { tool: 'blur'; from: Spot; to: Spot };

export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** A blurred rectangle keeps at most so many blocks along its long side, however large it is. */
const blocksMax = 8;
const blockMinPx = 16;

/** The rectangle of two corners in whole px, inside the picture. */
export function boxOf(from: Spot, to: Spot, size: { width: number; height: number }): Box {
	const inside = (value: number, limit: number) => Math.min(limit, Math.max(0, Math.round(value)));
	const [x1, x2] = [inside(from.x, size.width), inside(to.x, size.width)];
	const [y1, y2] = [inside(from.y, size.height), inside(to.y, size.height)];
	return {
		x: Math.min(x1, x2),
		y: Math.min(y1, y2),
		width: Math.abs(x1 - x2),
		height: Math.abs(y1 - y2)
	};
}

/** How large a block is: large enough that neither a face nor a plate is left. */
export function blockPx({ width, height }: Box): number {
	return Math.max(blockMinPx, Math.ceil(Math.max(width, height) / blocksMax));
}

/** Replaces every block of a pixel array (RGBA, `width` px wide) by its mean. */
export function flatten(data: Uint8ClampedArray, width: number, block: number): void {
	const height = data.length / 4 / width;
	for (let top = 0; top < height; top += block)
		for (let start = 0; start < width; start += block)
			flattenBlock(data, width, {
				x: start,
				y: top,
				width: Math.min(block, width - start),
				height: Math.min(block, height - top)
			});
}

function flattenBlock(data: Uint8ClampedArray, width: number, box: Box): void {
	const places: number[] = [];
	for (let y = box.y; y < box.y + box.height; y += 1)
		for (let x = box.x; x < box.x + box.width; x += 1) places.push((y * width + x) * 4);
	const mean = (part: number) =>
		Math.round(places.reduce((sum, at) => sum + (data[at + part] ?? 0), 0) / places.length);
	const means = [mean(0), mean(1), mean(2)];
	for (const at of places) data.set(means, at);
}

/** Does it cover anything? A touch without a movement draws a dot with the pen and nothing else. */
export function isVisible(mark: Mark): boolean {
	if (mark.tool === 'pen') return mark.path.length > 0;
	return Math.hypot(mark.to.x - mark.from.x, mark.to.y - mark.from.y) >= 8;
}

type Pen = CanvasRenderingContext2D;

/** Paints the picture and all marks over the whole canvas. */
export function paint(pen: Pen, picture: CanvasImageSource, marks: readonly Mark[]): void {
	const size = pen.canvas;
	pen.drawImage(picture, 0, 0, size.width, size.height);
	for (const mark of marks) if (mark.tool === 'blur') paintBlur(pen, mark);
	for (const mark of marks) if (mark.tool !== 'blur') paintMark(pen, mark);
}

/** Paints one mark while it is drawn; of a rectangle to be blurred only its border. */
export function paintMark(pen: Pen, mark: Mark): void {
	const strokePx = Math.max(4, Math.round(Math.max(pen.canvas.width, pen.canvas.height) / 160));
	if (mark.tool === 'pen') return paintPath(pen, mark, mark.path, strokePx);
	if (mark.tool === 'arrow') return paintArrow(pen, mark, strokePx);
	const { x, y, width, height } = boxOf(mark.from, mark.to, pen.canvas);
	pen.setLineDash([strokePx * 2, strokePx]);
	pen.lineWidth = strokePx / 2;
	pen.strokeRect(x, y, width, height);
	pen.globalAlpha = 0.35;
	pen.fillRect(x, y, width, height);
	pen.globalAlpha = 1;
	pen.setLineDash([]);
}

function paintBlur(pen: Pen, { from, to }: Extract<Mark, { tool: 'blur' }>): void {
	const box = boxOf(from, to, pen.canvas);
	if (box.width === 0 || box.height === 0) return;
	const pixels = pen.getImageData(box.x, box.y, box.width, box.height);
	flatten(pixels.data, box.width, blockPx(box));
	pen.putImageData(pixels, box.x, box.y);
}

interface Look {
	colour: string;
	edge: string;
}

function paintPath(pen: Pen, { colour, edge }: Look, path: readonly Spot[], strokePx: number) {
	const [first, ...rest] = path;
	if (first === undefined) return;
	pen.lineCap = pen.lineJoin = 'round';
	for (const [style, width] of [
		[edge, strokePx * 1.7],
		[colour, strokePx]
	] as const) {
		pen.strokeStyle = style;
		pen.lineWidth = width;
		pen.beginPath();
		pen.moveTo(first.x, first.y);
		for (const { x, y } of rest.length > 0 ? rest : [first]) pen.lineTo(x, y);
		pen.stroke();
	}
}

function paintArrow(pen: Pen, mark: Extract<Mark, { tool: 'arrow' }>, strokePx: number): void {
	const { from, to } = mark;
	const angle = Math.atan2(to.y - from.y, to.x - from.x);
	const wing = (turn: number): Spot => ({
		x: to.x - strokePx * 5 * Math.cos(angle + turn),
		y: to.y - strokePx * 5 * Math.sin(angle + turn)
	});
	// One line there and back, so that the edge of the head does not cross the shaft.
	paintPath(pen, mark, [from, to, wing(0.55), to, wing(-0.55)], strokePx);
}
