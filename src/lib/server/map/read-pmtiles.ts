/**
 * Reads what a PMTiles file of version 3 says of itself: its header of 127 bytes and its metadata.
 *
 * 1. No more than header and metadata is ever in memory, whatever the file's size.
 * 2. A file that is none, or is cut short, is a value with a reason, never an exception.
 * Format: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
 * Not here: whether the map fits the city (check-pack), the tiles themselves (the device draws them).
 */
import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import * as z from 'zod';

const unpack = promisify(gunzip);
const headerBytes = 127;
const version = 3;
/** Packed metadata name a few layers and fields; beyond this it is no map of ours. */
const metadataMaxBytes = 1024 * 1024;
const unpackedMaxBytes = 16 * metadataMaxBytes;

export const compressions = ['unknown', 'none', 'gzip', 'brotli', 'zstd'] as const;
export const tileTypes = ['unknown', 'mvt', 'png', 'jpeg', 'webp', 'avif'] as const;
type Compression = (typeof compressions)[number];

export interface PmtilesHeader {
	internal: Compression;
	compression: Compression;
	tileType: (typeof tileTypes)[number];
	minZoom: number;
	maxZoom: number;
	/** [south, west, north, east] in degrees WGS84. */
	bounds: [number, number, number, number];
	/** Where the last byte that it speaks of stands, plus one. */
	endsAt: number;
}

export interface PmtilesMetadata {
	name: string | undefined;
	attribution: string | undefined;
	layers: readonly string[];
}

export type PmtilesFault = 'not_pmtiles' | 'old_version' | 'truncated' | 'unreadable';
export type ReadPmtiles =
	| { ok: true; header: PmtilesHeader; metadata: PmtilesMetadata; sizeBytes: number }
	| { ok: false; fault: PmtilesFault };

const metadataShape = z.object({
	name: z.string().optional(),
	attribution: z.string().optional(),
	vector_layers: z.array(z.object({ id: z.string() })).default([])
});

/** Reads header and metadata of a file. Throws where the file itself cannot be read. */
export async function readPmtiles(path: string): Promise<ReadPmtiles> {
	const file = await open(path, 'r');
	try {
		return await readFrom(file);
	} finally {
		await file.close();
	}
}

async function readFrom(file: FileHandle): Promise<ReadPmtiles> {
	const { size: sizeBytes } = await file.stat();
	const head = Buffer.alloc(headerBytes);
	const { bytesRead } = await file.read(head, 0, headerBytes, 0);
	if (head.toString('latin1', 0, 7) !== 'PMTiles') return { ok: false, fault: 'not_pmtiles' };
	if (head[7] !== version) return { ok: false, fault: 'old_version' };
	if (bytesRead < headerBytes) return { ok: false, fault: 'truncated' };
	const header = headerOf(head);
	if (header.endsAt > sizeBytes) return { ok: false, fault: 'truncated' };
	const metadata = await metadataOf(file, head, header.internal);
	if (metadata === null) return { ok: false, fault: 'unreadable' };
	return { ok: true, header, metadata, sizeBytes };
}

function headerOf(head: Buffer): PmtilesHeader {
	const number = (at: number) => Number(head.readBigUInt64LE(at));
	const degrees = (at: number) => head.readInt32LE(at) / 1e7;
	// Root directory, metadata, leaf directories, tiles: each an offset and a length.
	const ends = [8, 24, 40, 56].map((at) => number(at) + number(at + 8));
	return {
		internal: compressions[head[97] ?? 0] ?? 'unknown',
		compression: compressions[head[98] ?? 0] ?? 'unknown',
		tileType: tileTypes[head[99] ?? 0] ?? 'unknown',
		minZoom: head[100] ?? 0,
		maxZoom: head[101] ?? 0,
		bounds: [degrees(106), degrees(102), degrees(114), degrees(110)],
		endsAt: Math.max(...ends)
	};
}

async function metadataOf(
	file: FileHandle,
	head: Buffer,
	internal: Compression
): Promise<PmtilesMetadata | null> {
	const [offset, length] = [Number(head.readBigUInt64LE(24)), Number(head.readBigUInt64LE(32))];
	if (length > metadataMaxBytes) return null;
	const packed = Buffer.alloc(length);
	await file.read(packed, 0, length, offset);
	try {
		const text =
			internal === 'gzip' ? await unpack(packed, { maxOutputLength: unpackedMaxBytes }) : packed;
		const { name, attribution, vector_layers } = metadataShape.parse(JSON.parse(text.toString()));
		return { name, attribution, layers: vector_layers.map(({ id }) => id) };
	} catch {
		return null;
	}
}
