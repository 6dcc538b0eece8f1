/**
 * Brings the operator's map onto the device, piece by piece.
 *
 *   gaps ─▶ ask from the first gap on ─▶ piece whole ─▶ room? ─▶ shelf ─▶ ... ─▶ done
 *                                  └─ cut, stopped, full: what is held stays, the next time goes on
 *
 * 1. A piece is put away whole or not at all; no more than one is in memory.
 * 2. It stops before four fifths of what the browser lends are used: the rest is for work.
 * 3. A line that gives nothing for half a minute is cut.
 * Numbers: failure story 36 and the table of the field design.
 */
import { isQuota } from '../db/database-fault';
import type { StorageRoom } from '../storage';
import type { Timers } from '../sync/ports';
import type { MapPack } from '$lib/protocol/map';
import type { LaneFault, PackLane } from './pack-lane';
import { pieceBytes, pieceCount, pieceSize, type PieceShelf } from './piece-shelf';

/** How much of what the browser lends a map may fill. */
export const fillMax = 0.8;
const stallMs = 30_000;

/** `full`: no room for more; `stopped`: by the person; the others as the lane says. */
export type DownloadEnd = 'done' | 'stopped' | 'full' | LaneFault;

export interface DownloadPorts {
	shelf: PieceShelf;
	lane: PackLane;
	/** What the browser says of its room; null where it says nothing. */
	room(): Promise<StorageRoom | null>;
	timers: Pick<Timers, 'after'>;
	/** Bytes held so far, pieces under way included. */
	onProgress(heldBytes: number): void;
}

/** Downloads what is missing of a map; the end says whether it is whole now, and if not, why. */
export async function downloadPack(
	pack: MapPack,
	ports: DownloadPorts,
	signal: AbortSignal
): Promise<DownloadEnd> {
	const held = await ports.shelf.pieces(pack.sha256);
	const first = firstGap(held, pieceCount(pack));
	ports.onProgress(first * pieceBytes);
	if (first === pieceCount(pack)) return 'done';
	if (!(await hasRoom(ports, pack.sizeBytes - first * pieceBytes))) return 'full';
	// Stopped while room and pieces were looked up: no listener would hear of it any more.
	if (signal.aborted) return 'stopped';
	const line = new AbortController();
	const stop = () => line.abort();
	signal.addEventListener('abort', stop);
	try {
		return await receive(pack, first, ports, line);
	} catch (error) {
		if (isQuota(error)) return 'full';
		return signal.aborted ? 'stopped' : 'cut';
	} finally {
		signal.removeEventListener('abort', stop);
		line.abort();
	}
}

/** Pieces are put away in order: what follows the first gap is not counted on. */
function firstGap(held: ReadonlySet<number>, count: number): number {
	let piece = 0;
	while (piece < count && held.has(piece)) piece += 1;
	return piece;
}

async function receive(
	pack: MapPack,
	first: number,
	ports: DownloadPorts,
	line: AbortController
): Promise<DownloadEnd> {
	const endStall = stallTimer(ports, line);
	const opened = await ports.lane.stream(pack, first * pieceBytes, line.signal);
	if ('fault' in opened) {
		endStall();
		line.signal.throwIfAborted();
		return opened.fault;
	}
	const pieces = piecesOf(pack, first, opened.body, ports, line);
	endStall();
	for await (const { piece, bytes } of pieces) {
		if (!(await hasRoom(ports, bytes.length))) return 'full';
		await ports.shelf.put(pack.sha256, piece, bytes);
	}
	return 'done';
}

/** Cuts a stream into whole pieces; throws where it ends too early or stalls. */
async function* piecesOf(
	pack: MapPack,
	first: number,
	body: ReadableStream<Uint8Array>,
	ports: DownloadPorts,
	line: AbortController
): AsyncGenerator<{ piece: number; bytes: Uint8Array<ArrayBuffer> }> {
	const reader = body.getReader();
	let piece = first;
	let bytes = new Uint8Array(pieceSize(pack, piece));
	let filled = 0;
	try {
		while (piece < pieceCount(pack)) {
			let chunk = await next(reader, ports, line);
			while (chunk.length > 0 && piece < pieceCount(pack)) {
				const part = chunk.subarray(0, bytes.length - filled);
				bytes.set(part, filled);
				filled += part.length;
				chunk = chunk.subarray(part.length);
				ports.onProgress(piece * pieceBytes + filled);
				if (filled < bytes.length) continue;
				yield { piece, bytes };
				piece += 1;
				bytes = new Uint8Array(Math.max(0, pieceSize(pack, piece)));
				filled = 0;
			}
		}
	} finally {
		reader.cancel().catch(() => undefined);
	}
}

async function next(
	reader: ReadableStreamDefaultReader<Uint8Array>,
	ports: DownloadPorts,
	line: AbortController
): Promise<Uint8Array> {
	const endStall = stallTimer(ports, line);
	const aborted = new Promise<never>((_, reject) =>
		line.signal.addEventListener('abort', () => reject(new Error('The line was cut')), {
			once: true
		})
	);
	try {
		line.signal.throwIfAborted();
		const { done, value } = await Promise.race([reader.read(), aborted]);
		if (done) throw new Error('The map ends too early');
		return value;
	} finally {
		endStall();
	}
}

const stallTimer = ({ timers }: DownloadPorts, line: AbortController) =>
	timers.after(stallMs, () => line.abort());

async function hasRoom({ room }: DownloadPorts, wantedBytes: number): Promise<boolean> {
	const lent = await room();
	if (lent === null) return true;
	const { usedBytes, freeBytes } = lent;
	return usedBytes + wantedBytes <= (usedBytes + freeBytes) * fillMax;
}
