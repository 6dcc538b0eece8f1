/**
 * What a start shows, read by the browser's own calls: the package that writes comes after the first
 * paint, and no row waits for it.
 *
 * 1. It reads, each database in one transaction; it makes none and changes nothing.
 * 2. Null where something has to be done first: no database yet, one of an older shape, or one that
 *    cannot be read. Whoever writes (outbox, cache) does it, or says why not.
 * 3. Reading may begin before there is a screen (`readAhead`); what was read ahead is handed out once.
 */
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
import { cacheNameOf, cacheSchemaRev, outboxNameOf } from './names';

interface CacheRows {
	meta: CacheMeta;
	reports: readonly ReportRow[];
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

let ahead: { personId: string; rows: Promise<FirstRows | null> } | null = null;

/** Begins to read, for the `firstRead` that will come. */
export function readAhead(personId: string): void {
	ahead = { personId, rows: readBoth(personId) };
}

/** Everything that the views of a person are filled with. */
export function firstRead(personId: string): Promise<FirstRows | null> {
	const begun = ahead;
	ahead = null;
	return begun?.personId === personId ? begun.rows : readBoth(personId);
}

async function readBoth(personId: string): Promise<FirstRows | null> {
	const both = Promise.all([readCache(personId), readOutbox(personId)]);
	const [cache, outbox] = await both.catch(() => [null, null]);
	return cache && outbox && { ...cache, ...outbox };
}

function readCache(personId: string): Promise<CacheRows | null> {
	const stores = ['meta', 'reports', 'refs', 'departures'];
	return reading(cacheNameOf(personId), stores, async (all) => {
		const [rows, reports, refs, departures] = await Promise.all([
			all<{ key: string; sync?: CacheMeta; value?: number }>('meta'),
			all<ReportRow>('reports'),
			all<RefRow>('refs'),
			all<DepartureRow>('departures')
		]);
		const schema = rows.find(({ key }) => key === 'schema');
		const meta = rows.find(({ key }) => key === 'sync')?.sync ?? emptyMeta;
		return schema?.value === cacheSchemaRev ? { meta, reports, refs, departures } : null;
	});
}

function readOutbox(personId: string): Promise<OutboxRows | null> {
	const stores = ['meta', 'commands', 'photos', 'drafts'];
	return reading(outboxNameOf(personId), stores, async (all) => {
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

type ReadAll = <Row>(store: string) => Promise<Row[]>;

/** What `read` makes of a database, in one transaction; null where it is not there or lacks a store. */
async function reading<T>(
	name: string,
	stores: string[],
	read: (all: ReadAll) => Promise<T | null>
): Promise<T | null> {
	const db = await existing(name);
	if (db === null) return null;
	try {
		if (!stores.every((store) => db.objectStoreNames.contains(store))) return null;
		const transaction = db.transaction(stores);
		return await read((store) => answerOf(transaction.objectStore(store).getAll()));
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
