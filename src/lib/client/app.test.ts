/** A start: what is on disk shows at once; stores and rules come after it and miss nothing. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Report } from '$lib/domain/report/report';
import { ali, anAssignment, aPerson, aReport } from '../../../tests/support/builders';
import { openApi } from './api';
import { openDevice } from './app.svelte';
import { readAhead } from './db/first-read';
import { openStores } from './device-parts';
import type { Draft, Page } from './sync/ports';

let quiet: (() => void) | null = null;
let serial = 0;

beforeEach(() => {
	const kept = new Map<string, string>();
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value),
		removeItem: (key: string) => void kept.delete(key)
	});
	vi.stubGlobal('navigator', { onLine: true, userAgent: '' });
	vi.stubGlobal('document', { visibilityState: 'visible', addEventListener: () => {} });
	vi.stubGlobal('addEventListener', () => {});
	vi.stubGlobal('requestIdleCallback', (run: () => void) => (quiet = run));
});
afterEach(() => vi.unstubAllGlobals());

/** A tablet that holds one report, or so many; `stores` are those of another tab. */
async function aTablet(count = 1) {
	serial += 1;
	const person = aPerson('inspector', { id: `ali-${serial}` });
	const stores = await openStores(person.id);
	const assignment = anAssignment({ assigneeId: person.id });
	const report = aReport({ id: 'r1', status: 'assigned', assignment });
	// In a line to the east, ten metres from one to the next.
	const reports = Array.from({ length: count }, (_, nth) => ({
		...report,
		id: `r${nth + 1}`,
		lon: report.lon + nth * 0.0001
	}));
	await stores.cache.apply(pageOf(null, 'c1', reports), await stores.cache.beginTerm());
	const asked = vi.fn(() => Promise.reject(new TypeError('no line')));
	const api = openApi(asked, person.id);
	return {
		person,
		stores,
		report,
		asked,
		start: () => openDevice({ person: { ...person, areas: [] } }, api)
	};
}

function pageOf(fromCursor: string | null, cursor: string, reports: readonly Report[]): Page {
	return {
		...{ fromCursor, cursor, epoch: 'e', covers: { ref: 1 }, more: false },
		mode: 'delta',
		entries: reports.map((report) => ({
			op: 'put',
			kind: 'report',
			...{ scope: 'ref', v: 1, id: report.id, body: { ...report } }
		})),
		contact: { at: Date.now(), skewMs: 0 }
	};
}

const note = (): Draft => ({
	envelope: {
		...{ id: '00000000-0000-7000-8000-000000000001', type: 'addNote', typeVersion: 1 },
		...{ reportId: 'r1', base: { rev: 1, assignEpoch: 1 }, deviceAt: 1000 },
		...{ deviceOffsetMinutes: 240, monoMs: 5, session: 's', skew: null, group: null },
		...{ isVoid: false, args: { text: 'أ' }, signature: null }
	},
	snapshot: { number: 'MM-26-000001-8', address: 'Street 1' }
});

describe('a start', () => {
	it('shows what is on disk, and refuses every act until the rules are here', async () => {
		const { start } = await aTablet();
		const device = await start();
		expect(device.reports.all.map(({ id }) => id)).toEqual(['r1']);
		expect(device.check({ type: 'seen', reportId: 'r1', args: {} }).ok).toBe(false);
		await device.close();
	});

	it('finds in its first quiet moment what another tab queued since it read', async () => {
		const { start, stores } = await aTablet();
		const device = await start();
		await stores.outbox.append([note()]);
		expect(device.outbox.items).toHaveLength(0);
		quiet?.();
		await device.memo('opened');
		expect(device.outbox.items).toHaveLength(1);
		await device.close();
	});

	it('finds reports that came, and drops those that left, since it read', async () => {
		const { start, stores, report } = await aTablet();
		const device = await start();
		await stores.cache.apply(
			pageOf('c1', 'c2', [{ ...report, id: 'r2' }]),
			await stores.cache.beginTerm()
		);
		await stores.cache.forget(['r1']);
		await device.memo('opened');
		expect(device.reports.all.map(({ id }) => id)).toEqual(['r2']);
		await device.close();
	});

	it('shows the jobs nearest to its place before all others, and all in its first quiet moment', async () => {
		const { start, person, report } = await aTablet(1200);
		readAhead(person.id, Promise.resolve(report));
		const device = await start();
		expect(device.reports.near?.length).toBeGreaterThanOrEqual(50);
		expect(device.reports.near?.length).toBeLessThan(200);
		expect(device.reports).toMatchObject({ all: [], isReady: false, isComplete: false });
		expect(device.reports.byId('r1')).toBeUndefined();
		quiet?.();
		await device.memo('opened');
		expect(device.reports.all).toHaveLength(1200);
		expect(device.reports).toMatchObject({ near: null, isReady: true, isComplete: true });
		await device.close();
	});

	it('waits for the rules where own work is to be laid over the reports', async () => {
		const { start, stores } = await aTablet();
		await stores.outbox.append([note()]);
		quiet = null;
		const device = await start();
		expect(device.outbox.items).toHaveLength(1);
		expect(quiet).toBeNull();
		await device.close();
	});

	it('opens nothing on a page that is closed before its first quiet moment, or while it opens', async () => {
		const { start, asked } = await aTablet();
		const early = await start();
		await early.close();
		quiet?.();
		const device = await start();
		const opening = device.memo('opened').catch((error: unknown) => error);
		await device.close();
		expect(await opening).toBeInstanceOf(Error);
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(asked).not.toHaveBeenCalled();
	});

	it('begins to sync nothing on a page that is closed while it takes the lead', async () => {
		const asked = vi.fn(() => Promise.reject(new TypeError('no line')));
		const device = await openDevice({ person: { ...ali, areas: [] } }, openApi(asked, ali.id));
		// Without locks the tab leads by itself, and has not begun its term yet.
		await device.close();
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(asked).not.toHaveBeenCalled();
	});
});
