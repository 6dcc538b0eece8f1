/**
 * Turns a picture into the photo that travels: upright, shrunk, JPEG, with thumbnail and hash.
 * Runs in a worker, or on the page where the worker has no canvas.
 *
 * 1. Everything but the pixels is left behind (place, device, time in the file): the picture is
 *    painted and encoded anew. Its orientation is applied before.
 * 2. Whatever cannot be done is a value with a reason.
 * 3. The picture is let go of before this resolves, so twelve in a row take the memory of one.
 */
import type { TakenPhoto } from '../device';
import { headBytes, readDimensions, type Dimensions } from './dimensions';
import {
	attempts,
	fitInto,
	isTooLarge,
	maxPhotoBytes,
	thumbEdgePx,
	thumbQuality
} from './shrink-plan';

export const shrinkRefusals = ['too_large', 'unreadable', 'insecure', 'failed'] as const;
/** insecure: the page is not served over https, and such pages cannot make the hash. */
export type ShrinkRefusal = (typeof shrinkRefusals)[number];
export type Shrunk = { ok: true; photo: TakenPhoto } | { ok: false; reason: ShrinkRefusal };

/** A frame of the live picture, or a file a person chose. */
export type Picture = ImageBitmap | Blob;

/** Paints a picture at a size, smoothly, on white, and encodes it as JPEG. */
export type Encode = (picture: ImageBitmap, size: Dimensions, quality: number) => Promise<Blob>;

/** Shrinks one picture; `picture` is used up. */
export async function reencode(picture: Picture, encode: Encode): Promise<Shrunk> {
	if (!globalThis.isSecureContext) return { ok: false, reason: 'insecure' };
	const opened = await open(picture);
	if (!opened.ok) return opened;
	try {
		return await shrunk(opened.bitmap, encode);
	} catch {
		return { ok: false, reason: 'failed' };
	} finally {
		opened.bitmap.close();
	}
}

type Opened = { ok: true; bitmap: ImageBitmap } | { ok: false; reason: ShrinkRefusal };

async function open(picture: Picture): Promise<Opened> {
	if (picture instanceof ImageBitmap) return checked(picture);
	const head = new Uint8Array(await picture.slice(0, headBytes).arrayBuffer());
	const size = readDimensions(head);
	if (size && isTooLarge(size)) return { ok: false, reason: 'too_large' };
	try {
		return checked(await createImageBitmap(picture, { imageOrientation: 'from-image' }));
	} catch {
		return { ok: false, reason: 'unreadable' };
	}
}

function checked(bitmap: ImageBitmap): Opened {
	if (!isTooLarge(bitmap)) return { ok: true, bitmap };
	bitmap.close();
	return { ok: false, reason: 'too_large' };
}

async function shrunk(bitmap: ImageBitmap, encode: Encode): Promise<Shrunk> {
	for (const { edgePx, quality } of attempts) {
		const size = fitInto(bitmap, edgePx);
		const jpeg = await encode(bitmap, size, quality);
		if (jpeg.size > maxPhotoBytes) continue;
		const bytes = await bytesOf(jpeg);
		const thumb = await bytesOf(await encode(bitmap, fitInto(bitmap, thumbEdgePx), thumbQuality));
		return { ok: true, photo: { sha256: await sha256(bytes), bytes, thumb, ...size } };
	}
	return { ok: false, reason: 'too_large' };
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await blob.arrayBuffer());
}

/** SHA-256 of bytes, lower case hex. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
