/**
 * Several tabs of one person on one device: they share the queue, one of them sends, and none that
 * has crashed, was frozen or stands in an old browser may hold the work of the others up.
 */
import { expect, type BrowserContext } from '@playwright/test';
import { onlyFor } from '../support/line.ts';
import { booksOf, cursorOn, expectOnce, outboxOn } from './books.ts';
import { inspectorOn, writeNotes, type Inspector } from './inspector.ts';
import { allSent, atFirstJob, comeBack, pillOf, test } from './stage.ts';
import { en as words } from './words.ts';

const exchanges = /^\/api\/sync$/;

test('gives the acts of two tabs one count without a gap, and sends each once [C16]', async ({
	device,
	line,
	server
}) => {
	const { first, second } = await twoTabs(device, line.url, 'inspector11');
	const texts = (tab: string) => Array.from({ length: 10 }, (_, i) => `${tab} ${i + 1}`);
	await Promise.all([
		writeNotes(first.page, texts('first tab'), words),
		writeNotes(second.page, texts('second tab'), words)
	]);
	await expect(pillOf(first.page)).toHaveAccessibleName(allSent);
	await expect(pillOf(second.page)).toHaveAccessibleName(allSent);
	const { commands } = await outboxOn(first.page);
	expect(commands.map(({ n }) => n)).toEqual(commands.map((_, i) => i + 1));
	const written = commands.filter(({ text }) => / tab \d+$/.test(text ?? ''));
	expect(written.length).toBe(20);
	const stored = booksOf(server, 'inspector11');
	expect(stored.map(({ n, id }) => [n, id])).toEqual(commands.map(({ n, id }) => [n, id]));
	expect(stored.every(({ outcome, effects }) => outcome === 'applied' && effects === 1)).toBe(true);
});

test('another tab takes over and sends when the leading one crashes with work to go [C17]', async ({
	device,
	line,
	server
}) => {
	const { first, second } = await twoTabs(device, line.url, 'inspector12');
	await line.down();
	await first.note('before the crash');
	await expect(pillOf(second.page)).toHaveAccessibleName('Sending: Offline, 1 saved');
	const crashed = first.page.waitForEvent('crash');
	const inspect = await device.newCDPSession(first.page);
	// A page that crashes answers nothing more.
	void inspect.send('Page.crash').catch(() => undefined);
	await crashed;
	await line.up();
	await comeBack(second.page);
	await expect(pillOf(second.page)).toHaveAccessibleName(allSent);
	await second.note('after the crash');
	await expect(pillOf(second.page)).toHaveAccessibleName(allSent);
	await expectOnce(second.page, server, 'inspector12', ['before the crash', 'after the crash']);
});

test('a frozen leader is replaced after a minute, and writes nothing when it thaws [C17]', async ({
	device,
	line,
	server
}) => {
	await device.clock.install();
	const { first, second } = await twoTabs(device, line.url, 'inspector13');
	const { promise: thawed, resolve: thaw } = Promise.withResolvers<void>();
	line.spoil(onlyFor('POST', exchanges, { kind: 'late', until: thawed }, 1));
	const before = line.count('POST', exchanges);
	await first.note('of the frozen tab');
	await expect.poll(() => line.count('POST', exchanges)).toBe(before + 1);
	const inspect = await device.newCDPSession(first.page);
	await inspect.send('Page.setWebLifecycleState', { state: 'frozen' });
	await second.note('of the living tab');
	await device.clock.fastForward(80_000);
	await expect(pillOf(second.page)).toHaveAccessibleName(allSent);
	const cursor = await cursorOn(second.page);
	const asked = line.count('POST', exchanges);
	thaw();
	await inspect.send('Page.setWebLifecycleState', { state: 'active' });
	await expect(pillOf(first.page)).toHaveAccessibleName(allSent);
	expect(await cursorOn(second.page)).toEqual(cursor);
	expect(line.count('POST', exchanges)).toBe(asked);
	await expectOnce(second.page, server, 'inspector13', ['of the frozen tab', 'of the living tab']);
});

test('without locks and channels a tab works alone, and two of them still send everything once [C18]', async ({
	device,
	line,
	server
}) => {
	test.setTimeout(240_000);
	await device.addInitScript(() => {
		Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
		Object.defineProperty(globalThis, 'BroadcastChannel', { value: undefined });
	});
	const alone = await atFirstJob(device, line.url, 'inspector14');
	await line.down();
	await alone.note('alone');
	await expect(pillOf(alone.page)).toHaveAccessibleName('Sending: Offline, 1 saved');
	await line.up();
	await comeBack(alone.page);
	await expect(pillOf(alone.page)).toHaveAccessibleName(allSent);
	const other = await anotherTab(alone);
	await other.note('in another tab');
	await alone.note('in the first again');
	// Each may have lost the lead to the other: then it waits, a minute at most.
	for (const { page } of [other, alone])
		await expect(pillOf(page)).toHaveAccessibleName(allSent, { timeout: 90_000 });
	await expectOnce(alone.page, server, 'inspector14', [
		'alone',
		'in another tab',
		'in the first again'
	]);
});

async function twoTabs(
	device: BrowserContext,
	origin: string,
	userName: string
): Promise<{ first: Inspector; second: Inspector }> {
	const first = await atFirstJob(device, origin, userName);
	const second = await anotherTab(first);
	await expect(pillOf(second.page)).toHaveAccessibleName(allSent);
	return { first, second };
}

/** A second tab of the same person at the same job. */
async function anotherTab({ page }: Inspector): Promise<Inspector> {
	const tab = await page.context().newPage();
	await tab.goto(page.url());
	await tab.getByRole('textbox', { name: words.note, exact: true }).waitFor();
	return inspectorOn(tab, words);
}
