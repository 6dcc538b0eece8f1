/**
 * The device's own storage under attack: full disks, connections that break, databases of another
 * build, of a newer one, or gone. The outbox comes through all of it; the cache may be made anew.
 */
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { onlyFor } from '../support/line.ts';
import { booksOf, cursorOn, expectOnce, outboxOn } from './books.ts';
import { writeNotes } from './inspector.ts';
import { waitUntilKept } from './sign-in.ts';
import { allSent, atFirstJob, beginWork, comeBack, pillOf, test } from './stage.ts';
import { en as words } from './words.ts';

const exchanges = /^\/api\/sync$/;

test('refuses a photo whole where the device is full, keeps it on screen, and saves it when there is room [C4, story 14]', async ({
	device,
	line,
	server
}) => {
	const disk = await diskOf(device, line.url);
	const inspector = await atFirstJob(device, line.url, 'inspector21');
	const { page } = inspector;
	await holdMap(page);
	await page.reload();
	await beginWork(inspector);
	await waitUntilKept(page);
	await line.down();
	await inspector.note('before the disk was full');
	// It is tried at once, and marked as tried: only then the books stand still.
	const lastState = async () => (await outboxOn(page)).commands.at(-1)?.state;
	await expect.poll(lastState).toBe('attempted');
	const before = await outboxOn(page);
	await disk.fill(page);
	await inspector.button(words.before).click();
	const camera = page.getByRole('dialog');
	await camera.getByRole('button', { name: words.before, exact: true }).click();
	const keep = camera.getByRole('button', { name: words.usePhoto, exact: true });
	await keep.click();
	await expect(camera.getByText(/device is full/i)).toBeVisible();
	expect(await outboxOn(page)).toEqual(before);
	// Nothing is deleted by itself: the map is offered, and a person says so.
	expect(await page.evaluate(() => caches.has(`maydan-map-${'a'.repeat(64)}`))).toBe(true);
	await camera.getByRole('button', { name: 'Delete the map' }).click();
	await expect
		.poll(() => page.evaluate(() => caches.has(`maydan-map-${'a'.repeat(64)}`)))
		.toBe(false);
	await disk.free();
	await camera.getByRole('button', { name: 'Try again', exact: true }).click();
	await expect(camera).toBeHidden();
	const after = await outboxOn(page);
	expect(after.commands.length).toBe(before.commands.length + 1);
	expect(after.photos.map(({ size, heldBytes }) => heldBytes - size)).toEqual([0]);
	expect(after.orphans).toBe(0);
	await line.up();
	await comeBack(page);
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	expect(booksOf(server, 'inspector21').map(({ id }) => id)).toEqual(
		after.commands.map(({ id }) => id)
	);
});

test('a disk that is full while changes arrive costs nothing of the outbox, and the pull is made up for [C5, story 6]', async ({
	device,
	line,
	server
}) => {
	const disk = await diskOf(device, line.url);
	const inspector = await atFirstJob(device, line.url, 'inspector22');
	const { page } = inspector;
	const { promise: isFull, resolve: answer } = Promise.withResolvers<void>();
	line.spoil(onlyFor('POST', exchanges, { kind: 'late', until: isFull }, 1));
	const asked = line.count('POST', exchanges);
	await inspector.note('on a full disk');
	await expect.poll(() => line.count('POST', exchanges)).toBe(asked + 1);
	const before = await outboxOn(page);
	const cursor = await cursorOn(page);
	await disk.fill(page);
	answer();
	await expect(pillOf(page)).toHaveAccessibleName('Sending: Device is full');
	expect(await outboxOn(page)).toEqual(before);
	expect(await cursorOn(page)).toBe(cursor);
	await page.reload();
	await expect(pillOf(page)).toHaveAccessibleName('Sending: Device is full');
	await disk.free();
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	expect(await cursorOn(page)).not.toBe(cursor);
	await expectOnce(page, server, 'inspector22', ['on a full disk']);
});

