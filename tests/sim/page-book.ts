/**
 * What the server has told a device, page by page, kept beside its cache: what the rows may be (I6)
 * and how far the device may say to have read (I8).
 */
import type { Applied, Page } from '../../src/lib/client/sync/ports';
import { holds } from './invariant';

export class PageBook {
	/** The last word about an entity in a scope, since the last beginning. */
	#told = new Map<string, { op: 'put' | 'leave'; v: number }>();
	#covers: Readonly<Record<string, number>> = {};
	#epoch = '';
	#isResyncing = false;
	/** What a page broke; looked at between two moments, for a page is written inside the engine. */
	readonly violations: unknown[] = [];

	/** The cache was lost: everything may be told again. */
	forget(): void {
		this.#told = new Map();
		this.#covers = {};
		this.#isResyncing = false;
	}

	note(page: Page, applied: Applied): void {
		try {
			this.#note(page, applied);
		} catch (violation) {
			this.violations.push(violation);
		}
	}

	#note(page: Page, applied: Applied): void {
		if (page.epoch !== this.#epoch || this.#beginsResync(page)) this.forget();
		this.#epoch = page.epoch;
		this.#isResyncing = page.mode === 'resync' && page.more;
		for (const { op, scope, kind, id, v } of page.entries) {
			const key = `${scope} ${kind} ${id}`;
			const known = this.#told.get(key);
			holds(known === undefined || known.v <= v, `I6 an older word about ${kind} ${id}`);
			this.#told.set(key, { op, v });
		}
		for (const [scope, v] of Object.entries(this.#covers)) {
			holds((page.covers[scope] ?? v) >= v, `I8 ${scope} went back from ${v}`);
		}
		this.#covers = page.covers;
		for (const { id, scopes, gen } of applied.reports) {
			if (gen === applied.meta.gen) this.#checkRow(id, scopes);
		}
	}

	/** One that was under way for other scopes is given up: somebody has moved in the middle of it. */
	#beginsResync({ mode, covers }: Page): boolean {
		const [before, now] = [Object.keys(this.#covers), Object.keys(covers)];
		const isSameView = before.length === now.length && now.every((scope) => before.includes(scope));
		return mode === 'resync' && !(this.#isResyncing && isSameView);
	}

	/** I6: a row is here because its last word was a put, in every scope that it names. */
	#checkRow(id: string, scopes: readonly string[]): void {
		for (const scope of scopes) {
			const op = this.#told.get(`${scope} report ${id}`)?.op;
			holds(op === 'put', `I6 ${id} is here by ${scope}, which said ${op}`);
		}
	}
}
