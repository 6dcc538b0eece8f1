/**
 * How tus asks where there is no XMLHttpRequest: in the service worker. Pages keep XMLHttpRequest,
 * which alone tells how many bytes of a piece have gone; here a piece has gone or has not.
 */
import type { HttpRequest, HttpResponse, HttpStack } from 'tus-js-client';
import { browserFetch } from '../api';

/** tus over fetch. */
export const fetchStack: HttpStack = {
	createRequest: (method, url) => new FetchRequest(method, url),
	getName: () => 'fetch'
};

class FetchRequest implements HttpRequest {
	readonly #method: string;
	readonly #url: string;
	readonly #headers: Record<string, string> = {};
	readonly #abort = new AbortController();

	constructor(method: string, url: string) {
		this.#method = method;
		this.#url = url;
	}

	getMethod(): string {
		return this.#method;
	}

	getURL(): string {
		return this.#url;
	}

	setHeader(header: string, value: string): void {
		this.#headers[header] = value;
	}

	getHeader(header: string): string | undefined {
		return this.#headers[header];
	}

	/** fetch tells nothing of its progress. */
	setProgressHandler(): void {}

	async send(body: BodyInit | null): Promise<HttpResponse> {
		const { signal } = this.#abort;
		const init = { method: this.#method, headers: this.#headers, body, signal };
		const response = await browserFetch(this.#url, init);
		const text = await response.text();
		return {
			getStatus: () => response.status,
			getHeader: (header) => response.headers.get(header) ?? undefined,
			getBody: () => text,
			getUnderlyingObject: () => response
		};
	}

	abort(): Promise<void> {
		this.#abort.abort();
		return Promise.resolve();
	}

	/** There is none that would outlive the call. */
	getUnderlyingObject(): null {
		return null;
	}
}
