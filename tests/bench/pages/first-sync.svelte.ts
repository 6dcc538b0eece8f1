/** A first sync by the product, and by the least code that leaves the same rows behind. */
import Dexie, { type EntityTable, type Table } from 'dexie';
import { openApi } from '$lib/client/api';
import { openDevice } from '$lib/client/app.svelte';
import { until } from './device.svelte';

/** The clock starts before the databases exist; who is signed in is known by then. */
export async function firstSync() {
	const me = await openApi().me();
	if (!me.ok) throw new Error(`Nobody is signed in: ${me.failure.kind}`);
	performance.setResourceTimingBufferSize(1000);
	const startedMs = performance.now();
	const device = await openDevice(me.value);
	await until(() => device.reports.isComplete);
	const ms = performance.now() - startedMs;
	const pages = performance
		.getEntriesByType('resource')
		.filter((entry) => entry instanceof PerformanceResourceTiming)
		.filter(({ name }) => new URL(name).pathname === '/api/sync');
	const sum = (size: (page: PerformanceResourceTiming) => number) =>
		pages.reduce((total, page) => total + size(page), 0);
	await device.close();
	return {
		ms,
		reports: device.reports.all.length,
		wireBytes: sum(({ encodedBodySize }) => encodedBodySize),
		jsonBytes: sum(({ decodedBodySize }) => decodedBodySize)
	};
}

interface Entry {
	scope: string;
	kind: string;
	id: string;
	body: { rev: number };
}

class BareDatabase extends Dexie {
	declare reports: EntityTable<{ id: string }, 'id'>;
	declare refs: Table<{ kind: string; id: string }, [string, string]>;

	constructor() {
		super('bare');
		this.version(1).stores({
			meta: 'key',
			reports: 'id',
			refs: '[kind+id]',
			departures: 'reportId',
			photos: 'key, usedAt'
		});
	}
}

export async function bareSync(userName: string) {
	const startedMs = performance.now();
	const db = new BareDatabase();
	await db.open();
	const response = await fetch(`/bench/${userName}.json`);
	const entries: Entry[] = await response.json();
	const rows = entries.map(({ scope, kind, id, body }) => ({
		kind,
		id,
		scopes: [scope],
		rev: body.rev,
		gen: 1,
		body
	}));
	const reports = rows.filter(({ kind }) => kind === 'report');
	await db.transaction('rw', db.reports, db.refs, async () => {
		await db.reports.bulkPut(reports);
		await db.refs.bulkPut(rows.filter(({ kind }) => kind !== 'report'));
	});
	const ms = performance.now() - startedMs;
	db.close();
	return { ms, reports: reports.length };
}
