/**
 * How the uploader speaks HTTP in these tests: one connection a request, the device's own cookies,
 * bytes counted as they leave, and every end of a connection told (tus' own for Node keeps silent
 * where an answer ends in the middle).
 */
import { request as open, type ClientRequest, type IncomingMessage } from 'node:http';
import type { HttpRequest, HttpResponse, HttpStack } from 'tus-js-client';

const pieceBytes = 4096;

/** A stack whose requests carry these headers, as they are when each begins. */
export function uploadStack(headers: () => Record<string, string>): HttpStack {
	return {
		getName: () => 'torture',
		createRequest: (method, url) => new UploadRequest(method, url, headers())
	};
}

class UploadRequest implements HttpRequest {
	readonly #headers: Record<string, string>;
	readonly #method: string;
	readonly #url: string;
	#onProgress: (bytes: number) => void = () => undefined;
	#request: ClientRequest | null = null;

	constructor(method: string, url: string, headers: Record<string, string>) {
		this.#method = method;
		this.#url = url;
		this.#headers = { ...headers, connection: 'close' };
	}

	getMethod = () => this.#method;
	getURL = () => this.#url;
	getHeader = (name: string) => this.#headers[name];
	getUnderlyingObject = () => this.#request;

	setHeader(name: string, value: string): void {
		this.#headers[name] = value;
	}

	setProgressHandler(onProgress: (bytes: number) => void): void {
		this.#onProgress = onProgress;
	}

	abort(): Promise<void> {
		this.#request?.destroy();
		return Promise.resolve();
	}

	send(body: unknown): Promise<HttpResponse> {
		const bytes = body instanceof Uint8Array ? body : new Uint8Array();
		const headers = { ...this.#headers, 'content-length': String(bytes.length) };
		const request = open(this.#url, { method: this.#method, headers, agent: false });
		this.#request = request;
		const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
		request.on('error', reject);
		request.on('close', () => reject(new Error('The line has ended')));
		request.on('response', (response) => void heard(response).then(resolve, reject));
		void this.#write(request, bytes);
		return promise;
	}

	async #write(request: ClientRequest, bytes: Uint8Array): Promise<void> {
		for (let at = 0; at < bytes.length && !request.destroyed; at += pieceBytes) {
			const piece = bytes.subarray(at, at + pieceBytes);
			await new Promise((resolve) => request.write(piece, resolve));
			this.#onProgress(at + piece.length);
		}
		request.end();
	}
}

async function heard(response: IncomingMessage): Promise<HttpResponse> {
	const chunks: Buffer[] = await Array.fromAsync(response);
	return {
		getStatus: () => response.statusCode ?? 0,
		getHeader: (name) => response.headers[name.toLowerCase()]?.toString(),
		getBody: () => Buffer.concat(chunks).toString('utf8'),
		getUnderlyingObject: () => response
	};
}