for (const moment of ['before it begins', 'in the middle'] as const) {
	test(`saves once although the database is closed from outside ${moment} [C6, story 12]`, async ({
		device,
		line,
		server
	}) => {
		await device.addInitScript(breakableDatabases);
		const inspector = await atFirstJob(device, line.url, 'inspector23');
		const { page } = inspector;
		const text = `closed ${moment}`;
		await page.evaluate((moment) => Reflect.set(globalThis, 'breaks', moment), moment);
		await inspector.note(text);
		expect(await page.evaluate(() => Reflect.get(globalThis, 'breaks'))).toBe(null);
		await expect(pillOf(page)).toHaveAccessibleName(allSent);
		await expectOnce(page, server, 'inspector23', [text]);
	});
}

test('fills the copy of the reports anew when it was deleted, with the unsent work laid over it [C8]', async ({
	device,
	line,
	server
}) => {
	const inspector = await atFirstJob(device, line.url, 'inspector24');
	const { page } = inspector;
	const address = page.url();
	await line.down();
	await inspector.act(words.setOff);
	await inspector.note('outlives the copy');
	await page.goto('about:blank');
	await line.up();
	await onOrigin(page, line.url, async () => {
		const all = await indexedDB.databases();
		const cache = all.find(({ name }) => name?.startsWith('maydan-cache-'))?.name ?? '';
		await new Promise((resolve, reject) => {
			const deleted = indexedDB.deleteDatabase(cache);
			deleted.onsuccess = resolve;
			deleted.onerror = reject;
		});
	});
	await page.goto(address);
	await expect(page.getByText('outlives the copy')).toBeVisible();
	await expect(inspector.button(words.arrived)).toBeVisible();
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	await expectOnce(page, server, 'inspector24', ['outlives the copy']);
});

test('an older app over newer databases makes the copy anew and sends all twenty acts [C13, C15, story 9]', async ({
	device,
	line,
	server
}) => {
	const inspector = await atFirstJob(device, line.url, 'inspector25');
	const { page } = inspector;
	const address = page.url();
	const texts = Array.from({ length: 20 }, (_, i) => `note ${i + 1} of twenty`);
	await line.down();
	await writeNotes(page, texts, words);
	await page.goto('about:blank');
	await line.up();
	await onOrigin(page, line.url, async () => {
		// What a later build would leave: a higher version, a store more, another shape of rows.
		const opened = (name: string, version?: number, grow?: (db: IDBDatabase) => void) =>
			new Promise<IDBDatabase>((resolve, reject) => {
				const opening = indexedDB.open(name, version);
				opening.onupgradeneeded = () => grow?.(opening.result);
				opening.onsuccess = () => resolve(opening.result);
				opening.onerror = reject;
			});
		for (const { name = '' } of await indexedDB.databases()) {
			const db = await opened(name, 40, (db) => db.createObjectStore('later'));
			if (name.startsWith('maydan-cache-')) {
				const writing = db.transaction(['meta', 'reports'], 'readwrite');
				writing.objectStore('meta').put({ key: 'schema', value: 99 });
				writing.objectStore('reports').put({ id: 'of a later build', shape: 'other' });
				await new Promise((resolve) => (writing.oncomplete = resolve));
			}
			db.close();
		}
	});
	await page.goto(address);
	await expect(page.getByText(texts.at(-1)!, { exact: true })).toBeVisible();
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	await expectOnce(page, server, 'inspector25', texts);
	expect((await outboxOn(page)).orphans).toBe(0);
});

