/** A cache in memory, for the simulation: the same promises as the one on disk. */
import { appliedOf, emptyMeta, endsResync, mergePage, metaAfter } from '../sync/merge';
import type {
	Applied,
	CacheMeta,
	CacheStore,
	DepartureRow,
	Page,
	RefRow,
	ReportRow
} from '../sync/ports';

export class MemoryCache implements CacheStore {
	#meta = emptyMeta;
	#term = 0;
	#reports = new Map<string, ReportRow>();
	#refs = new Map<string, RefRow>();
	#departures = new Map<string, DepartureRow>();

	beginTerm(): Promise<number> {
		this.#term += 1;
		return Promise.resolve(this.#term);
	}

	meta(): Promise<CacheMeta> {
		return Promise.resolve(this.#meta);
	}

	apply(page: Page, term: number): Promise<Applied | null> {
		if (term !== this.#term || page.fromCursor !== this.#meta.cursor) return Promise.resolve(null);
		const after = metaAfter(this.#meta, page);
		const merged = mergePage(page, after.gen, this.#reports, this.#refs);
		for (const [id, row] of merged.reports) put(this.#reports, id, row);
		for (const [key, row] of merged.refs) put(this.#refs, key, row);
		for (const row of merged.departures) this.#departures.set(row.reportId, row);
		for (const [id, row] of merged.reports) if (row !== null) this.#departures.delete(id);
		const swept = endsResync(page) ? this.#sweep(after.gen) : [];
		this.#meta = after;
		return Promise.resolve(appliedOf(merged, swept, after));
	}

	reports(): Promise<ReportRow[]> {
		return Promise.resolve([...this.#reports.values()]);
	}

	reportsById(ids: readonly string[]): Promise<ReportRow[]> {
		return Promise.resolve(ids.flatMap((id) => this.#reports.get(id) ?? []));
	}

	forget(ids: readonly string[]): Promise<void> {
		for (const id of ids) this.#reports.delete(id);
		return Promise.resolve();
	}

	refs(): Promise<RefRow[]> {
		return Promise.resolve([...this.#refs.values()]);
	}

	departures(): Promise<DepartureRow[]> {
		return Promise.resolve([...this.#departures.values()]);
	}

	dismissDeparture(reportId: string): Promise<void> {
		this.#departures.delete(reportId);
		return Promise.resolve();
	}

	close(): void {
		// Nothing is held open.
	}

	#sweep(gen: number): string[] {
		const ids = [...this.#reports.values()].filter((row) => row.gen !== gen).map(({ id }) => id);
		for (const id of ids) this.#reports.delete(id);
		for (const [key, row] of this.#refs) if (row.gen !== gen) this.#refs.delete(key);
		return ids;
	}
}

function put<T>(rows: Map<string, T>, key: string, row: T | null): void {
	if (row === null) rows.delete(key);
	else rows.set(key, row);
}
