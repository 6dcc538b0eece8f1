/**
 * Reads one HTTP request from a socket just far enough to know its path and where its body ends.
 * Devices of these tests send one request per connection, each with its length.
 */
import type { Socket } from 'node:net';

export interface WireRequest {
	method: string;
	path: string;
	/** All bytes, head included, as they come. */
	bytes: AsyncIterable<Buffer>;
	total: number;
	headBytes: number;
	/** Resolves when the device has closed its side. */
	left: Promise<void>;
}

const headEnd = '\r\n\r\n';

/** The next request; null where the device left before its head was whole. */
export async function readRequest(socket: Socket): Promise<WireRequest | null> {
	const chunks: AsyncIterator<Buffer> = socket[Symbol.asyncIterator]();
	let begun: Buffer = Buffer.alloc(0);
	while (!begun.includes(headEnd)) {
		const next = await chunks.next().catch(() => ended);
		if (next.done === true) return null;
		begun = Buffer.concat([begun, next.value]);
	}
	const headBytes = begun.indexOf(headEnd) + headEnd.length;
	const head = begun.subarray(0, headBytes).toString('latin1');
	const [method = '', path = ''] = head.split(' ', 2);
	const total = headBytes + Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
	const { promise: left, resolve } = Promise.withResolvers<void>();
	return { method, path, bytes: bytesOf(begun, total, chunks, resolve), total, headBytes, left };
}

async function* bytesOf(
	begun: Buffer,
	total: number,
	chunks: AsyncIterator<Buffer>,
	onLeft: () => void
): AsyncGenerator<Buffer> {
	yield begun;
	for (let got = begun.length; got < total;) {
		const next = await chunks.next().catch(() => ended);
		if (next.done === true) return onLeft();
		got += next.value.length;
		yield next.value;
	}
	void untilEnd(chunks).then(onLeft);
}

async function untilEnd(chunks: AsyncIterator<Buffer>): Promise<void> {
	while ((await chunks.next().catch(() => ended)).done !== true) {
		// Nothing more is expected of this device.
	}
}

const ended: IteratorResult<Buffer> = { done: true, value: undefined };
