/**
 * The operator's map as its reader wants it: bytes at an offset, from the device or from the line.
 *
 * 1. From the device no more is read than the pieces that hold the bytes; a few stay in memory.
 * 2. What cannot be had is told to `onlost` and ends like a request that was given up, which leaves
 *    the tile empty and the console quiet.
 */
import type { RangeResponse, Source } from 'pmtiles';
import type { MapPack } from '$lib/protocol/map';
import type { PackLane } from './pack-lane';
import { pieceBytes, type PieceShelf } from './piece-shelf';

/** A tile is a small part of a piece, and neighbours lie together. */
const keptPieces = 6;

/** Reads a map that lies on this device. */
export function shelfSource(pack: MapPack, shelf: PieceShelf, onlost: () => void): Source {
	const kept = new Map<number, Promise<ArrayBuffer | null>>();
	const pieceAt = (piece: number) => {
		const found = kept.get(piece) ?? shelf.read(pack.sha256, piece);
		// Least recently used first.
		kept.delete(piece);
		kept.set(piece, found);
		for (const old of [...kept.keys()].slice(0, -keptPieces)) kept.delete(old);
		return found;
	};
	return {
		getKey: () => `device:${pack.sha256}`,
		async getBytes(offset, length): Promise<RangeResponse> {
			const end = Math.min(offset + length, pack.sizeBytes);
			const data = new Uint8Array(end - offset);
			for (let at = offset; at < end;) {
				const piece = Math.floor(at / pieceBytes);
				const bytes = await pieceAt(piece);
				if (bytes === null) return lost(onlost);
				const from = at - piece * pieceBytes;
				const part = new Uint8Array(bytes).subarray(from, from + end - at);
				data.set(part, at - offset);
				at += part.length;
			}
			return { data: data.buffer };
		}
	};
}

/** Reads a map from the server as it is looked at. */
export function laneSource(pack: MapPack, lane: PackLane, onlost: () => void): Source {
	return {
		getKey: () => `line:${pack.sha256}`,
		async getBytes(offset, length, signal): Promise<RangeResponse> {
			const data = await lane.range(pack, offset, length, signal);
			if (data !== null) return { data };
			signal?.throwIfAborted();
			return lost(onlost);
		}
	};
}

function lost(onlost: () => void): never {
	onlost();
	throw new DOMException('These bytes of the map cannot be had', 'AbortError');
}
