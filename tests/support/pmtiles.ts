/**
 * Writes a small PMTiles file of vector tiles for tests: version 3, one directory, the layers and
 * kinds of a Protomaps basemap. Shapes are not clipped: who draws a tile cuts at its edge anyway.
 *
 * Formats: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md and
 * https://github.com/mapbox/vector-tile-spec/tree/master/2.1
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

type Position = readonly [lon: number, lat: number];
interface Drawn {
	/** earth, water, landuse, roads, buildings, places, boundaries. */
	layer: string;
	type: 'point' | 'line' | 'polygon';
	/** Rings, lines or points. */
	courses: readonly (readonly Position[])[];
	props: Readonly<Record<string, string>>;
}

export interface PmtilesPlan {
	/** [south, west, north, east]. */
	bounds: readonly [number, number, number, number];
	minZoom: number;
	maxZoom: number;
	features: readonly Drawn[];
	name?: string;
	attribution?: string;
	/** Bytes after the tiles that nothing points at, to make the file as large as a test wants. */
	paddingBytes?: number;
}

const extent = 4096;
const headerBytes = 127;
const rootMaxBytes = 16_257;

/** The file as bytes. Throws where the tiles are too many for one directory. */
export function writePmtiles(plan: PmtilesPlan): Buffer {
	const tiles = tilesOf(plan);
	const root = gzipSync(directoryOf(tiles));
	if (root.length > rootMaxBytes)
		throw new Error(`${tiles.length} tiles are too many for one directory`);
	const layers = [...new Set(plan.features.map(({ layer }) => layer))];
	const metadata = gzipSync(
		JSON.stringify({
			...(plan.name === undefined ? {} : { name: plan.name }),
			attribution: plan.attribution ?? '<a href="https://osm.org">© OpenStreetMap</a>',
			vector_layers: layers.map((id) => ({ id, fields: {} }))
		})
	);
	const data = Buffer.concat([...tiles.map(({ bytes }) => bytes), noise(plan.paddingBytes ?? 0)]);
	const header = headerOf(plan, [root.length, metadata.length, 0, data.length], tiles.length);
	return Buffer.concat([header, root, metadata, data]);
}

function headerOf(
	{ bounds: [south, west, north, east], minZoom, maxZoom }: PmtilesPlan,
	lengths: readonly number[],
	count: number
): Buffer {
	const head = Buffer.alloc(headerBytes);
	head.write('PMTiles', 'latin1');
	head[7] = 3;
	let offset = headerBytes;
	lengths.forEach((length, index) => {
		head.writeBigUInt64LE(BigInt(offset), 8 + index * 16);
		head.writeBigUInt64LE(BigInt(length), 16 + index * 16);
		offset += length;
	});
	for (const at of [72, 80, 88]) head.writeBigUInt64LE(BigInt(count), at);
	// Clustered, directories and tiles packed with gzip, vector tiles.
	head.set([1, 2, 2, 1, minZoom, maxZoom], 96);
	[west, south, east, north].forEach((degrees, index) =>
		head.writeInt32LE(Math.round(degrees * 1e7), 102 + index * 4)
	);
	head[118] = minZoom;
	head.writeInt32LE(Math.round(((west + east) / 2) * 1e7), 119);
	head.writeInt32LE(Math.round(((south + north) / 2) * 1e7), 123);
	return head;
}

interface Tile {
	id: number;
	bytes: Buffer;
}

function tilesOf({ bounds: [south, west, north, east], minZoom, maxZoom, features }: PmtilesPlan) {
	const tiles: Tile[] = [];
	for (let z = minZoom; z <= maxZoom; z += 1) {
		const [left, top] = tileOf([west, north], z);
		const [right, bottom] = tileOf([east, south], z);
		for (let x = Math.floor(left); x <= right; x += 1)
			for (let y = Math.floor(top); y <= bottom; y += 1)
				tiles.push({ id: idOf(z, x, y), bytes: gzipSync(vectorTile(features, z, x, y)) });
	}
	return tiles.sort((a, b) => a.id - b.id);
}

/** A place in tiles of a zoom, with what is left of a tile as its fraction. */
function tileOf([lon, lat]: Position, z: number): [number, number] {
	const sine = Math.sin((lat * Math.PI) / 180);
	const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
	return [(lon / 360 + 0.5) * 2 ** z, y * 2 ** z];
}

/** Tiles are numbered along a Hilbert curve, zoom after zoom. */
function idOf(z: number, x: number, y: number): number {
	let id = (4 ** z - 1) / 3;
	for (let side = 2 ** (z - 1); side >= 1; side /= 2) {
		const [right, low] = [(x & side) > 0 ? 1 : 0, (y & side) > 0 ? 1 : 0];
		id += side * side * ((3 * right) ^ low);
		if (low === 0) {
			if (right === 1) [x, y] = [side - 1 - (x & (side - 1)), side - 1 - (y & (side - 1))];
			[x, y] = [y, x];
		}
	}
	return id;
}

