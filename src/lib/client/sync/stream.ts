/**
 * Listens to the server's "come" notices: server-sent events read by fetch, so that status codes
 * and cookies work as everywhere. They carry the newest version of each scope and no data; an
 * exchange fetches it.
 *
 * 1. Silence of more than two pings is a dead line: it is closed and opened again.
 * 2. The server names the heads at every opening too: nothing is missed in between.
 * 3. After vain tries it waits longer and longer, but not once the line is said to be back.
 */
import * as z from 'zod/mini';
import { backoffMs } from './plan';
import type { Timers } from './ports';

/** The server pings every 25 s. */
const silenceMs = 60_000;

export interface StreamPorts {
	open(signal: AbortSignal): Promise<ReadableStream<Uint8Array> | null>;
	timers: Timers;
	/** Newest version per scope, or null where a notice could not be read. */
	onCome(heads: Heads | null): void;
}

const heads = z.record(z.string(), z.number());
export type Heads = z.infer<typeof heads>;

/** What a `data:` line of a notice says; undefined for every other line. */
function headsIn(line: string): Heads | null | undefined {
	if (!line.startsWith('data:')) return undefined;
	try {
		return heads.safeParse(JSON.parse(line.slice(5))).data ?? null;
	} catch {
		return null;
	}
}

export class Stream {
	readonly #ports: StreamPorts;
	#isRunning = false;
	#isOpen = false;
	#attempt = 0;
	#abort: AbortController | null = null;
	#cancelRetry = () => {};
	#isWaiting = false;

	constructor(ports: StreamPorts) {
		this.#ports = ports;
	}

	/** Notices would arrive now. */
	get isOpen(): boolean {
		return this.#isOpen;
	}

	start(): void {
		if (this.#isRunning) return;
		this.#isRunning = true;
		void this.#listen();
	}

	/** The wait of vain tries is over. */
	lineIsBack(): void {
		this.#attempt = 0;
		if (!this.#isWaiting) return;
		this.#cancelRetry();
		void this.#listen();
	}

	stop(): void {
		this.#isRunning = false;
		this.#isWaiting = false;
		this.#isOpen = false;
		this.#cancelRetry();
		this.#abort?.abort();
	}

	async #listen(): Promise<void> {
		this.#isWaiting = false;
		const abort = new AbortController();
		this.#abort = abort;
		const body = await this.#ports.open(abort.signal);
		if (body !== null) await this.#read(body, abort).catch(() => undefined);
		abort.abort();
		// Stopped, or stopped and started anew meanwhile.
		if (!this.#isRunning || this.#abort !== abort) return;
		this.#isOpen = false;
		const waitMs = backoffMs(this.#attempt, this.#ports.timers.random());
		this.#attempt += 1;
		this.#isWaiting = true;
		this.#cancelRetry = this.#ports.timers.after(waitMs, () => void this.#listen());
	}

	async #read(body: ReadableStream<Uint8Array>, abort: AbortController): Promise<void> {
		const { timers, onCome } = this.#ports;
		const reader = body.getReader();
		const decoder = new TextDecoder();
		let rest = '';
		let cancel = timers.after(silenceMs, () => abort.abort());
		this.#isOpen = true;
		while (this.#isRunning && !abort.signal.aborted) {
			const { done, value } = await reader.read();
			cancel();
			if (done) return;
			cancel = timers.after(silenceMs, () => abort.abort());
			this.#attempt = 0;
			const lines = (rest + decoder.decode(value, { stream: true })).split(/\r?\n/);
			rest = lines.pop() ?? '';
			for (const line of lines) {
				const said = headsIn(line);
				if (said !== undefined) onCome(said);
			}
		}
		cancel();
	}
}
