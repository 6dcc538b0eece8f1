/**
 * The cache: what the server last said, one disposable database per person.
 *
 * 1. Rows, cursor and covers of a page are written in one transaction, after a check that no other
 *    leader and no other page came first.
 * 2. Unconfirmed work never stands here; it lies in the outbox and is laid over at reading.
 * 3. Another schema than this build's: the database is dropped and filled anew.
 * 4. Kept photos stay within a budget; the least recently used go first.
 */
import Dexie, { type EntityTable, type IndexableType, type Table } from 'dexie';
import type { PhotoSize } from '$lib/protocol/online';
import {
	appliedOf,
	endsResync,
	mergePage,
	metaAfter,
	metaAfterMending,
	refKey,
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
import { cellOf } from './cells';
import { cacheNameOf, cacheSchemaRev } from './names';
import { idsOfReports, reportIdOf, revOfRef, revOfReport } from './row-rev';

const photoBudgetBytes = 150 * 1024 * 1024;
/** Up to so many rows are asked for one by one. */
const fewRows = 50;

interface MetaRow {
	key: 'sync' | 'term' | 'schema';
	sync?: CacheMeta;
	value?: number;
}
interface KeptPhoto {
	key: string;
	bytes: Blob;
	size: number;
	usedAt: number;
}

/** As a report lies here: found by its place too. */
interface KeptReport extends ReportRow {
	cell: number;
}
const kept = (row: ReportRow): KeptReport => ({ ...row, cell: cellOf(row.body) });

class CacheDatabase extends Dexie {
	declare meta: EntityTable<MetaRow, 'key'>;
	declare reports: EntityTable<KeptReport, 'id'>;
	declare refs: Table<RefRow, [string, string]>;
	declare departures: EntityTable<DepartureRow, 'reportId'>;
	declare photos: EntityTable<KeptPhoto, 'key'>;

	constructor(personId: string) {
		super(cacheNameOf(personId));
		this.version(1).stores({
			meta: 'key',
			reports: 'id',
			refs: '[kind+id]',
			departures: 'reportId',
			photos: 'key, usedAt'
		});
		this.version(2)
			.stores({ reports: 'id, cell' })
			.upgrade(async (upgrade) => {
				const reports = upgrade.table<ReportRow>('reports');
				await reports.bulkPut((await reports.toArray()).map(kept));
			});
		// What is to be forgotten is found in the index: no picture is read for it. The index of before stays for
		// an older build that comes back over this database.
		this.version(3).stores({ photos: 'key, usedAt, [usedAt+size]' });
	}
}

/** Opens the cache of a person; one of another shape is dropped first. */
export async function openCache(personId: string): Promise<PhotoCacheStore> {
	const db = new CacheDatabase(personId);
	await db.open();
	const found = (await db.meta.get('schema'))?.value;
	if (found !== undefined && found !== cacheSchemaRev) await emptied(db);
	if (found !== cacheSchemaRev) await db.meta.put({ key: 'schema', value: cacheSchemaRev });
	return new DexieCache(db);
}

/** Deletes the cache of a person, whoever is signed in. */
export async function deleteCache(personId: string): Promise<void> {
	await Dexie.delete(cacheNameOf(personId));
}

/** Emptied rather than deleted: another tab may hold the database open. */
async function emptied(db: CacheDatabase): Promise<void> {
	await db.transaction('rw', db.tables, () => Promise.all(db.tables.map((table) => table.clear())));
}

/** Photos beside the rows, for the screens; the engine does not know of them. */
export interface PhotoCacheStore extends CacheStore {
	photo(sha256: string, size: PhotoSize): Promise<Blob | null>;
	keepPhoto(sha256: string, size: PhotoSize, bytes: Blob, now: number): Promise<void>;
	/** Of which photos a copy of this size is kept. */
	keptPhotos(size: PhotoSize): Promise<ReadonlySet<string>>;
	/** Forgets everything, photos too; the leader's term stays. */
	clear(): Promise<void>;
	/** Makes room by forgetting kept photos; answers whether there were any. */
	trimPhotos(toBytes: number): Promise<boolean>;
}

class DexieCache implements PhotoCacheStore {
	readonly #db: CacheDatabase;

	constructor(db: CacheDatabase) {
		this.#db = db;
	}

	async clear(): Promise<void> {
		const { meta, reports, refs, departures, photos } = this.#db;
		const tables = [reports, refs, departures, photos];
		await this.#db.transaction('rw', [meta, ...tables], async () => {
			for (const table of tables) await table.clear();
			await meta.delete('sync');
		});
	}

	async beginTerm(): Promise<number> {
		const { meta } = this.#db;
		return this.#db.transaction('rw', meta, async () => {
			const term = ((await meta.get('term'))?.value ?? 0) + 1;
			await meta.put({ key: 'term', value: term });
			return term;
		});
	}

	async meta(): Promise<CacheMeta> {
		return (await this.#db.meta.get('sync'))?.sync ?? emptyMeta;
	}

	async apply(page: Page, term: number): Promise<Applied | null> {
		const { meta, reports, refs, departures } = this.#db;
		return this.#db.transaction('rw', meta, reports, refs, departures, async () => {
			const before = await this.meta();
			const isMine = (await meta.get('term'))?.value === term;
			if (!isMine || before.cursor !== page.fromCursor) return null;
			const after = metaAfter(before, page);
			const merged = mergePage(
				page,
				after.gen,
				await this.#known(page),
				await this.#knownRefs(page)
			);
			await this.#write(merged);
			const swept = endsResync(page) ? await this.#sweep(after.gen) : [];
			await meta.put({ key: 'sync', sync: after });
			return appliedOf(merged, swept, after);
		});
	}

	/** One read of everything. */
	reports(): Promise<ReportRow[]> {
		return this.#db.reports.toArray();
	}

	async reportsById(ids: readonly string[]): Promise<ReportRow[]> {
		const rows = await this.#db.reports.bulkGet([...ids]);
		return rows.filter((row) => row !== undefined);
	}

	async revs(): Promise<RowRev[]> {
		const { reports, refs } = this.#db;
		return this.#db.transaction('r', reports, refs, async () => [
			...(await reports.toArray()).map(revOfReport),
			...(await refs.toArray()).map(revOfRef)
		]);
	}

	async mend(mending: Mending, term: number): Promise<Applied | null> {
		const { meta, reports, refs } = this.#db;
		return this.#db.transaction('rw', meta, reports, refs, async () => {
			if ((await meta.get('term'))?.value !== term) return null;
			for (const { key, scope } of mending.strays) {
				await this.#change(key, (row) => withoutScope(row, scope));
			}
			for (const key of mending.broken) await this.#change(key, () => null);
			const after = metaAfterMending(await this.meta(), mending);
			await meta.put({ key: 'sync', sync: after });
			const ids = idsOfReports(mending);
			const left = await this.reportsById(ids);
			const here = new Set(left.map(({ id }) => id));
			const removed = ids.filter((id) => !here.has(id));
			return { reports: left, removed, refsChanged: true, departures: [], meta: after };
		});
	}

	async #change(
		key: string,
		change: <T extends { scopes: readonly string[] }>(row: T) => T | null
	): Promise<void> {
		const { reports, refs } = this.#db;
		const reportId = reportIdOf(key);
		if (reportId !== null) {
			const row = await reports.get(reportId);
			const after = row === undefined ? null : change(row);
			return after === null ? reports.delete(reportId) : void (await reports.put(after));
		}
		const row = await refs.get(splitKey(key));
		const after = row === undefined ? null : change(row);
		return after === null ? refs.delete(splitKey(key)) : void (await refs.put(after));
	}

	async forget(ids: readonly string[]): Promise<void> {
		await this.#db.reports.bulkDelete([...ids]);
	}

	refs(): Promise<RefRow[]> {
		return this.#db.refs.toArray();
	}

	departures(): Promise<DepartureRow[]> {
		return this.#db.departures.toArray();
	}

	async dismissDeparture(reportId: string): Promise<void> {
		await this.#db.departures.delete(reportId);
	}

	async photo(sha256: string, size: PhotoSize): Promise<Blob | null> {
		return (await this.#db.photos.get(photoKey(sha256, size)))?.bytes ?? null;
	}

	async keepPhoto(sha256: string, size: PhotoSize, bytes: Blob, now: number): Promise<void> {
		const { photos } = this.#db;
		await this.#db.transaction('rw', photos, async () => {
			await this.trimPhotos(photoBudgetBytes - bytes.size);
			await photos.put({ key: photoKey(sha256, size), bytes, size: bytes.size, usedAt: now });
		});
	}

	async keptPhotos(size: PhotoSize): Promise<ReadonlySet<string>> {
		const keys = await this.#db.photos.toCollection().primaryKeys();
		const ending = `:${size}`;
		return new Set(
			keys.filter((key) => key.endsWith(ending)).map((key) => key.slice(0, -ending.length))
		);
	}

	async trimPhotos(toBytes: number): Promise<boolean> {
		const { photos } = this.#db;
		return this.#db.transaction('rw', photos, async () => {
			let left = 0;
			const drop: string[] = [];
			await photos
				.orderBy('[usedAt+size]')
				.reverse()
				.eachKey((index, { primaryKey }) => {
					left += sizeIn(index);
					if (left > toBytes) drop.push(primaryKey);
				});
			await photos.bulkDelete(drop);
			return drop.length > 0;
		});
	}

	close(): void {
		this.#db.close();
	}

	async #known(page: Page): Promise<ReadonlyMap<string, ReportRow>> {
		const ids = page.entries.filter(({ kind }) => kind === 'report').map(({ id }) => id);
		const held = ids.length > fewRows ? await this.#heldAmong(ids) : ids;
		if (held.length === 0) return new Map();
		return new Map((await this.reportsById(held)).map((row) => [row.id, row]));
	}

	/** All keys are one request of the browser; asking for a page of absent rows is one per row. */
	async #heldAmong(ids: readonly string[]): Promise<string[]> {
		const held = new Set(await this.#db.reports.toCollection().primaryKeys());
		return ids.filter((id) => held.has(id));
	}

	async #knownRefs(page: Page): Promise<ReadonlyMap<string, RefRow>> {
		const keys = page.entries
			.filter(({ kind }) => kind !== 'report')
			.map(({ kind, id }): [string, string] => [kind, id]);
		const rows = keys.length === 0 ? [] : await this.#db.refs.bulkGet(keys);
		return new Map(rows.flatMap((row) => (row === undefined ? [] : [[refKey(row), row] as const])));
	}

	async #write(merged: ReturnType<typeof mergePage>): Promise<void> {
		const { reports, refs, departures } = this.#db;
		const rows = [...merged.reports];
		await reports.bulkPut(rows.flatMap(([, row]) => (row === null ? [] : [kept(row)])));
		await reports.bulkDelete(rows.flatMap(([id, row]) => (row === null ? [id] : [])));
		const refRows = [...merged.refs];
		await refs.bulkPut(refRows.flatMap(([, row]) => (row === null ? [] : [row])));
		await refs.bulkDelete(refRows.flatMap(([key, row]) => (row === null ? [splitKey(key)] : [])));
		await departures.bulkPut([...merged.departures]);
		const departed = await departures.toCollection().primaryKeys();
		await departures.bulkDelete(departed.filter((id) => merged.reports.get(id)));
	}

	async #sweep(gen: number): Promise<string[]> {
		const { reports, refs } = this.#db;
		if (gen === 1) return [];
		const ids = await reports.filter((row) => row.gen !== gen).primaryKeys();
		await reports.bulkDelete(ids);
		await refs.filter((row) => row.gen !== gen).delete();
		return ids;
	}
}

/** Of an entry of the index by last use. */
const sizeIn = (index: IndexableType) =>
	Array.isArray(index) && typeof index[1] === 'number' ? index[1] : 0;

const photoKey = (sha256: string, size: PhotoSize) => `${sha256}:${size}`;

function splitKey(key: string): [string, string] {
	const at = key.indexOf(':');
	return [key.slice(0, at), key.slice(at + 1)];
}
