import { PMTiles } from 'pmtiles';
import { describe, expect, it } from 'vitest';
import { aPack, areSameBytes, aShelf, contentOf } from '../../../../tests/support/map-pack';
import { muscatPlan, writePmtiles } from '../../../../tests/support/pmtiles';
import { openPackLane } from './pack-lane';
import { laneSource, shelfSource } from './pack-source';
import { pieceBytes } from './piece-shelf';

const pack = aPack({ sizeBytes: 9 * pieceBytes + 77 });
const never = () => {
	throw new Error('lost');
};

describe('a map on the device', () => {
	it.each([
		[0, 127],
		[pieceBytes - 10, 20],
		[pieceBytes * 2 - 1, pieceBytes + 2],
		[pieceBytes * 9, 16_384]
	])('gives the bytes from %d, %d of them, wherever the pieces end', async (offset, length) => {
		const shelf = aShelf();
		await shelf.fill(pack, contentOf(pack));
		const { data } = await shelfSource(pack, shelf, never).getBytes(offset, length);
		const expected = contentOf(pack).slice(offset, offset + length);
		expect(areSameBytes(new Uint8Array(data), expected)).toBe(true);
	});

	it('reads a piece once while it is looked at, and holds a few at the most', async () => {
		const shelf = aShelf();
		await shelf.fill(pack, contentOf(pack));
		const source = shelfSource(pack, shelf, never);
		for (let look = 0; look < 3; look += 1) await source.getBytes(100 * look, 50);
		expect(shelf.reads).toBe(1);
		for (let piece = 0; piece < 9; piece += 1) await source.getBytes(piece * pieceBytes, 50);
		await source.getBytes(0, 50);
		expect(shelf.reads).toBe(10);
	});

	it('says so when a piece is gone, as a request that was given up', async () => {
		let told = 0;
		const source = shelfSource(pack, aShelf(), () => (told += 1));
		await expect(source.getBytes(0, 10)).rejects.toMatchObject({ name: 'AbortError' });
		expect(told).toBe(1);
	});

	it('is read as tiles by the library, from its first zoom to its last [story 35]', async () => {
		const bytes = new Uint8Array(writePmtiles(muscatPlan()));
		const small = aPack({ sizeBytes: bytes.length });
		const shelf = aShelf();
		await shelf.fill(small, bytes);
		const tiles = new PMTiles(shelfSource(small, shelf, never));
		const header = await tiles.getHeader();
		expect([header.minZoom, header.maxZoom]).toEqual([8, 16]);
		// Muttrah, as whole tiles of each zoom.
		for (let z = 8; z <= 16; z += 1) {
			const side = 2 ** z;
			const sine = Math.sin((23.6 * Math.PI) / 180);
			const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
			const tile = await tiles.getZxy(
				z,
				Math.floor((58.57 / 360 + 0.5) * side),
				Math.floor(y * side)
			);
			expect(tile?.data.byteLength, `zoom ${z}`).toBeGreaterThan(50);
		}
		expect(await tiles.getZxy(16, 0, 0)).toBe(undefined);
	});
});

describe('a map on the line', () => {
	const etag = `"${pack.sha256}"`;
	const lane = (answer: () => Response) => openPackLane(() => Promise.resolve(answer()));

	it('gives what the server gives, by the hash only', async () => {
		const good = lane(() => new Response('0123456789', { status: 206, headers: { etag } }));
		const { data } = await laneSource(pack, good, never).getBytes(0, 10);
		expect(new TextDecoder().decode(data)).toBe('0123456789');
	});

	it.each([
		['a portal', () => new Response('<html>', { status: 200 })],
		['another map', () => new Response('x', { status: 206, headers: { etag: '"other"' } })],
		['nothing', () => new Response(null, { status: 404 })]
	])('takes nothing from %s, and says so', async (_, answer) => {
		let told = 0;
		const source = laneSource(pack, lane(answer), () => (told += 1));
		await expect(source.getBytes(0, 10)).rejects.toMatchObject({ name: 'AbortError' });
		expect(told).toBe(1);
	});
});
