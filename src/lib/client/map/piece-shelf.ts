/**
 * Where the operator's map lies on the device: pieces of one megabyte, each put away whole.
 *
 * 1. A piece is there or it is not: a cut in the middle of one costs that one.
 * 2. Pieces are found by the map's hash: two maps never mix, and an old one serves until the new one
 *    is complete.
 * 3. It is the browser's cache storage, apart from outbox and reports: losing it costs a download.
 *    A file of the origin's private file system would have to be copied whole at every resume, and
 *    older Safari can write one in a worker only.
 * Not here: which map is held and complete (state/device-map).
 */
import type { MapPack } from '$lib/protocol/map';

export const pieceBytes = 1024 * 1024;

export interface PieceShelf {
	/** Numbers of the pieces that are held of a map. */
	pieces(sha256: string): Promise<ReadonlySet<number>>;
	/** Throws where the device is full. */
	put(sha256: string, piece: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
	read(sha256: string, piece: number): Promise<ArrayBuffer | null>;
	/** Hashes of the maps of which anything is held. */
	maps(): Promise<string[]>;
	drop(sha256: string): Promise<void>;
}

/** How many pieces a map has. */
export function pieceCount({ sizeBytes }: Pick<MapPack, 'sizeBytes'>): number {
	return Math.ceil(sizeBytes / pieceBytes);
}

/** Bytes of one piece: the last one is what is left. */
export function pieceSize({ sizeBytes }: Pick<MapPack, 'sizeBytes'>, piece: number): number {
	return Math.min(pieceBytes, sizeBytes - piece * pieceBytes);
}

const prefix = 'maydan-map-';
const addressOf = (piece: number) => `/map-piece/${piece}`;

/** The shelf in a browser's cache storage. */
export function cacheShelf(storage: CacheStorage): PieceShelf {
	const open = (sha256: string) => storage.open(prefix + sha256);
	return {
		async pieces(sha256) {
			if (!(await storage.has(prefix + sha256))) return new Set();
			const keys = await (await open(sha256)).keys();
			return new Set(keys.map(({ url }) => Number(new URL(url).pathname.split('/').at(-1))));
		},
		async put(sha256, piece, bytes) {
			await (await open(sha256)).put(addressOf(piece), new Response(bytes));
		},
		async read(sha256, piece) {
			if (!(await storage.has(prefix + sha256))) return null;
			const found = await (await open(sha256)).match(addressOf(piece));
			return found === undefined ? null : found.arrayBuffer();
		},
		async maps() {
			const names = await storage.keys();
			return names
				.filter((name) => name.startsWith(prefix))
				.map((name) => name.slice(prefix.length));
		},
		async drop(sha256) {
			await storage.delete(prefix + sha256);
		}
	};
}
