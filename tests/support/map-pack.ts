/** A map as devices hold it, without a browser: its description, its bytes, and a shelf in memory. */
import { pieceBytes, pieceCount, type PieceShelf } from '../../src/lib/client/map/piece-shelf';
import type { MapPack } from '../../src/lib/protocol/map';

export function aPack(change: Partial<MapPack> = {}): MapPack {
	return {
		...{ sha256: 'a'.repeat(64), name: 'Muscat', sizeBytes: 2_500_000 },
		...{ bounds: [23.5, 58.5, 23.7, 58.7], minZoom: 8, maxZoom: 16 },
		...{ credit: '© OpenStreetMap', addedAt: 1 },
		...change
	};
}

/** Bytes of a map, alike at every call, each telling where it stands. */
export function contentOf({ sizeBytes }: MapPack): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(sizeBytes);
	for (let at = 0; at < sizeBytes; at += 1) bytes[at] = at * 31 + (at >> 10);
	return bytes;
}

/** Whether both hold the same; an assertion on millions of numbers would take seconds. */
export function areSameBytes(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

export interface MemoryShelf extends PieceShelf {
	/** How often a piece was asked for. */
	readonly reads: number;
	/** Everything that is held of a map, in order. */
	bytesOf(pack: MapPack): Promise<Uint8Array>;
	fill(pack: MapPack, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** The memory twin of the browser's shelf. */
export function aShelf(): MemoryShelf {
	const held = new Map<string, Map<number, Uint8Array<ArrayBuffer>>>();
	let reads = 0;
	const shelf: MemoryShelf = {
		get reads() {
			return reads;
		},
		pieces: (sha256) => Promise.resolve(new Set(held.get(sha256)?.keys() ?? [])),
		put(sha256, piece, bytes) {
			const pieces = held.get(sha256) ?? new Map<number, Uint8Array<ArrayBuffer>>();
			held.set(sha256, pieces.set(piece, bytes.slice()));
			return Promise.resolve();
		},
		read(sha256, piece) {
			reads += 1;
			return Promise.resolve(held.get(sha256)?.get(piece)?.slice().buffer ?? null);
		},
		maps: () => Promise.resolve([...held.keys()]),
		drop(sha256) {
			held.delete(sha256);
			return Promise.resolve();
		},
		bytesOf: ({ sha256 }) =>
			new Blob(
				[...(held.get(sha256) ?? [])].sort(([a], [b]) => a - b).map(([, bytes]) => bytes)
			).bytes(),
		async fill(pack, bytes) {
			for (let piece = 0; piece < pieceCount(pack); piece += 1)
				await shelf.put(
					pack.sha256,
					piece,
					bytes.slice(piece * pieceBytes, (piece + 1) * pieceBytes)
				);
		}
	};
	return shelf;
}
