/**
 * The queue of workbox-background-sync, as published, over an IndexedDB in memory. Kinder than its
 * plugin, which stores a request only after it has failed: here every note is stored first, and the
 * queue is replayed after each note, at every start, and again after a replay that failed.
 */
import './worker-globals';
import { Queue } from 'workbox-background-sync/Queue.js';
import type { Timers } from '../../../src/lib/client/sync/ports';
import { mortal, type Life } from '../mortal';
import type { VirtualTime } from '../virtual-time';
import type { QueuePorts, WriteQueue } from './write-queue';

const retryMs = 10_000;
const notesUrl = 'https://maydan.test/notes';

interface WorkboxPorts extends QueuePorts {
	time: VirtualTime;
	life: Life;
}

export class WorkboxQueue implements WriteQueue {
	readonly #queue: Queue;
	readonly #time: VirtualTime;
	readonly #timers: Timers;
	#isReplaying = false;

	constructor(name: string, { fetch, timers, time, life }: WorkboxPorts) {
		globalThis.fetch = (request) => fetch(request as Request);
		// A page that comes back is a new worker: its module knows no names yet.
		Queue._queueNames.delete(name);
		this.#time = time;
		this.#timers = timers;
		this.#queue = new Queue(name, { onSync: () => undefined });
		this.#watch(life);
	}

	async add(text: string): Promise<void> {
		const request = new Request(notesUrl, { method: 'POST', body: text });
		await this.#queue.pushRequest({ request });
		void this.send();
	}

	async send(): Promise<void> {
		if (this.#isReplaying) return;
		this.#isReplaying = true;
		try {
			await this.#queue.replayRequests();
		} catch {
			this.#timers.after(retryMs, () => void this.send());
		} finally {
			this.#isReplaying = false;
		}
	}

	/** The store takes real time, and every call of it may be the last of its page. */
	#watch(life: Life): void {
		const store: unknown = Reflect.get(this.#queue, '_queueStore');
		if (typeof store !== 'object' || store === null) throw new Error('Workbox keeps no store');
		const watched = mortal(this.#busy(store), life);
		Object.assign(this.#queue, { _queueStore: watched });
	}

	#busy<T extends object>(store: T): T {
		return new Proxy(store, {
			get: (target, key) => {
				const member: unknown = Reflect.get(target, key, target);
				if (typeof member !== 'function') return member;
				return (...args: unknown[]) =>
					this.#time.busy(async () => Reflect.apply(member, target, args) as unknown);
			}
		});
	}
}
