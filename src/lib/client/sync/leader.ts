/**
 * Exactly one tab of a person syncs: whoever holds the Web Lock. The others wait for it; when the
 * leader's page dies the browser hands the lock on within milliseconds.
 *
 * 1. A tab that waits and hears nothing of the leader for a minute, with work pending, takes the
 *    lock by force: a frozen tab holds a lock for ever.
 * 2. The one that lost it can write nothing more: its term is over (cache).
 * 3. Without Web Locks (plain http on a LAN) a tab leads alone; the term still decides who writes.
 */
import type { Timers } from './ports';

const silenceMs = 60_000;
const lookEveryMs = 15_000;
const askAgainMs = 2000;

/** The lock of whoever syncs for a person: a tab, or the service worker when there is none. */
export const lockNameOf = (personId: string) => `maydan-sync:${personId}`;

export interface LeaderPorts {
	locks: LockManager | undefined;
	timers: Timers;
	monoMs(): number;
	hasPendingWork(): Promise<boolean>;
	/** Lead until told to stop. */
	onLead(): Promise<void> | void;
	onStop(): void;
}

export class Leader {
	readonly #ports: LeaderPorts;
	readonly #name: string;
	#isLeading = false;
	#heardMs: number;
	#release = () => {};
	#request: AbortController | null = null;
	#cancelLook = () => {};
	#isClosed = false;

	constructor(personId: string, ports: LeaderPorts) {
		this.#name = lockNameOf(personId);
		this.#ports = ports;
		this.#heardMs = ports.monoMs();
	}

	get isLeading(): boolean {
		return this.#isLeading;
	}

	/** Whether a lock decides who leads; without one every tab does. */
	get hasLock(): boolean {
		return this.#ports.locks !== undefined;
	}

	start(): void {
		if (!this.hasLock) {
			void this.#lead();
			return;
		}
		this.#ask({ signal: this.#renewed().signal });
		this.#look();
	}

	/** The leader lives. */
	heard(): void {
		this.#heardMs = this.#ports.monoMs();
	}

	stop(): void {
		this.#isClosed = true;
		this.#cancelLook();
		this.#request?.abort();
		this.#end();
	}

	#renewed(): AbortController {
		this.#request?.abort();
		this.#request = new AbortController();
		return this.#request;
	}

	#ask(options: LockOptions): void {
		const held = this.#ports.locks?.request(this.#name, options, () => this.#lead());
		// Rejected when it is stolen from this tab, or when the wait for it is given up.
		held?.catch(() => {
			const wasLeading = this.#isLeading;
			this.#end();
			if (!wasLeading || this.#isClosed) return;
			// After a pause: a database that cannot be opened would otherwise be tried in a circle.
			this.#ports.timers.after(askAgainMs, () => {
				if (!this.#isClosed) this.#ask({ signal: this.#renewed().signal });
			});
		});
	}

	async #lead(): Promise<void> {
		if (this.#isClosed) return;
		const { promise, resolve } = Promise.withResolvers<undefined>();
		this.#release = () => resolve(undefined);
		this.#isLeading = true;
		await this.#ports.onLead();
		await promise;
	}

	#end(): void {
		if (!this.#isLeading) return;
		this.#isLeading = false;
		this.#ports.onStop();
		this.#release();
	}

	#look(): void {
		this.#cancelLook = this.#ports.timers.after(lookEveryMs, () => {
			void this.#takeOverFromSilence().finally(() => {
				if (!this.#isClosed) this.#look();
			});
		});
	}

	async #takeOverFromSilence(): Promise<void> {
		if (this.#isLeading || this.#ports.monoMs() - this.#heardMs < silenceMs) return;
		if (!(await this.#ports.hasPendingWork())) return;
		this.heard();
		this.#renewed();
		this.#ask({ steal: true });
	}
}
