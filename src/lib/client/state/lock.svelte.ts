/**
 * Whether the screen of this device is locked. A lock covers what is shown; it stops no sending, and
 * what was open behind it is there again after the PIN.
 *
 *   open ── asked, or n minutes without a touch ──▶ locked ── PIN of the same person ──▶ open
 *                                                     └── PIN of another ──▶ a new page, theirs
 *
 * 1. Only a person with a PIN here can be locked out: nobody else would come back in.
 * 2. The moment of the last touch outlives the page: a start after a long rest begins locked.
 * 3. All tabs lock and open together.
 * Not here: PINs (client/lock), the screen (features/lock).
 */
import { lockedKey, noteOpened, touchedKey } from '../lock/locked';
import { isEnrolled } from '../lock/seats';
import { currentSession } from '../session-store';
import { preferences } from './preferences.svelte';

const minuteMs = 60_000;
/** How often touches are noted and looked at. */
const noteEveryMs = 5_000;
const lookEveryMs = 5_000;

export interface LockPorts {
	storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
	now(): number;
	/** Whether the person of this page has a PIN. */
	hasPin(): boolean;
	/** Minutes without a touch; 0: never by itself. */
	minutes(): number;
	/** Covers the page before anything is drawn over it. */
	cover(isLocked: boolean): void;
}

export class ScreenLock {
	readonly #ports: LockPorts;
	#isLocked = $state(false);
	#isPossible = $state(false);
	#touchedAt = 0;

	constructor(ports: LockPorts) {
		this.#ports = ports;
		this.learn();
		this.#set(this.#isLockedAtStart());
	}

	get isLocked(): boolean {
		return this.#isLocked;
	}

	/** Whether it can be locked at all. */
	get isPossible(): boolean {
		return this.#isPossible;
	}

	/** The person of this page has set a PIN, or given it up. */
	learn(): void {
		this.#isPossible = this.#ports.hasPin();
	}

	/** Locks at once; nothing happens where no PIN would open it. */
	lock(): void {
		if (!this.#ports.hasPin()) return;
		this.#ports.storage.setItem(lockedKey, '1');
		this.#set(true);
	}

	/** The PIN was right. */
	open(): void {
		this.#touchedAt = this.#ports.now();
		noteOpened(this.#touchedAt, this.#ports.storage);
		this.#set(false);
	}

	/** Somebody touches the screen or types. */
	touch(): void {
		if (!this.#isLocked && this.#ports.now() - this.#touchedAt >= noteEveryMs) this.#note();
	}

	/** Locks where nobody has touched anything for long enough. */
	look(): void {
		if (!this.#isLocked && this.#isTooLong()) this.lock();
	}

	/** Follows another tab. */
	follow(): void {
		this.learn();
		this.#set(this.#ports.hasPin() && this.#ports.storage.getItem(lockedKey) === '1');
	}

	/** Watches this page until the answer is called. */
	watch(page: Window = window): () => void {
		const { signal, abort } = stoppable();
		const touched = () => this.touch();
		for (const kind of ['pointerdown', 'keydown', 'wheel'])
			page.addEventListener(kind, touched, { signal, capture: true, passive: true });
		page.document.addEventListener('visibilitychange', () => this.look(), { signal });
		page.addEventListener('storage', ({ key }) => key === lockedKey && this.follow(), { signal });
		const timer = page.setInterval(() => this.look(), lookEveryMs);
		return () => {
			page.clearInterval(timer);
			abort();
			// Other pages of this tab, the way in above all, are not covered by it.
			this.#ports.cover(false);
		};
	}

	#isLockedAtStart(): boolean {
		if (!this.#ports.hasPin()) return false;
		return this.#ports.storage.getItem(lockedKey) === '1' || this.#isTooLong();
	}

	#isTooLong(): boolean {
		const { storage, now, minutes } = this.#ports;
		const limitMs = minutes() * minuteMs;
		const touchedAt = Number(storage.getItem(touchedKey) ?? Number.NaN);
		const restMs = Number.isNaN(touchedAt) ? Infinity : now() - touchedAt;
		// A clock that was set back says nothing of the rest.
		return limitMs > 0 && this.#ports.hasPin() && (restMs >= limitMs || restMs < -minuteMs);
	}

	#note(): void {
		this.#touchedAt = this.#ports.now();
		this.#ports.storage.setItem(touchedKey, String(this.#touchedAt));
	}

	#set(isLocked: boolean): void {
		this.#isLocked = isLocked;
		this.#ports.cover(isLocked);
	}
}

function stoppable() {
	const controller = new AbortController();
	return { signal: controller.signal, abort: () => controller.abort() };
}

/** The lock of this page. */
export const openLock = (): ScreenLock =>
	new ScreenLock({
		storage: localStorage,
		now: () => Date.now(),
		hasPin: () => isEnrolled(currentSession()?.person.id ?? ''),
		minutes: () => preferences.autoLock,
		cover: (isLocked) => document.documentElement.toggleAttribute('data-locked', isLocked)
	});
