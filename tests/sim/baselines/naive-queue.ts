/**
 * The queue that people write first: notes wait in a store and are posted one by one; what was
 * answered is done, unless the server says that it is broken; a dead line is tried again later.
 */
import type { Timers } from '../../../src/lib/client/sync/ports';
import type { QueuePorts, WriteQueue } from './write-queue';

const retryMs = 10_000;

/** A store that survives the page, as on disk. */
export class NoteStore {
	readonly #rows = new Map<number, string>();
	#next = 1;

	add(text: string): Promise<void> {
		this.#rows.set(this.#next++, text);
		return Promise.resolve();
	}

	first(): Promise<{ key: number; text: string } | undefined> {
		const [first] = this.#rows;
		return Promise.resolve(first === undefined ? undefined : { key: first[0], text: first[1] });
	}

	remove(key: number): Promise<void> {
		this.#rows.delete(key);
		return Promise.resolve();
	}
}

export class NaiveQueue implements WriteQueue {
	readonly #store: NoteStore;
	readonly #fetch: QueuePorts['fetch'];
	readonly #timers: Timers;
	#isSending = false;

	constructor(store: NoteStore, { fetch, timers }: QueuePorts) {
		this.#store = store;
		this.#fetch = fetch;
		this.#timers = timers;
	}

	async add(text: string): Promise<void> {
		await this.#store.add(text);
		void this.send();
	}

	async send(): Promise<void> {
		if (this.#isSending) return;
		this.#isSending = true;
		try {
			await this.#sendAll();
		} catch {
			this.#timers.after(retryMs, () => void this.send());
		} finally {
			this.#isSending = false;
		}
	}

	async #sendAll(): Promise<void> {
		let first = await this.#store.first();
		while (first !== undefined) {
			const request = new Request(this.#url, { method: 'POST', body: first.text });
			const { status } = await this.#fetch(request);
			if (status >= 500) throw new Error(`The server is broken: ${status}`);
			await this.#store.remove(first.key);
			first = await this.#store.first();
		}
	}

	readonly #url = 'https://maydan.test/notes';
}
