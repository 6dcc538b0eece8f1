/**
 * What a start shows, read by the browser's own calls: the package that writes comes after the first
 * paint, and no row waits for it.
 *
 * 1. It reads, each database in one transaction (but for how many reports there are); it makes none
 *    and changes nothing.
 * 2. Null where something has to be done first: no database yet, one of an older shape, or one that
 *    cannot be read. Whoever writes (outbox, cache) does it, or says why not.
 * 3. Reading may begin before there is a screen (`readAhead`); what was read ahead is handed out once.
 * 4. Of a great many reports only the own jobs nearest to a place are read at first, where the place is
 *    known in time: `isWhole` is false then, and the next `firstRead` has everything.
 */
import { distanceMetres } from '$lib/domain/geo/distance';
import type { GeoPoint } from '$lib/domain/geo/point';
import { isJobOf } from '$lib/domain/report/job';
import type { FinishDraft } from '../draft';
import {
	emptyMeta,
	type CacheMeta,
	type DepartureRow,
	type Identity,
	type RefRow,
	type ReportRow,
	type StoredCommand,
	type StoredPhoto
} from '../sync/ports';
import { blockAround } from './cells';
import { cacheNameOf, cacheSchemaRev, outboxNameOf } from './names';

interface CacheRows {
	meta: CacheMeta;
	/** All of them, or the own jobs nearest to a place. */
	reports: readonly ReportRow[];
	isWhole: boolean;
	refs: readonly RefRow[];
	departures: readonly DepartureRow[];
}
interface OutboxRows {
	identity: Identity | null;
	/** In the order in which they were queued. */
	commands: readonly StoredCommand[];
	photos: readonly StoredPhoto[];
	drafts: readonly FinishDraft[];
}
export type FirstRows = CacheRows & OutboxRows;

/** Fewer are read as quickly as a part of them is found. */
const manyReports = 1000;
/** As many as a list shows before it is scrolled. */
const nearJobs = 50;
/** As many come in one answer. */
const pieceRows = 1000;
/** So long a first view waits to learn where it is; meanwhile the databases open. */
const placeWaitMs = 300;
/** Rings of cells around a place, one try after the other: the last one reaches 18 km. */
const ringTries = [1, 2, 4, 8, 16, 32];

let ahead: { personId: string; rows: Promise<FirstRows | null> } | null = null;

/**
 * Begins to read, for the `firstRead` that will come; with a place the own jobs nearest to it may come
 * first. It resolves with null where nobody knows the place.
 */
export function readAhead(personId: string, place?: Promise<GeoPoint | null>): void {
	ahead = { personId, rows: readBoth(personId, place) };
}

/** Everything that the views of a person are filled with. */
export function firstRead(personId: string): Promise<FirstRows | null> {
	const begun = ahead;
	ahead = null;
	return begun?.personId === personId ? begun.rows : readBoth(personId);
}

async function readBoth(
	personId: string,
	place?: Promise<GeoPoint | null>
): Promise<FirstRows | null> {
	const both = Promise.all([readCache(personId, place), readOutbox(personId)]);
	const [cache, outbox] = await both.catch(() => [null, null]);
	return cache && outbox && { ...cache, ...outbox };
}

function readCache(personId: string, place?: Promise<GeoPoint | null>): Promise<CacheRows | null> {
	const stores = ['meta', 'reports', 'refs', 'departures'];
	return reading(cacheNameOf(personId), stores, async (begin) => {
		const here = await placeFor(begin, place);
		const { all, store } = begin();
		const [rows, near, refs, departures] = await Promise.all([
			all<{ key: string; sync?: CacheMeta; value?: number }>('meta'),
			here && nearestJobs(store('reports').index('cell'), here, personId),
			all<RefRow>('refs'),
			all<DepartureRow>('departures')
		]);
		const schema = rows.find(({ key }) => key === 'schema');
		const meta = rows.find(({ key }) => key === 'sync')?.sync ?? emptyMeta;
		if (schema?.value !== cacheSchemaRev) return null;
		const reports = near ?? (await inPieces(store('reports')));
		return { meta, reports, isWhole: near === null, refs, departures };
	});
}

