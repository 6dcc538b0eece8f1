/**
 * The stores of a simulated device, and what can happen to them: full, emptied, damaged, copied.
 * Underneath are the memory twins that one contract suite holds to the promises of the real ones.
 */
import { MemoryCache } from '../../src/lib/client/db/memory-cache';
import { MemoryOutbox } from '../../src/lib/client/db/memory-outbox';
import type {
	Applied,
	CacheStore,
	Mending,
	OutboxStore,
	Page
} from '../../src/lib/client/sync/ports';

/** As browsers say that there is no room. */
export class QuotaExceeded extends Error {
	override name = 'QuotaExceededError';
}

const damaged = 'damaged';
export const isDamaged = ({ description }: { description: string }) => description === damaged;

/** Sees every page that was written, with what it left. */
export type PageWatch = (page: Page, applied: Applied) => void;

export class DeviceCache implements CacheStore {
	isFull = false;
	#inner = new MemoryCache();
	#term = 0;
	readonly #watch: PageWatch;

	constructor(watch: PageWatch) {
		this.#watch = watch;
	}

	async beginTerm(): Promise<number> {
		this.#term = await this.#inner.beginTerm();
		return this.#term;
	}

	async apply(page: Page, term: number): Promise<Applied | null> {
		if (this.isFull && page.entries.length > 0) throw new QuotaExceeded();
		const applied = await this.#inner.apply(page, term);
		if (applied !== null) this.#watch(page, applied);
		return applied;
	}

	/** Everything is gone but the leader's term; also how a browser loses a database. */
	async clear(): Promise<void> {
		this.#inner = new MemoryCache();
		for (let term = 0; term < this.#term; term++) await this.#inner.beginTerm();
	}

	/** Damages the row of a report: an older body under an older rev, or no row at all. */
	async damage(id: string, isGone: boolean): Promise<void> {
		if (isGone) return this.#inner.forget([id]);
		for (const row of await this.#inner.reportsById([id])) {
			const rev = row.rev - 1;
			Object.assign(row, { rev, body: { ...row.body, rev, description: damaged } });
		}
	}

	meta = () => this.#inner.meta();
	reports = () => this.#inner.reports();
	reportsById = (ids: readonly string[]) => this.#inner.reportsById(ids);
	revs = () => this.#inner.revs();
	mend = (mending: Mending, term: number) => this.#inner.mend(mending, term);
	forget = (ids: readonly string[]) => this.#inner.forget(ids);
	refs = () => this.#inner.refs();
	departures = () => this.#inner.departures();
	dismissDeparture = (reportId: string) => this.#inner.dismissDeparture(reportId);
	close = () => this.#inner.close();
}

const writes = [
	...['adopt', 'append', 'takeBack', 'take', 'acknowledge', 'revive', 'shrink', 'prune'],
	...['changePhoto', 'markSent', 'offerPhotosAgain', 'releasePhotos', 'saveDraft', 'dropDraft']
];

/** An outbox that remembers what was done to it, so that it can be copied to the letter. */
export class DeviceOutbox {
	isFull = false;
	/** Photos of which a piece cannot be read any more. */
	readonly unreadable = new Set<string>();
	readonly store: OutboxStore;
	readonly #done: { key: string; args: unknown[] }[] = [];

	private constructor(inner: OutboxStore) {
		this.store = new Proxy(inner, {
			get: (target, key) => {
				const member: unknown = Reflect.get(target, key, target);
				if (typeof member !== 'function') return member;
				return (...args: unknown[]) => this.#call(target, String(key), member, args);
			}
		});
	}

	static empty(): DeviceOutbox {
		return new DeviceOutbox(new MemoryOutbox());
	}

	/** The same bytes on another device: replica, counters, commands, photos. */
	async copy(): Promise<DeviceOutbox> {
		const copied = DeviceOutbox.empty();
		for (const sha256 of this.unreadable) copied.unreadable.add(sha256);
		for (const { key, args } of this.#done) {
			const member: unknown = Reflect.get(copied.store, key);
			if (typeof member === 'function') await Reflect.apply(member, copied.store, args);
		}
		return copied;
	}

	#call(target: OutboxStore, key: string, member: object, args: unknown[]): unknown {
		if (key === 'append' && this.isFull) return Promise.reject(new QuotaExceeded());
		if (key === 'readPhoto' && this.unreadable.has(String(args[0]))) return Promise.resolve(null);
		if (writes.includes(key)) this.#done.push({ key, args });
		return typeof member === 'function' ? Reflect.apply(member, target, args) : undefined;
	}
}
