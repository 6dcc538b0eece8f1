/**
 * Writes the film that the fake camera of the browser tests plays. Every frame shows its own number
 * as sixteen squares, and the film is longer than any story: no two photos are ever the same bytes.
 * Uncompressed Y4M, because that is what Chromium reads; small, because it is uncompressed.
 */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const width = 192;
const height = 108;
const framesPerSecond = 10;
const frames = 200 * framesPerSecond;
/** The squares stand in four rows of four. */
const squaresAcross = 4;

/** Writes the film to `file` unless it is there, and returns `file`. About 60 MB, 200 seconds. */
export function writeCameraFilm(file: string): string {
	if (existsSync(file)) return file;
	mkdirSync(dirname(file), { recursive: true });
	const header = `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`;
	const parts: Buffer[] = [Buffer.from(header)];
	for (let index = 0; index < frames; index += 1) parts.push(Buffer.from('FRAME\n'), frame(index));
	const draft = `${file}.${process.pid}`;
	writeFileSync(draft, Buffer.concat(parts));
	renameSync(draft, file);
	return file;
}

/** Brightness in full size, then two colour planes of a quarter each: a sandy wall. */
function frame(index: number): Buffer {
	const quarter = (width / 2) * (height / 2);
	const luma = Buffer.alloc(width * height, 150);
	for (let bit = 0; bit < squaresAcross ** 2; bit += 1) drawSquare(luma, bit, (index >> bit) & 1);
	return Buffer.concat([luma, Buffer.alloc(quarter, 110), Buffer.alloc(quarter, 146)]);
}

function drawSquare(luma: Buffer, bit: number, value: number): void {
	const [wide, high] = [width / squaresAcross, height / squaresAcross];
	const left = (bit % squaresAcross) * wide + wide / 4;
	const top = Math.floor(bit / squaresAcross) * high + Math.floor(high / 4);
	const shade = value === 1 ? 220 : 60;
	for (let y = top; y < top + Math.floor(high / 2); y += 1)
		luma.fill(shade, y * width + left, y * width + left + wide / 2);
}