function directoryOf(tiles: readonly Tile[]): Buffer {
	let [last, offset] = [0, 0];
	const ids = tiles.map(({ id }) => {
		const step = id - last;
		last = id;
		return varint(step);
	});
	const offsets = tiles.map(({ bytes }, index) => {
		const at = index === 0 ? offset + 1 : 0;
		offset += bytes.length;
		return varint(at);
	});
	const lengths = tiles.map(({ bytes }) => varint(bytes.length));
	return Buffer.concat([
		varint(tiles.length),
		...ids,
		...tiles.map(() => varint(1)),
		...lengths,
		...offsets
	]);
}

function vectorTile(features: readonly Drawn[], z: number, x: number, y: number): Buffer {
	const place = (position: Position): [number, number] => {
		const [across, down] = tileOf(position, z);
		return [Math.round((across - x) * extent), Math.round((down - y) * extent)];
	};
	const layers = [...new Set(features.map(({ layer }) => layer))];
	return Buffer.concat(
		layers.map((name) => {
			const own = features.filter(({ layer, courses }) => layer === name && isNear(courses, place));
			return part(3, layerOf(name, own, place));
		})
	);
}

type Place = (position: Position) => [number, number];

/** Whether the box around a feature reaches into the tile, with room for its label. */
function isNear(courses: Drawn['courses'], place: Place): boolean {
	const points = courses.flat().map(place);
	const room = extent / 4;
	const reaches = (values: number[]) =>
		Math.max(...values) > -room && Math.min(...values) < extent + room;
	return reaches(points.map(([x]) => x)) && reaches(points.map(([, y]) => y));
}

const geometryTypes = { point: 1, line: 2, polygon: 3 } as const;

function layerOf(name: string, features: readonly Drawn[], place: Place): Buffer {
	const keys = [...new Set(features.flatMap(({ props }) => Object.keys(props)))];
	const values = [...new Set(features.flatMap(({ props }) => Object.values(props)))];
	const bodies = features.map(({ type, courses, props }) => {
		const tags = Object.entries(props).flatMap(([key, value]) => [
			keys.indexOf(key),
			values.indexOf(value)
		]);
		return Buffer.concat([
			part(2, Buffer.concat(tags.map(varint))),
			number(3, geometryTypes[type]),
			part(4, Buffer.concat(geometryOf(type, courses, place).map(varint)))
		]);
	});
	return Buffer.concat([
		number(15, 2),
		part(1, Buffer.from(name)),
		...bodies.map((body) => part(2, body)),
		...keys.map((key) => part(3, Buffer.from(key))),
		...values.map((value) => part(4, part(1, Buffer.from(value)))),
		number(5, extent)
	]);
}

const [moveTo, lineTo, closePath] = [1, 2, 15];

function geometryOf(type: Drawn['type'], courses: Drawn['courses'], place: Place): number[] {
	let [lastX, lastY] = [0, 0];
	const step = (position: Position) => {
		const [x, y] = place(position);
		const moved = [zigzag(x - lastX), zigzag(y - lastY)];
		[lastX, lastY] = [x, y];
		return moved;
	};
	return courses.flatMap(([first, ...others]) => {
		if (first === undefined) return [];
		const begin = [moveTo | (1 << 3), ...step(first)];
		if (type === 'point') return begin;
		// A ring ends where it began; closing says so.
		const rest = type === 'polygon' ? others.slice(0, -1) : others;
		const line = [lineTo | (rest.length << 3), ...rest.flatMap(step)];
		return [...begin, ...line, ...(type === 'polygon' ? [closePath] : [])];
	});
}

const zigzag = (value: number) => (value < 0 ? -value * 2 - 1 : value * 2);

function varint(value: number): Buffer {
	const bytes: number[] = [];
	let rest = value;
	while (rest >= 0x80) {
		bytes.push((rest % 0x80) + 0x80);
		rest = Math.floor(rest / 0x80);
	}
	return Buffer.from([...bytes, rest]);
}

const number = (field: number, value: number) => Buffer.concat([varint(field << 3), varint(value)]);
const part = (field: number, body: Buffer) =>
	Buffer.concat([varint((field << 3) | 2), varint(body.length), body]);

/** Bytes that do not pack, alike at every call. */
function noise(length: number): Buffer {
	const bytes = Buffer.alloc(length);
	let state = 1;
	for (let at = 0; at < length; at += 1) {
		state = (state * 48_271) % 2_147_483_647;
		bytes[at] = state & 0xff;
	}
	return bytes;
}

