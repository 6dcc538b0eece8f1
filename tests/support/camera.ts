/**
 * Writes the short film that the fake camera of the browser tests plays: colour bars with a block
 * that wanders, so that two photos are never the same bytes. Uncompressed Y4M, because that is what
 * Chromium reads.
 */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const width = 1280;
const height = 720;
const frames = 10;
const blockSize = 120;

/** Eight bars as [luma, blue difference, red difference]. */
const bars = [
	[235, 128, 128],
	[210, 16, 146],
	[170, 166, 16],
	[145, 54, 34],
	[106, 202, 222],
	[81, 90, 240],
	[41, 240, 110],
	[60, 128, 128]
] as const;

/** Writes the film to `file` unless it is there, and returns `file`. About 14 MB. */
export function writeCameraFilm(file: string): string {
	if (existsSync(file)) return file;
	mkdirSync(dirname(file), { recursive: true });
	const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)];
	for (let index = 0; index < frames; index += 1) parts.push(Buffer.from('FRAME\n'), frame(index));
	const draft = `${file}.${process.pid}`;
	writeFileSync(draft, Buffer.concat(parts));
	renameSync(draft, file);
	return file;
}

function frame(index: number): Buffer {
	const planes = ([0, 1, 2] as const).map((plane) => barPlane(plane));
	const luma = planes[0] ?? Buffer.alloc(0);
	const left = Math.round((index / frames) * (width - blockSize));
	const top = Math.round(((index * 3) % frames) * ((height - blockSize) / frames));
	for (let y = top; y < top + blockSize; y += 1)
		luma.fill(index * 20 + 20, y * width + left, y * width + left + blockSize);
	return Buffer.concat(planes);
}

/** Colour planes have half the width and height of the brightness plane. */
function barPlane(plane: 0 | 1 | 2): Buffer {
	const divisor = plane === 0 ? 1 : 2;
	const [columns, rows] = [width / divisor, height / divisor];
	const row = Buffer.alloc(columns);
	for (let x = 0; x < columns; x += 1)
		row[x] = bars[Math.floor((x / columns) * bars.length)]?.[plane] ?? 128;
	return Buffer.concat(Array<Buffer>(rows).fill(row));
}
