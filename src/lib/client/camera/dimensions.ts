/**
 * Width and height of a picture from the first bytes of its file, before anything is decoded: a
 * picture too large for the device's memory must be refused without being opened.
 * JPEG, PNG, WebP and GIF are read; other formats answer null and are judged after decoding.
 * Formats: ITU-T T.81 B.2.2, PNG 11.2.2, WebP container specification, GIF89a 18.
 */
export interface Dimensions {
	width: number;
	height: number;
}

/** How much of the file `readDimensions` wants; JPEGs carry thumbnails and notes before the size. */
export const headBytes = 256 * 1024;

/** Reads the size in px from the head of a file; null when the format or the head is not readable. */
export function readDimensions(head: Uint8Array): Dimensions | null {
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	try {
		if (startsWith(head, 0, [0xff, 0xd8])) return ofJpeg(view);
		if (startsWith(head, 0, [0x89, 0x50, 0x4e, 0x47])) return ofPng(view);
		if (startsWith(head, 0, [0x47, 0x49, 0x46, 0x38])) return ofGif(view);
		if (startsWith(head, 8, [0x57, 0x45, 0x42, 0x50])) return ofWebp(view);
	} catch (error) {
		// The head ended before the size did: DataView says so by a RangeError.
		if (!(error instanceof RangeError)) throw error;
	}
	return null;
}

function startsWith(bytes: Uint8Array, at: number, mark: readonly number[]): boolean {
	return mark.every((byte, index) => bytes[at + index] === byte);
}

/** Walks the segments up to the start of a frame. */
function ofJpeg(view: DataView): Dimensions | null {
	let at = 2;
	while (at < view.byteLength) {
		if (view.getUint8(at) !== 0xff) return null;
		const marker = view.getUint8(at + 1);
		if (marker === 0xff) {
			at += 1;
			continue;
		}
		if (isFrame(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
		at += 2 + view.getUint16(at + 2);
	}
	return null;
}

/** SOF0 to SOF15 without the tables DHT, JPG and DAC, which share the range. */
function isFrame(marker: number): boolean {
	return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function ofPng(view: DataView): Dimensions {
	return { width: view.getUint32(16), height: view.getUint32(20) };
}

function ofGif(view: DataView): Dimensions {
	return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function ofWebp(view: DataView): Dimensions | null {
	const kind = view.getUint32(12);
	if (kind === 0x56503858) return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
	if (kind === 0x5650384c) {
		const bits = view.getUint32(21, true);
		return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) };
	}
	if (kind !== 0x56503820) return null;
	return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

function uint24(view: DataView, at: number): number {
	return view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
}
