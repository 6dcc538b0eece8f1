/**
 * Asks for a page; and for the next one already while a page is being written, so that line and
 * local database work at the same time. A first sync is mostly this.
 *
 * 1. Only where the server said that there is more, and nothing waits to be sent.
 * 2. What came ahead counts only for the exchange of the very number and cursor it was asked with;
 *    else it is dropped, and asking again costs nothing but the line.
 * 3. Its moments are those of its arrival, not of its use.
 */
import type { SyncRequest, SyncResponse } from '$lib/protocol/sync';
import { unreachable, type Answer } from '../errors';
import type { DeviceClock, SyncServer } from './ports';

export interface Heard {
	answer: Answer<SyncResponse>;
	/** When it arrived, by the device's wall clock, and how long it took. */
	at: number;
	tookMs: number;
}

interface ReadAheadPorts {
	server: Pick<SyncServer, 'exchange'>;
	clock: Pick<DeviceClock, 'wallMs' | 'monoMs'>;
}

interface Ahead {
	request: SyncRequest;
	abort: AbortController;
	heard: Promise<Heard>;
}

export class ReadAhead {
	readonly #ports: ReadAheadPorts;
	#ahead: Ahead | null = null;

	constructor(ports: ReadAheadPorts) {
		this.#ports = ports;
	}

	/** What the server says to this request, perhaps heard already. */
	ask(request: SyncRequest, signal: AbortSignal, keepalive: boolean): Promise<Heard> {
		const ahead = this.#ahead;
		if (ahead === null || !isFor(ahead.request, request)) {
			this.drop();
			return this.#hear(request, signal, keepalive);
		}
		this.#ahead = null;
		signal.addEventListener('abort', () => ahead.abort.abort(), { once: true });
		return ahead.heard;
	}

	/** Asks for the page behind this one; the exchange that wants it comes with the next number. */
	begin(request: SyncRequest, cursor: string): void {
		this.drop();
		const abort = new AbortController();
		const next = { ...request, exchange: request.exchange + 1, cursor };
		const heard = this.#hear(next, abort.signal, false).catch(() => this.#unheard());
		this.#ahead = { request: next, abort, heard };
	}

	/** Nobody will want it any more. */
	drop(): void {
		this.#ahead?.abort.abort();
		this.#ahead = null;
	}

	async #hear(request: SyncRequest, signal: AbortSignal, keepalive: boolean): Promise<Heard> {
		const { server, clock } = this.#ports;
		const startedMs = clock.monoMs();
		const answer = await server.exchange(request, signal, keepalive);
		return { answer, at: clock.wallMs(), tookMs: clock.monoMs() - startedMs };
	}

	#unheard(): Heard {
		return {
			answer: { ok: false, failure: unreachable },
			at: this.#ports.clock.wallMs(),
			tookMs: 0
		};
	}
}

function isFor(ahead: SyncRequest, request: SyncRequest): boolean {
	return (
		request.commands.length === 0 &&
		ahead.exchange === request.exchange &&
		ahead.replica === request.replica &&
		ahead.cursor === request.cursor
	);
}