test('a tab with an older app steps aside for an upgrade, and works on after it [C14]', async ({
	device,
	line,
	server
}) => {
	const old = await atFirstJob(device, line.url, 'inspector26');
	const upgrading = await device.newPage();
	const ends = await onOrigin(upgrading, line.url, async () => {
		const all = await indexedDB.databases();
		return Promise.all(
			all.map(({ name = '' }) => {
				const opening = indexedDB.open(name, 40);
				return new Promise<string>((resolve, reject) => {
					opening.onupgradeneeded = () => void opening.result.createObjectStore('later');
					opening.onsuccess = () => {
						opening.result.close();
						resolve('upgraded');
					};
					opening.onerror = reject;
				});
			})
		);
	});
	expect(ends.length).toBeGreaterThanOrEqual(2);
	expect(new Set(ends)).toEqual(new Set(['upgraded']));
	await old.note('after the upgrade beside it');
	await expect(pillOf(old.page)).toHaveAccessibleName(allSent);
	await expectOnce(old.page, server, 'inspector26', ['after the upgrade beside it']);
});

/** A map of the city that was downloaded before, of a few bytes. */
async function holdMap(page: Page): Promise<void> {
	await page.evaluate(async () => {
		const sha256 = 'a'.repeat(64);
		const pieces = await caches.open(`maydan-map-${sha256}`);
		await pieces.put('/map-piece/0', new Response(new Uint8Array(10)));
		const held = {
			...{ sha256, name: 'Muscat', sizeBytes: 10, bounds: [23, 58, 24, 59] },
			...{ minZoom: 6, maxZoom: 13, credit: '© OpenStreetMap', addedAt: 1 }
		};
		localStorage.setItem('maydan.map', JSON.stringify({ held }));
	});
}

/** Enough for the app, and so little that one write can use it up. */
const usualBytes = 24 * 1024 * 1024;

/** A disk whose room a test decides. Begin with it: the browser remembers for a while what it lent. */
async function diskOf(
	device: BrowserContext,
	origin: string
): Promise<{ fill(page: Page): Promise<void>; free(): Promise<void> }> {
	const inspect = await device.newCDPSession(await device.newPage());
	const lend = (quotaSize: number) =>
		inspect.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
	await lend(usualBytes);
	return {
		async fill(page) {
			await lend(1);
			expect(await page.evaluate(writeMore, usualBytes + 1)).toBe('QuotaExceededError');
		},
		free: async () => void (await lend(usualBytes))
	};
}

/** Writes so many bytes into a database that nobody needs; answers with what the browser says. */
async function writeMore(bytes: number): Promise<string | undefined> {
	const opening = indexedDB.open('scratch');
	opening.onupgradeneeded = () => void opening.result.createObjectStore('bytes');
	await new Promise((resolve) => (opening.onsuccess = resolve));
	const writing = opening.result.transaction('bytes', 'readwrite');
	writing.objectStore('bytes').put(new Uint8Array(bytes), 1);
	const said = new Promise<string | undefined>((resolve) => {
		writing.oncomplete = () => resolve(undefined);
		writing.onabort = () => resolve(writing.error?.name);
	});
	return said.finally(() => opening.result.close());
}

/** Runs something where the app is not open, with the rights of its origin. */
async function onOrigin<T>(page: Page, origin: string, run: () => Promise<T>): Promise<T> {
	await page.goto(`${origin}/api/health`);
	return page.evaluate(run);
}

/**
 * A browser that closes the outbox by force when `breaks` says so, as it does when its storage
 * process dies: running transactions are aborted, the connection ends, `close` is fired.
 */
function breakableDatabases(): void {
	const begin = IDBDatabase.prototype.transaction;
	Reflect.set(globalThis, 'breaks', null);
	IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
		const moment: unknown = Reflect.get(globalThis, 'breaks');
		const [, mode] = args;
		const isHit = moment !== null && mode === 'readwrite' && this.name.includes('outbox');
		if (!isHit) return begin.apply(this, args);
		Reflect.set(globalThis, 'breaks', null);
		const close = () => {
			this.close();
			this.dispatchEvent(new Event('close'));
		};
		if (moment === 'before it begins') close();
		const begun = begin.apply(this, args);
		queueMicrotask(() => {
			begun.abort();
			close();
		});
		return begun;
	};
}
