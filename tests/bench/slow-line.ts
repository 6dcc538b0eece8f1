/**
 * A slow line in front of the host, which is cut when so many bytes of uploads went over it.
 *
 * 1. What goes up takes its turn at a fixed rate, over all connections; what comes down is free.
 * 2. A cut ends every connection at once, and what waited for its turn is gone with it; the line is
 *    there again at the next request.
 * 3. Counted are the bytes of uploads that left for the host, those of a cut piece included.
 */
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const uploadPaths = ['/api/photos', '/bench/tus', '/bench/store'];

export interface SlowLine {
	url: string;
	/** Begins to count anew; the line is cut at each of these numbers of bytes, in order. */
	begin(cutsAt: readonly number[]): void;
	/** Bytes of uploads, and cuts, since it began to count. */
	told(): { bytes: number; cuts: number };
	close(): void;
}

export async function openSlowLine(host: string, bytesPerSecond: number): Promise<SlowLine> {
	const line = new Line(host, bytesPerSecond);
	const server = createServer((asked, answer) => {
		// A request whose connection ends is nobody's any more.
		line.pass(asked, answer).catch(() => answer.destroy());
	});
	line.cut = () => server.closeAllConnections();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		begin: (cutsAt) => line.begin(cutsAt),
		told: () => ({ bytes: line.bytes, cuts: line.cuts }),
		close() {
			server.closeAllConnections();
			server.close();
		}
	};
}

class Line {
	bytes = 0;
	cuts = 0;
	cut = () => {};
	readonly #host: string;
	readonly #bytesPerMs: number;
	#cutsAt: number[] = [];
	#freeAt = 0;
	/** Bytes of uploads that have their turn, those included that left. */
	#promised = 0;

	constructor(host: string, bytesPerSecond: number) {
		this.#host = host;
		this.#bytesPerMs = bytesPerSecond / 1000;
	}

	begin(cutsAt: readonly number[]): void {
		this.#cutsAt = [...cutsAt];
		this.bytes = 0;
		this.#promised = 0;
		this.cuts = 0;
	}

	async pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
		const { method, headers, url = '/' } = asked;
		const onward = request(this.#host + url, { method, headers });
		answer.once('close', () => onward.destroy());
		onward.on('error', () => answer.destroy());
		onward.once('response', (heard) => {
			answer.writeHead(heard.statusCode ?? 502, heard.rawHeaders);
			heard.pipe(answer);
		});
		const isUpload = uploadPaths.some((path) => url.startsWith(path));
		for await (const chunk of asked) {
			if (!(await this.#send(chunk as Buffer, isUpload, (part) => onward.write(part)))) return;
		}
		onward.end();
	}

	/** One piece in its turn; false where the line was cut in it. */
	async #send(
		chunk: Buffer,
		isUpload: boolean,
		write: (part: Buffer) => boolean
	): Promise<boolean> {
		const [now, cutsBefore] = [performance.now(), this.cuts];
		const [cutAt = Infinity] = isUpload ? this.#cutsAt : [];
		const part = chunk.subarray(0, Math.max(0, cutAt - this.#promised));
		if (isUpload) this.#promised += part.length;
		this.#freeAt = Math.max(this.#freeAt, now) + part.length / this.#bytesPerMs;
		await delay(this.#freeAt - now);
		if (this.cuts !== cutsBefore) return false;
		if (isUpload) this.bytes += part.length;
		write(part);
		if (this.bytes < cutAt) return true;
		this.#cutsAt.shift();
		this.cuts += 1;
		this.#freeAt = 0;
		this.#promised = this.bytes;
		this.cut();
		return false;
	}
}
