/** Pictures to send: as large as asked, alike at every run. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { sequence } from './measure';

const [width, height] = [1280, 960];

/** The smallest JPEG of at least so many bytes, at 1280 by 960 pixels. */
export async function writePicture(file: string, bytes: number): Promise<void> {
	for (let quality = 60; quality <= 100; quality += 1) {
		const picture = await canvas().jpeg({ quality }).toBuffer();
		if (picture.length >= bytes) return writeFile(file, picture);
	}
	throw new Error(`No picture of ${width} by ${height} pixels has ${bytes} bytes`);
}

/** The thumbnail of all of them. */
export async function writeThumb(folder: string): Promise<void> {
	const thumb = canvas().resize(320).jpeg({ quality: 60 });
	await writeFile(join(folder, 'thumb.jpg'), await thumb.toBuffer());
}

function canvas(): Sharp {
	const next = sequence(40);
	const pixels = Buffer.from(
		Array.from({ length: width * height }, (_, index) =>
			Math.round(((index % width) / width) * 170 + next() * 60)
		)
	);
	return sharp(pixels, { raw: { width, height, channels: 1 } });
}
