/** Shrinks pictures away from the page, so that the screen answers while a photo is prepared. */
import type { Dimensions } from './dimensions';
import { reencode, type Picture, type Shrunk } from './reencode';

export interface ShrinkOrder {
	id: number;
	picture: Picture;
}
export interface ShrinkReply {
	id: number;
	shrunk: Shrunk;
}

async function encode(picture: ImageBitmap, { width, height }: Dimensions, quality: number) {
	const canvas = new OffscreenCanvas(width, height);
	const pen = canvas.getContext('2d', { alpha: false });
	if (!pen) throw new Error('No canvas in this worker.');
	pen.imageSmoothingQuality = 'high';
	pen.drawImage(picture, 0, 0, width, height);
	return canvas.convertToBlob({ type: 'image/jpeg', quality });
}

addEventListener('message', async ({ data: { id, picture } }: MessageEvent<ShrinkOrder>) => {
	const shrunk = await reencode(picture, encode);
	const reply: ShrinkReply = { id, shrunk };
	const moved = shrunk.ok ? [shrunk.photo.bytes.buffer, shrunk.photo.thumb.buffer] : [];
	postMessage(reply, { transfer: moved });
});
