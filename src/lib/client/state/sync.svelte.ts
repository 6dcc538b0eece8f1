/** How device and server stand to each other, for status bars and the settings. */
import type { SyncView } from '../device';
import type { EngineStatus } from '../sync/engine';
import type { CacheMeta } from '../sync/ports';
import type { StorageRoom } from '../storage';
import type { OutboxState } from './outbox.svelte';

type Contact = Pick<CacheMeta, 'lastContactAt' | 'skewMs' | 'repairs'>;

/** How long a device may work without having heard the server, ms. */
export const graceMs = 14 * 24 * 60 * 60 * 1000;
/** A photo with its thumbnail and its place in the database, bytes: more than most need. */
const photoRoomBytes = 600_000;

export class SyncStatus implements SyncView {
	#status = $state.raw<EngineStatus>({
		state: 'idle',
		nextTryAt: null,
		sendingIds: [],
		uploads: []
	});
	#contact = $state.raw<Contact>({ lastContactAt: null, skewMs: null });
	#isOnline = $state(true);
	#isPersisted = $state<boolean | null>(null);
	#storage = $state.raw<SyncView['storage']>(null);
	readonly #outbox: OutboxState;
	readonly #wallMs: () => number;

	/** `isOnlineHint`: what the browser believes, until the first try knows. */
	constructor(outbox: OutboxState, isOnlineHint: boolean, wallMs: () => number) {
		this.#outbox = outbox;
		this.#isOnline = isOnlineHint;
		this.#wallMs = wallMs;
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
	get storage() {
		return this.#storage;
	}
	get isReadOnly() {
		const { lastContactAt } = this.#contact;
		return lastContactAt !== null && this.#wallMs() - lastContactAt > graceMs;
	}
	get repairs() {
		return this.#contact.repairs ?? 0;
	}
	get progress() {
		return {
			commands: this.#outbox.unsentCommands,
			photos: this.#outbox.unsentPhotos,
			photoBytes: this.#status.uploads.reduce((sum, { sentBytes }) => sum + sentBytes, 0),
			photoTotalBytes: this.#outbox.waitingBytes
		};
	}

	setStatus(status: EngineStatus): void {
		this.#status = status;
		// While an exchange runs nothing new is known.
		if (status.state !== 'exchanging') this.#isOnline = status.state !== 'offline';
	}

	setContact({ lastContactAt, skewMs, repairs }: Contact): void {
		this.#contact = { lastContactAt, skewMs, repairs };
	}

	setStorage(room: StorageRoom | null): void {
		this.#storage = room === null ? null : storageOf(room);
	}

	setPersisted(isPersisted: boolean): void {
		this.#isPersisted = isPersisted;
	}
}

function storageOf({ usedBytes, freeBytes }: StorageRoom): SyncView['storage'] {
	const photosLeft = Math.floor(freeBytes / photoRoomBytes);
	return { usedBytes, quotaBytes: usedBytes + freeBytes, photosLeft };
}
