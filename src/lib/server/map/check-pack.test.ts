import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { muscatPlan, writePmtiles } from '../../../../tests/support/pmtiles';
import { faultsOfPack, packOf, usualCredit } from './check-pack';
import { readPmtiles } from './read-pmtiles';

const muscat = {
	name: { ar: 'مسقط', en: 'Muscat' },
	bounds: [22.8, 58.02, 23.9, 59.28] as [number, number, number, number]
};

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'maydan-pack-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(bytes: Uint8Array): string {
	const file = join(folder, 'city.pmtiles');
	writeFileSync(file, bytes);
	return file;
}
const faultsOf = async (bytes: Uint8Array) =>
	faultsOfPack(await readPmtiles(fileOf(bytes)), muscat);

const good = writePmtiles(muscatPlan({ maxZoom: 14 }));
const metadataAt = Number(good.readBigUInt64LE(24));
const spoilt = (change: (bytes: Buffer) => void) => {
	const bytes = Buffer.from(good);
	change(bytes);
	return bytes;
};

describe('a map that an operator adds', () => {
	it('is taken where it is whole, of vector tiles, and shows the city', async () => {
		expect(await faultsOf(good)).toEqual([]);
	});

	it.each([
		['is a text', Buffer.from('<html>not found</html>'), /no PMTiles file.*pmtiles extract/],
		['is empty', Buffer.alloc(0), /no PMTiles file/],
		['is of version 2', spoilt((bytes) => (bytes[7] = 2)), /version 3.*pmtiles convert/],
		['was cut short', good.subarray(0, good.length - 10), /cut short.*again/],
		['ends within its header', good.subarray(0, 60), /cut short/],
		['holds pictures', spoilt((bytes) => (bytes[99] = 2)), /pictures and no vector tiles/],
		['is packed with zstd', spoilt((bytes) => (bytes[98] = 4)), /cannot unpack it \(zstd\)/],
		['stops at zoom 9', spoilt((bytes) => (bytes[101] = 9)), /zoom 8 to 9.*0 to 15/],
		[
			'has spoilt metadata',
			spoilt((bytes) => bytes.fill(7, metadataAt, metadataAt + 20)),
			/metadata/
		],
		[
			'shows another city',
			writePmtiles(muscatPlan({ maxZoom: 12, bounds: [40.7, -74.02, 40.75, -73.97] })),
			/not Muscat: cut it with --bbox=58.02,22.8,59.28,23.9/
		],
		[
			'has layers of another scheme',
			writePmtiles(
				muscatPlan({
					maxZoom: 12,
					features: [
						{
							layer: 'transportation',
							type: 'line',
							courses: [
								[
									[58.5, 23.5],
									[58.6, 23.6]
								]
							],
							props: {}
						}
					]
				})
			),
			/none of the layers that are drawn/
		]
	])('is refused with its remedy where it %s', async (_, bytes, sentence) => {
		expect((await faultsOf(bytes)).join('\n')).toMatch(sentence);
	});

	it('carries the words of its own credit without their links, and the usual one where it has none', async () => {
		const known = { sha256: 'a'.repeat(64), file: '/maps/muscat.pmtiles', addedAt: 1 };
		const told = async (attribution: string) => {
			const read = await readPmtiles(
				fileOf(writePmtiles(muscatPlan({ attribution, maxZoom: 12 })))
			);
			if (!read.ok) throw new Error(read.fault);
			return packOf(read, known);
		};
		expect((await told('<a href="https://osm.org">&copy; OpenStreetMap</a>')).credit).toBe(
			'© OpenStreetMap'
		);
		expect(await told('')).toMatchObject({ credit: usualCredit, name: 'Muscat', maxZoom: 12 });
	});
});
