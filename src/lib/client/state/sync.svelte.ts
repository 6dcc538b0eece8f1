/** How device and server stand to each other, for status bars and the settings. */
import type { SyncView } from '../device';
import type { EngineStatus } from '../sync/engine';
import type { CacheMeta } from '../sync/ports';
import type { OutboxState } from './outbox.svelte';

type Contact = Pick<CacheMeta, 'lastContactAt' | 'skewMs'>;

export class SyncStatus implements SyncView {
	#status = $state.raw<EngineStatus>({
		state: 'idle',
		nextTryAt: null,
		sendingIds: [],
		upload: null
	});
	#contact = $state.raw<Contact>({ lastContactAt: null, skewMs: null });
	#isOnline = $state(true);
	#isPersisted = $state<boolean | null>(null);
	readonly #outbox: OutboxState;

	/** `isOnlineHint`: what the browser believes, until the first try knows. */
	constructor(outbox: OutboxState, isOnlineHint: boolean) {
		this.#outbox = outbox;
		this.#isOnline = isOnlineHint;
	}

	get state() {
		return this.#status.state;
	}
	get isOnline() {
		return this.#isOnline;
	}
	get lastContactAt() {
		return this.#contact.lastContactAt;
	}
	get nextTryAt() {
		return this.#status.nextTryAt;
	}
	get skewMs() {
		return this.#contact.skewMs;
	}
	get isPersisted() {
		return this.#isPersisted;
	}
	get progress() {
		return {
			commands: this.#outbox.unsentCommands,
			photos: this.#outbox.unsentPhotos,
			photoBytes: this.#status.upload?.sentBytes ?? 0,
			photoTotalBytes: this.#outbox.waitingBytes
		};
	}

	setStatus(status: EngineStatus): void {
		this.#status = status;
		// While an exchange runs nothing new is known.
		if (status.state !== 'exchanging') this.#isOnline = status.state !== 'offline';
	}

	setContact({ lastContactAt, skewMs }: Contact): void {
		this.#contact = { lastContactAt, skewMs };
	}

	setPersisted(isPersisted: boolean): void {
		this.#isPersisted = isPersisted;
	}
}
