/**
 * The service worker's part: a new version that arrives at a bad moment, and sending with no page
 * open. A new version is the same worker with another last line, as another build would bring it.
 */
import { expect, type BrowserContext, type CDPSession, type Page } from '@playwright/test';
import { jsonOf, onlyFor, type Line, type Rule } from '../support/line.ts';
import { booksOf, outboxOn, photoOn } from './books.ts';
import { inspectorOn, type Inspector } from './inspector.ts';
import { waitUntilKept } from './sign-in.ts';
import { allSent, beginWork, inspectorOf, openFirst, pillOf, test } from './stage.ts';
import { en as words } from './words.ts';

const exchanges = /^\/api\/sync$/;
const updateNow = 'Update now';

test('a new version waits for the exchange that runs, then takes over with one reload [C11]', async ({
	device,
	line,
	server
}) => {
	const inspector = await keptAtFirstJob(device, line, 'inspector15');
	const { page } = inspector;
	const loads = loadsOf(page);
	const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
	line.spoil(onlyFor('POST', exchanges, { kind: 'late', until: answered }, 1));
	const before = line.count('POST', exchanges);
	await inspector.note('while the new version came');
	await expect.poll(() => line.count('POST', exchanges)).toBe(before + 1);
	await bringNewVersion(page, line);
	await page.getByRole('button', { name: updateNow, exact: true }).click();
	expect(await stateAfterMore(page)).toBe('installed');
	answer();
	await expect.poll(() => loads.count).toBe(1);
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	await expectUpToDate(page);
	expect(loads.count).toBe(1);
	const { commands } = await outboxOn(page);
	const id = commands.find(({ text }) => text === 'while the new version came')?.id;
	expect(timesSent(line, id)).toBe(1);
	expect(booksOf(server, 'inspector15').find((stored) => stored.id === id)?.effects).toBe(1);
});

test('a version accepted in one tab takes no text from another, which reloads once when it is free [C12, story 32]', async ({
	device,
	line,
	server
}) => {
	const writing = await keptAtFirstJob(device, line, 'inspector16');
	const other = await device.newPage();
	await other.goto(`${line.url}/field`);
	await expect(pillOf(other)).toHaveAccessibleName(allSent);
	const loads = { writing: loadsOf(writing.page), other: loadsOf(other) };
	const field = writing.page.getByRole('textbox', { name: words.note, exact: true });
	await field.fill('half a sentence');
	await bringNewVersion(other, line);
	await other.getByRole('button', { name: updateNow, exact: true }).click();
	await expect.poll(() => loads.other.count).toBe(1);
	await expectUpToDate(other);
	await expect(field).toHaveValue('half a sentence');
	await writing.note('half a sentence, and the rest');
	await expect(pillOf(writing.page)).toHaveAccessibleName(allSent);
	await writing.page.getByRole('button', { name: updateNow, exact: true }).click();
	await expect.poll(() => loads.writing.count).toBe(1);
	await expect(writing.page.getByText('half a sentence, and the rest')).toBeVisible();
	await expectUpToDate(writing.page);
	expect([loads.writing.count, loads.other.count]).toEqual([1, 1]);
	expect(booksOf(server, 'inspector16').at(-1)).toMatchObject({ outcome: 'applied', effects: 1 });
});

test('the files of the app are answered by the browser, without waking the worker', async ({
	device,
	line
}) => {
	const { page } = await keptAtFirstJob(device, line, 'inspector17');
	await line.down();
	await page.reload();
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	const sources = await page.evaluate(() =>
		performance
			.getEntriesByType('resource')
			.filter(({ name }) => name.includes('/_app/immutable/'))
			.map((entry) => Reflect.get(entry, 'workerFinalSourceType') as unknown)
	);
	expect(sources.length).toBeGreaterThan(10);
	expect(new Set(sources)).toEqual(new Set(['cache']));
});

test('drains by itself where the browser has no background sync [story 34]', async ({
	device,
	line,
	server
}) => {
	await device.clock.install();
	await device.addInitScript(() => {
		Reflect.deleteProperty(ServiceWorkerRegistration.prototype, 'sync');
		Reflect.deleteProperty(globalThis, 'SyncManager');
	});
	const inspector = await keptAtFirstJob(device, line, 'inspector17');
	await line.down();
	await inspector.note('no sync event will come');
	await expect(pillOf(inspector.page)).toHaveAccessibleName('Sending: Offline, 1 saved');
	await line.up();
	await device.clock.fastForward(60_000);
	await expect(pillOf(inspector.page)).toHaveAccessibleName(allSent);
	expect(booksOf(server, 'inspector17').at(-1)).toMatchObject({ outcome: 'applied', effects: 1 });
});

