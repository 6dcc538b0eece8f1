/** A cache in memory, for the simulation: the same promises as the one on disk. */
import {
	appliedOf,
	endsResync,
	mergePage,
	metaAfter,
	metaAfterMending,
	withoutScope
} from '../sync/merge';
import {
	emptyMeta,
	type Applied,
	type CacheMeta,
	type CacheStore,
	type DepartureRow,
	type Mending,
	type Page,
	type RefRow,
	type ReportRow,
	type RowRev
} from '../sync/ports';
import { idsOfReports, reportIdOf, revOfRef, revOfReport } from './row-rev';

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

	revs(): Promise<RowRev[]> {
		return Promise.resolve([
			...[...this.#reports.values()].map(revOfReport),
			...[...this.#refs.values()].map(revOfRef)
		]);
	}

	mend(mending: Mending, term: number): Promise<Applied | null> {
		if (term !== this.#term) return Promise.resolve(null);
		for (const { key, scope } of mending.strays) {
			this.#change(key, (row) => withoutScope(row, scope));
		}
		for (const key of mending.broken) this.#change(key, () => null);
		this.#meta = metaAfterMending(this.#meta, mending);
		const reports = idsOfReports(mending);
		const left = reports.flatMap((id) => this.#reports.get(id) ?? []);
		const removed = reports.filter((id) => !this.#reports.has(id));
		const meta = this.#meta;
		return Promise.resolve({ reports: left, removed, refsChanged: true, departures: [], meta });
	}

	#change(
		key: string,
		change: <T extends { scopes: readonly string[] }>(row: T) => T | null
	): void {
		const reportId = reportIdOf(key);
		if (reportId === null) {
			const row = this.#refs.get(key);
			if (row !== undefined) put(this.#refs, key, change(row));
			return;
		}
		const row = this.#reports.get(reportId);
		if (row !== undefined) put(this.#reports, reportId, change(row));
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
