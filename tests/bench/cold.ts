/**
 * A cold start without a network, with 11,000 jobs of one inspector on the device: until the nearest
 * 50 are painted, beside a page written by hand over the same database.
 *
 * 1. The first sync is done once; then the server ends, and every start is a browser of its own over
 *    that profile. Either page comes from its own service worker.
 * 2. The clock is the page's: from the navigation until the frame with the 50 has been painted.
 * 3. All sides must show the same 50 in the same order.
 * 4. The hand-written page reads every row; a second figure is beside one that reads by our index.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { allReports, buildCity, inspectorName } from './city';
import { inTurn, line } from './measure';
import { enterApp, inProfile, openProfile } from './profile';
import { startHost } from './stage';

const shown = 50;
const target = 1.2;
const pairs = Number(process.env.COLD_PAIRS ?? 9);
const barePath = '/bench/cold.html';
const nearPath = `${barePath}?near`;
const options = {
	viewport: { width: 1280, height: 800 },
	locale: 'ar-OM',
	geolocation: { latitude: 23.67, longitude: 58.19 },
	permissions: ['geolocation']
};

/** Prints the ratio. */
export async function compareCold(): Promise<void> {
	await inProfile(async (folder) => {
		const { url, ids } = await prepare(folder);
		const start = (path: string) => () =>
			openProfile(folder, options, (context) => paintedMs(context, url + path, ids));
		const beside = (path: string) => inTurn(pairs, { ours: start('/field'), bare: start(path) });
		const name = `Cold start offline with ${allReports.toLocaleString('en')} reports`;
		console.log(line(name, await beside(barePath), target));
		console.log(line(`${name}, beside the index alone`, await beside(nearPath)));
	});
}

/** Leaves a profile that has everything, and no server; answers with the nearest 50. */
async function prepare(folder: string): Promise<{ url: string; ids: string[] }> {
	const dataDir = mkdtempSync(join(tmpdir(), 'maydan-bench-'));
	try {
		await buildCity(dataDir, allReports);
		const host = await startHost(dataDir);
		try {
			const ids = await openProfile(folder, options, async (context) => {
				const page = await context.newPage();
				await enterApp(page, host.url, inspectorName);
				await waitUntilKept(page);
				await keepBarePage(page, host.url + nearPath);
				return keepBarePage(page, host.url + barePath);
			});
			return { url: host.url, ids };
		} finally {
			await host.stop();
		}
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
}

/** Until every report is in the local database and the worker can answer without a server. */
async function waitUntilKept(page: Page): Promise<void> {
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await page.waitForFunction(hasReports, allReports, { polling: 500, timeout: 0 });
}

/** Runs in the page. */
async function hasReports(wanted: number): Promise<boolean> {
	const known = await indexedDB.databases();
	const name = known.find(({ name }) => name?.startsWith('maydan-cache-'))?.name ?? '';
	return new Promise((resolve, reject) => {
		const opening = indexedDB.open(name);
		opening.onerror = () => reject(new Error('No local database'));
		opening.onsuccess = () => {
			const db = opening.result;
			const counting = db.transaction('reports').objectStore('reports').count();
			counting.onsuccess = () => (db.close(), resolve(counting.result >= wanted));
		};
	});
}

/** Its own worker has it after the second visit. */
async function keepBarePage(page: Page, url: string): Promise<string[]> {
	await page.goto(url);
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await page.reload();
	const rows = page.locator('[data-report]');
	await rows.nth(shown - 1).waitFor();
	return rows.evaluateAll((all) =>
		all.map((row) => (row instanceof HTMLElement ? (row.dataset.report ?? '') : ''))
	);
}

declare global {
	interface Window {
		paintedMs: Promise<number>;
	}
}

async function paintedMs(context: BrowserContext, url: string, ids: string[]): Promise<number> {
	await context.addInitScript(watchRows, ids);
	const page = context.pages()[0] ?? (await context.newPage());
	await page.goto(url, { waitUntil: 'commit' });
	return page.evaluate(() => window.paintedMs);
}

/** Runs in the page: looks before every frame, and takes the time once the frame has been painted. */
function watchRows(ids: string[]): void {
	window.paintedMs = new Promise((resolve, reject) => {
		const look = () => {
			const rows = document.querySelectorAll<HTMLElement>('[data-report]');
			const right = ids.filter((id, index) => rows[index]?.dataset.report === id).length;
			if (right < ids.length && performance.now() < 60_000) return void requestAnimationFrame(look);
			if (right < ids.length)
				return reject(new Error(`${right} right ones among ${rows.length} rows after a minute`));
			// The next task after this frame: what the page has still to do may not come between.
			void scheduler.postTask(() => resolve(performance.now()), { priority: 'user-blocking' });
		};
		requestAnimationFrame(look);
	});
}