/** Everything, a piece in a task of its own: a page that shows something already stays quick. */
async function inPieces(store: IDBObjectStore): Promise<ReportRow[]> {
	const rows: ReportRow[] = [];
	for (let isMore = true; isMore;) {
		const last = rows.at(-1);
		const range = last && IDBKeyRange.lowerBound(last.id, true);
		const piece = await answerOf<ReportRow[]>(store.getAll(range, pieceRows));
		rows.push(...piece);
		isMore = piece.length === pieceRows;
	}
	return rows;
}

/** Where to look for the nearest jobs; null where everything is read as quickly, or has to be. */
async function placeFor(
	begin: Begin,
	place: Promise<GeoPoint | null> | undefined
): Promise<GeoPoint | null> {
	if (place === undefined) return null;
	const reports = begin().store('reports');
	if (!reports.indexNames.contains('cell')) return null;
	// Counting them all would take as long as reading a few hundred.
	const some = await answerOf(reports.getAllKeys(undefined, manyReports));
	if (some.length < manyReports) return null;
	const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), placeWaitMs));
	return Promise.race([place, late]);
}

/** The nearest own jobs, `nearJobs` or more, none left out between them; null: not found so quickly. */
async function nearestJobs(
	cells: IDBIndex,
	here: GeoPoint,
	personId: string
): Promise<ReportRow[] | null> {
	for (const rings of ringTries) {
		const block = blockAround(here, rings);
		if (block === null) return null;
		const found = await Promise.all(
			block.ranges.map(([first, last]) =>
				answerOf<ReportRow[]>(cells.getAll(IDBKeyRange.bound(first, last)))
			)
		);
		const jobs = found
			.flat()
			.filter(({ body }) => isJobOf(body, personId))
			.filter(({ body }) => distanceMetres(here, body) <= block.reachMetres);
		if (jobs.length >= nearJobs) return jobs;
	}
	return null;
}

function readOutbox(personId: string): Promise<OutboxRows | null> {
	const stores = ['meta', 'commands', 'photos', 'drafts'];
	return reading(outboxNameOf(personId), stores, async (begin) => {
		const { all } = begin();
		const [rows, commands, photos, drafts] = await Promise.all([
			all<{ key: string; identity?: Identity }>('meta'),
			all<StoredCommand>('commands'),
			all<StoredPhoto>('photos'),
			all<FinishDraft>('drafts')
		]);
		const identity = rows.find(({ key }) => key === 'identity')?.identity ?? null;
		return { identity, commands, photos, drafts };
	});
}

/** One transaction. */
interface Reader {
	all<Row>(store: string): Promise<Row[]>;
	store(name: string): IDBObjectStore;
}
/** Begins a transaction over the stores. */
type Begin = () => Reader;

/** What `read` makes of a database; null where it is not there or lacks a store. */
async function reading<T>(
	name: string,
	stores: string[],
	read: (begin: Begin) => Promise<T | null>
): Promise<T | null> {
	const db = await existing(name);
	if (db === null) return null;
	try {
		if (!stores.every((store) => db.objectStoreNames.contains(store))) return null;
		return await read(() => {
			const transaction = db.transaction(stores);
			const store = (name: string) => transaction.objectStore(name);
			return { store, all: (name) => answerOf(store(name).getAll()) };
		});
	} finally {
		db.close();
	}
}

/** A database that is there; asking for one that is not leaves nothing behind. */
function existing(name: string): Promise<IDBDatabase | null> {
	return new Promise((resolve) => {
		const opening = indexedDB.open(name);
		opening.onupgradeneeded = () => opening.transaction?.abort();
		opening.onerror = () => resolve(null);
		opening.onsuccess = () => resolve(opening.result);
	});
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () =>
			reject(new Error('The database did not answer', { cause: request.error }));
	});
}
