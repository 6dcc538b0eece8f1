/**
 * The operator's map on disk, beside the photos.
 *
 * map/<sha256>.pmtiles   the vector map; never changes
 * map/map.json           which one counts, and the tile server of the picture map
 * map/<uuid>.part        bytes as they arrive
 *
 * 1. `map.json` is replaced in one step, after the bytes it names are on disk; what it no longer
 *    names goes last.
 * 2. A file under its final name is whole. Bytes pass through, never all of them at once.
 * Not here: what makes a file acceptable (check-pack), who may read it (hooks.server).
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod/mini';
import { mapPack, type MapInfo, type MapPack } from '$lib/protocol/map';

const raster = z.object({ template: z.string(), credit: z.string(), maxZoom: z.number() });
const book = z.object({ pack: z.nullable(mapPack), raster: z.nullable(raster) });
export type RasterSource = z.infer<typeof raster>;
type MapBook = z.infer<typeof book>;

const nothing: MapBook = { pack: null, raster: null };

export interface Staged {
	path: string;
	sha256: string;
}

export interface MapFiles {
	read(): Promise<MapBook>;
	/** Takes bytes in under a passing name. Throws what the stream throws, and leaves nothing then. */
	stage(bytes: Readable): Promise<Staged>;
	/** Makes staged bytes the map, instead of the one before. */
	accept(staged: Staged, pack: MapPack): Promise<void>;
	drop(staged: Staged): Promise<void>;
	/** The picture map, or none; the vector map stays. */
	setRaster(source: RasterSource | null): Promise<void>;
	/** Forgets the vector map; false where there is none. */
	removePack(): Promise<boolean>;
	/** Bytes of the vector map from `start` to `end`, both included. */
	bytes(sha256: string, start: number, end: number): ReadableStream<Uint8Array>;
}

/** The map of a data directory; its folder is made when first written to. */
export function mapFiles(dataDir: string): MapFiles {
	const folder = join(dataDir, 'map');
	const bookFile = join(folder, 'map.json');
	const packFile = (sha256: string) => join(folder, `${sha256}.pmtiles`);
	const read = async () => bookIn(await textOf(bookFile));
	const write = async (next: MapBook) => {
		const aside = join(folder, `${randomUUID()}.part`);
		await mkdir(folder, { recursive: true, mode: 0o700 });
		await writeFile(aside, JSON.stringify(next), { mode: 0o600, flush: true });
		await rename(aside, bookFile);
		await sync(folder);
		await sweep(folder, next.pack);
	};
	return {
		read,
		stage: (bytes) => stage(folder, bytes),
		drop: ({ path }) => rm(path, { force: true }),
		async accept({ path, sha256 }, pack) {
			await rename(path, packFile(sha256));
			await write({ ...(await read()), pack });
		},
		setRaster: async (source) => write({ ...(await read()), raster: source }),
		async removePack() {
			const known = await read();
			if (known.pack === null) return false;
			await write({ ...known, pack: null });
			return true;
		},
		bytes: (sha256, start, end) =>
			Readable.toWeb(
				createReadStream(packFile(sha256), { start, end })
			) as ReadableStream<Uint8Array>
	};
}

/** What devices are told: the address of the tile server is none of it. */
export function infoOf({ pack, raster: source }: MapBook): MapInfo {
	const { credit, maxZoom } = source ?? {};
	return {
		pack,
		raster: credit === undefined || maxZoom === undefined ? null : { credit, maxZoom }
	};
}

async function stage(folder: string, bytes: Readable): Promise<Staged> {
	const path = join(folder, `${randomUUID()}.part`);
	const hash = createHash('sha256');
	const listen = new Transform({
		transform(chunk: Buffer, _, pass) {
			hash.update(chunk);
			pass(null, chunk);
		}
	});
	await mkdir(folder, { recursive: true, mode: 0o700 });
	try {
		await pipeline(bytes, listen, createWriteStream(path, { mode: 0o600, flush: true }));
	} catch (error) {
		await rm(path, { force: true });
		throw error;
	}
	return { path, sha256: hash.digest('hex') };
}

/** Maps of before; bytes that still arrive for another command stay. */
async function sweep(folder: string, kept: MapPack | null): Promise<void> {
	const names = await readdir(folder);
	const old = names.filter(
		(name) => name.endsWith('.pmtiles') && name !== `${kept?.sha256}.pmtiles`
	);
	await Promise.all(old.map((name) => rm(join(folder, name), { force: true })));
}

/** An unreadable book is one of a later version or of a broken disk: no map, and the sketch is drawn. */
function bookIn(text: string | null): MapBook {
	if (text === null) return nothing;
	try {
		return book.parse(JSON.parse(text));
	} catch {
		return nothing;
	}
}

async function textOf(path: string): Promise<string | null> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
		throw error;
	}
}

async function sync(path: string): Promise<void> {
	const file = await open(path, 'r');
	try {
		await file.sync();
	} finally {
		await file.close();
	}
}
