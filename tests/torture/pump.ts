/**
 * Bytes from one socket to the other, as slowly, in as small pieces and as far as a line lets them.
 */
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface Shape {
	/** Before each piece. */
	delayMs?: number;
	bytesPerSecond?: number;
	/** Pieces are no larger. */
	pieceBytes?: number;
	/** The line ends after so many bytes. */
	limitBytes?: number;
	/** The line ends before this piece? */
	isLost?: () => boolean;
}

/** `cut`: the limit was reached. `gone`: the other side takes nothing more. */
export type Pumped = 'ended' | 'cut' | 'gone';

/** Moves everything; `onPiece` hears how many bytes have arrived so far. */
export async function pump(
	source: AsyncIterable<Buffer>,
	sink: Socket,
	shape: Shape,
	onPiece: (bytes: number) => void = () => undefined
): Promise<Pumped> {
	const { limitBytes = Infinity, pieceBytes = Infinity } = shape;
	let moved = 0;
	for await (const chunk of source) {
		for (const piece of piecesOf(chunk, pieceBytes)) {
			await delay(waitMs(shape, piece.length));
			if (shape.isLost?.() === true) return 'cut';
			const part = piece.subarray(0, limitBytes - moved);
			if (!(await write(sink, part))) return 'gone';
			moved += part.length;
			if (moved >= limitBytes) return 'cut';
			onPiece(moved);
		}
	}
	return 'ended';
}

function waitMs({ delayMs = 0, bytesPerSecond = Infinity }: Shape, bytes: number): number {
	return delayMs + (bytes * 1000) / bytesPerSecond;
}

function* piecesOf(chunk: Buffer, size: number): Generator<Buffer> {
	for (let at = 0; at < chunk.length; at += size) yield chunk.subarray(at, at + size);
}

/** Waits until the bytes are out; false where they cannot go any more. */
function write(sink: Socket, bytes: Buffer): Promise<boolean> {
	if (sink.destroyed || !sink.writable) return Promise.resolve(false);
	return new Promise((resolve) => sink.write(bytes, (error) => resolve(!error)));
}
