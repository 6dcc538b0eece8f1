import { describe, expect, it } from 'vitest';
import { readDimensions } from './dimensions';

const ascii = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
const head = (...parts: number[][]) => new Uint8Array(parts.flat());
const zeros = (count: number) => Array.from({ length: count }, () => 0);

/** A start-of-frame segment for 4000 x 3000. */
const frame = [0xff, 0xc2, 0, 17, 8, 0x0b, 0xb8, 0x0f, 0xa0];

describe('dimensions of a picture', () => {
	it('are found in a JPEG behind its notes and a table that looks like a frame', () => {
		const notes = [0xff, 0xe1, 0, 6, 1, 2, 3, 4];
		const table = [0xff, 0xc4, 0, 4, 9, 9];
		expect(readDimensions(head([0xff, 0xd8], notes, table, [0xff], frame))).toEqual({
			width: 4000,
			height: 3000
		});
	});

	it('are found in a PNG', () => {
		const bytes = head([0x89, ...ascii('PNG')], zeros(12), [0, 0, 0x27, 0x10, 0, 0, 0x1b, 0x58]);
		expect(readDimensions(bytes)).toEqual({ width: 10_000, height: 7000 });
	});

	it('are found in a GIF', () => {
		expect(readDimensions(head(ascii('GIF89a'), [0x40, 0x01, 0xf0, 0]))).toEqual({
			width: 320,
			height: 240
		});
	});

	it.each([
		['lossy', [...ascii('VP8 '), ...zeros(10), 0x80, 0x02, 0xe0, 0x01], 640, 480],
		['extended', [...ascii('VP8X'), ...zeros(8), 0x7f, 2, 0, 0xdf, 1, 0], 640, 480],
		['lossless', [...ascii('VP8L'), ...zeros(5), 0x7f, 0xc2, 0x77, 0], 640, 480]
	])('are found in a %s WebP', (_, chunk, width, height) => {
		const bytes = head(ascii('RIFF'), zeros(4), ascii('WEBP'), chunk);
		expect(readDimensions(bytes)).toEqual({ width, height });
	});

	it.each([
		['a JPEG that ends before its frame', [0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff]],
		['a JPEG whose segments are torn', [0xff, 0xd8, 1, 2, 3]],
		['a short PNG', [0x89, ...ascii('PNG')]],
		['another format', ascii('<svg xmlns="">')],
		['nothing', []]
	])('are unknown for %s', (_, bytes) => {
		expect(readDimensions(new Uint8Array(bytes))).toBeNull();
	});
});
