/**
 * Looking into pictures: is it the JPEG it says it is, and smaller copies of it.
 *
 * 1. The format is decided by the first bytes, never by a name or a header: the decoder also reads
 *    SVG and other formats that must not get in.
 * 2. Copies carry no metadata; the long edge never grows.
 */
import sharp from 'sharp';
import type { PhotoSize } from '$lib/protocol/online';

/** A device sends at most 2048 px; imported photos may be larger. */
const maxEdgePx = 8192;
const maxPixels = 50_000_000;
const longEdgePx: Readonly<Record<Exclude<PhotoSize, 'full'>, number>> = {
	thumb: 320,
	screen: 1280
};
const quality = 78;

// Pictures come one at a time: a cache of decoded ones would only hold memory.
sharp.cache(false);
sharp.concurrency(1);

export type Copies = Record<Exclude<PhotoSize, 'full'>, Buffer>;

/** Whether the bytes begin as a JPEG does. */
export function beginsAsJpeg(bytes: Uint8Array): boolean {
	return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/**
 * Decodes a JPEG and makes its copies; null where it is no JPEG, larger than 8192 px a side or
 * 50 megapixels, or cannot be decoded to the end.
 */
export async function copiesOf(bytes: Uint8Array): Promise<Copies | null> {
	if (!beginsAsJpeg(bytes)) return null;
	try {
		const { format, width, height } = await decoder(bytes).metadata();
		if (format !== 'jpeg' || Math.max(width, height) > maxEdgePx) return null;
		return { screen: await shrink(bytes, 'screen'), thumb: await shrink(bytes, 'thumb') };
	} catch {
		return null;
	}
}

function shrink(bytes: Uint8Array, size: keyof Copies): Promise<Buffer> {
	const edge = longEdgePx[size];
	return decoder(bytes)
		.autoOrient()
		.resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
		.jpeg({ quality, mozjpeg: false })
		.toBuffer();
}

function decoder(bytes: Uint8Array) {
	return sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', pages: 1 });
}