/** A little of Muscat around the harbour: land, sea, roads and names in both languages. */
export function muscatPlan(change: Partial<PmtilesPlan> = {}): PmtilesPlan {
	const [south, west, north, east] = change.bounds ?? [23.55, 58.53, 23.63, 58.61];
	const far = 0.5;
	const box = (low: number, left: number, high: number, right: number): Position[] => [
		[left, low],
		[right, low],
		[right, high],
		[left, high],
		[left, low]
	];
	const shore = south + (north - south) * 0.8;
	const named = (ar: string, en: string) => ({ name: ar, 'name:ar': ar, 'name:en': en });
	const middle = (west + east) / 2;
	return {
		...{ bounds: [south, west, north, east], minZoom: 8, maxZoom: 16, name: 'Muscat' },
		...change,
		features: change.features ?? [
			{
				layer: 'earth',
				type: 'polygon',
				courses: [box(south - far, west - far, shore, east + far)],
				props: { kind: 'earth' }
			},
			{
				layer: 'water',
				type: 'polygon',
				courses: [box(shore, west - far, north + far, east + far)],
				props: { kind: 'ocean' }
			},
			{
				layer: 'landuse',
				type: 'polygon',
				courses: [box(south + 0.01, west + 0.01, south + 0.025, west + 0.03)],
				props: { kind: 'park' }
			},
			{
				layer: 'roads',
				type: 'line',
				courses: [
					[
						[west - far, south + 0.03],
						[middle, south + 0.04],
						[east + far, south + 0.03]
					]
				],
				props: { kind: 'highway', ...named('شارع السلطان قابوس', 'Sultan Qaboos Street') }
			},
			{
				layer: 'roads',
				type: 'line',
				courses: [
					[
						[middle, south - far],
						[middle + 0.005, shore]
					]
				],
				props: { kind: 'major_road', ...named('شارع البحرية', 'Al Bahri Road') }
			},
			{
				layer: 'places',
				type: 'point',
				courses: [[[middle, shore - 0.012]]],
				props: { kind: 'locality', ...named('مطرح', 'Muttrah') }
			}
		]
	};
}

interface SketchFeature {
	properties: { kind: string; minZoom: number; name?: { ar: string; en: string } };
	geometry:
		| { type: 'Point'; coordinates: Position }
		| { type: 'LineString'; coordinates: Position[] }
		| { type: 'Polygon'; coordinates: Position[][] };
}

/** Layer and kind of a Protomaps basemap for each kind of the sketch. */
const scheme: Readonly<Record<string, readonly [layer: string, kind: string]>> = {
	land: ['earth', 'earth'],
	island: ['earth', 'earth'],
	urban: ['landuse', 'residential'],
	park: ['landuse', 'park'],
	wadi: ['water', 'river'],
	road: ['roads', 'major_road'],
	wilayat: ['places', 'locality'],
	suburb: ['places', 'neighbourhood'],
	landmark: ['pois', 'attraction']
};

/** The whole city, with what its sketch knows as the contents of a real map. */
export function cityPlan(profileFolder: string, change: Partial<PmtilesPlan> = {}): PmtilesPlan {
	const file = join(profileFolder, 'basemap.geojson');
	const { features } = JSON.parse(readFileSync(file, 'utf8')) as { features: SketchFeature[] };
	const land = features.flatMap(({ properties, geometry }) =>
		geometry.type === 'Polygon' && ['land', 'island'].includes(properties.kind)
			? geometry.coordinates
			: []
	);
	// Land is what the sea leaves out, turned the other way round.
	const sea = [turned(wideBox, 1), ...land.map((ring) => turned(ring, -1))];
	return {
		...{ bounds: [22.8, 58.02, 23.9, 59.28], minZoom: 6, maxZoom: 13, name: 'Muscat' },
		...change,
		features: [
			{ layer: 'water', type: 'polygon', courses: sea, props: { kind: 'ocean' } },
			...features.flatMap(drawn)
		]
	};
}

const wideBox: Position[] = [
	[55, 21],
	[62, 21],
	[62, 26],
	[55, 26],
	[55, 21]
];

/** The ring, run through in one direction: 1 or -1. */
function turned(ring: readonly Position[], direction: number): readonly Position[] {
	const area = ring.reduce((sum, [lon, lat], at) => {
		const [nextLon, nextLat] = ring[(at + 1) % ring.length] ?? [lon, lat];
		return sum + lon * nextLat - nextLon * lat;
	}, 0);
	return Math.sign(area) === direction ? ring : ring.toReversed();
}

function drawn({ properties: { kind, minZoom, name }, geometry }: SketchFeature): Drawn[] {
	const [layer, known] = scheme[kind] ?? [];
	if (layer === undefined || known === undefined) return [];
	const isWide = kind === 'road' && minZoom < 10;
	const names: Record<string, string> = name
		? { name: name.ar, 'name:ar': name.ar, 'name:en': name.en }
		: {};
	const props = { kind: isWide ? 'highway' : known, ...names };
	switch (geometry.type) {
		case 'Point':
			return [{ layer, type: 'point', courses: [[geometry.coordinates]], props }];
		case 'LineString':
			return [{ layer, type: 'line', courses: [geometry.coordinates], props }];
		case 'Polygon':
			return [{ layer, type: 'polygon', courses: geometry.coordinates, props }];
	}
}