test('the worker sends acts and photos that a closed page left [story 34]', async ({
	device,
	line,
	server
}) => {
	const inspector = await keptAtFirstJob(device, line, 'inspector18');
	const { page } = inspector;
	await beginWork(inspector);
	const address = page.url();
	const inspect = await device.newCDPSession(await device.newPage());
	const registrationId = await registrationOf(inspect, line.url);
	await line.down();
	await inspector.note('left behind');
	await inspector.chooseFile(inspector.button(words.before), '#4d6a55');
	const { commands, photos } = await outboxOn(page);
	await page.close();
	await line.up();
	await expectNobodyLeads(await device.newPage(), line.url);
	await inspect.send('ServiceWorker.dispatchSyncEvent', {
		origin: line.url,
		registrationId,
		tag: 'maydan-sync',
		lastChance: false
	});
	const photo = photos.at(-1)?.sha256 ?? '';
	await expect.poll(() => photoOn(server, photo), { timeout: 30_000 }).toBe('stored');
	const back = await device.newPage();
	await back.goto(address);
	await expect(pillOf(back)).toHaveAccessibleName(allSent);
	await expect(back.getByText('left behind')).toBeVisible();
	const stored = booksOf(server, 'inspector18');
	expect(stored.map(({ id }) => id)).toEqual(commands.map(({ id }) => id));
	expect(stored.every(({ outcome, effects }) => outcome === 'applied' && effects === 1)).toBe(true);
});

async function keptAtFirstJob(
	device: BrowserContext,
	line: Line,
	userName: string
): Promise<Inspector> {
	const { page } = await inspectorOf(device, line.url, userName);
	await waitUntilKept(page);
	// The first visit is not yet the worker's; from the second on it is.
	await page.reload();
	const inspector = inspectorOn(page, words);
	await openFirst(inspector);
	return inspector;
}

/** How often a page was loaded from here on. */
function loadsOf(page: Page): { readonly count: number } {
	const loads = { count: 0 };
	page.on('load', () => (loads.count += 1));
	return loads;
}

async function bringNewVersion(page: Page, line: Line): Promise<void> {
	const isWorker: Rule = ({ path }) =>
		path.startsWith('/service-worker.js')
			? { kind: 'retold', tell: (body) => `${body}\n// the next version\n` }
			: null;
	line.spoil(isWorker);
	await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
	await page.getByText('A new version is ready').waitFor();
}

/** The state of the worker that waits, after the browser has had more to do for workers. */
function stateAfterMore(page: Page): Promise<ServiceWorkerState | undefined> {
	return page.evaluate(async () => {
		const registration = await navigator.serviceWorker.ready;
		for (let times = 0; times < 3; times += 1) await registration.update();
		return registration.waiting?.state;
	});
}

/** One worker, and none that waits. */
async function expectUpToDate(page: Page): Promise<void> {
	const states = () =>
		page.evaluate(async () => {
			const { active, waiting, installing } = await navigator.serviceWorker.ready;
			return [active?.state, waiting?.state, installing?.state];
		});
	await expect.poll(states).toEqual(['activated', undefined, undefined]);
	await expect(page.getByText('A new version is ready')).toBeHidden();
}

function timesSent(line: Line, id: string | undefined): number {
	const sent = line.asked.filter(({ method, path }) => method === 'POST' && exchanges.test(path));
	return sent.filter((asked) => {
		const { commands } = jsonOf(asked) as { commands: { id: string }[] };
		return commands.some((command) => command.id === id);
	}).length;
}

/** A page that was closed holds its lock a moment longer. */
async function expectNobodyLeads(page: Page, origin: string): Promise<void> {
	await page.goto(`${origin}/api/health`);
	const held = () => page.evaluate(async () => (await navigator.locks.query()).held?.length);
	await expect.poll(held).toBe(0);
}

/** Under which id the browser knows our worker. */
async function registrationOf(inspect: CDPSession, origin: string): Promise<string> {
	const { promise: found, resolve } = Promise.withResolvers<string>();
	inspect.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
		const own = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin));
		if (own !== undefined) resolve(own.registrationId);
	});
	await inspect.send('ServiceWorker.enable');
	return found;
}
