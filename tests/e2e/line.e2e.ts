/**
 * What a bad line does to a device in the field, in a real browser against the built product: lines
 * that hang, portals that answer for us, servers that are busy, broken, or newer than the app.
 * Slow and lossy lines below HTTP are the simulation's; photos have a file of their own.
 */
import { expect, type Page } from '@playwright/test';
import { onlyFor, withJson, type Line, type Trouble } from '../support/line.ts';
import { booksOf, expectOnce, outboxOn, reportsOn } from './books.ts';
import type { Inspector } from './inspector.ts';
import { waitUntilKept } from './sign-in.ts';
import { allSent, atFirstJob, comeBack, inspectorOf, pillOf, test } from './stage.ts';
import { en as words } from './words.ts';

const exchanges = /^\/api\/sync$/;

test('gives a half-open exchange up and sends the act once on a living line [A9, story 18]', async ({
	device,
	line,
	server
}) => {
	await device.clock.install();
	const inspector = await atFirstJob(device, line.url, 'inspector1');
	const { page } = inspector;
	const lift = line.spoil(onlyFor('POST', exchanges, { kind: 'silence' }));
	const before = line.count('POST', exchanges);
	await inspector.note('into a dead line');
	await expect.poll(() => line.count('POST', exchanges)).toBe(before + 1);
	await device.clock.fastForward(46_000);
	await expect(pillOf(page)).toHaveAccessibleName('Sending: Offline, 1 saved');
	lift();
	await device.clock.fastForward(60_000);
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	await expectOnce(page, server, 'inspector1', ['into a dead line']);
});

test('takes no portal for the server, keeps its app clean, and sends once the portal is gone [A11, A12]', async ({
	device,
	line,
	server
}) => {
	const html = { 'content-type': 'text/html' };
	const welcome: Trouble = { kind: 'answer', status: 200, headers: html, body: '<h1>Wi-Fi</h1>' };
	const portals: Trouble[] = [
		welcome,
		{ kind: 'answer', status: 302, headers: { location: '/portal' } },
		{ kind: 'answer', status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }
	];
	const inspector = await atFirstJob(device, line.url, 'inspector2');
	const { page } = inspector;
	await waitUntilKept(page);
	let portal: Trouble | null = null;
	line.spoil(({ path }) => (path === '/portal' ? welcome : portal));
	const written: string[] = [];
	for (portal of portals) {
		const text = `behind portal ${written.length + 1}`;
		written.push(text);
		await inspector.note(text);
		await comeBack(page);
		await expect(pillOf(page)).toHaveAccessibleName(`Sending: Offline, ${written.length} saved`);
		await page.evaluate(async () => {
			const registration = await navigator.serviceWorker.ready;
			await registration.update().catch(() => undefined);
		});
		await page.reload();
		await expect(page.getByText(text)).toBeVisible();
	}
	const { commands } = await outboxOn(page);
	const mine = commands.filter(({ text }) => text !== null && written.includes(text));
	expect(mine.map(({ outcome }) => outcome)).toEqual([null, null, null]);
	await line.down();
	await page.reload();
	await expect(page.getByText(written[0]!)).toBeVisible();
	portal = null;
	await line.up();
	await comeBack(page);
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	await expectOnce(page, server, 'inspector2', written);
});

test('does not come before Retry-After, whoever asks, and then comes by itself [B2]', async ({
	device,
	line,
	server
}) => {
	await device.clock.install();
	const inspector = await atFirstJob(device, line.url, 'inspector3');
	const { page } = inspector;
	const lift = line.spoil(
		onlyFor('POST', exchanges, {
			kind: 'answer',
			status: 503,
			headers: { 'content-type': 'application/json', 'x-sync': '1', 'retry-after': '120' },
			body: JSON.stringify({ code: 'busy' })
		})
	);
	const atFirst = line.count('POST', exchanges);
	await inspector.note('to a busy server');
	await expect.poll(() => line.count('POST', exchanges)).toBeGreaterThan(atFirst);
	await expect(pillOf(page)).toHaveAccessibleName('Sending: 1 waiting to send');
	lift();
	const before = line.count('POST', exchanges);
	await comeBack(page);
	await inspector.note('and another');
	await device.clock.fastForward(100_000);
	await comeBack(page);
	// Asked on the same line after all of that: what the engine had to ask would have come first.
	await page.evaluate(() => fetch('/api/health'));
	expect(line.count('POST', exchanges)).toBe(before);
	await device.clock.fastForward(25_000);
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	await expectOnce(page, server, 'inspector3', ['to a busy server', 'and another']);
});

test('keeps order and queue through errors of the server, and tries again without being asked [B1, stories 1 and 20]', async ({
	device,
	line,
	server
}) => {
	await device.clock.install();
	const inspector = await atFirstJob(device, line.url, 'inspector4');
	const { page } = inspector;
	await inspector.note('first');
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	const broken: Trouble = {
		kind: 'answer',
		status: 500,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ code: 'broken' })
	};
	line.spoil(onlyFor('POST', exchanges, broken, 3));
	const before = line.count('POST', exchanges);
	await inspector.note('second');
	await expect(pillOf(page)).toHaveAccessibleName('Sending: 1 waiting to send');
	await inspector.note('third');
	for (const tries of [2, 3, 4]) {
		await device.clock.fastForward(10_000);
		await expect.poll(() => line.count('POST', exchanges)).toBeGreaterThanOrEqual(before + tries);
	}
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	await expectOnce(page, server, 'inspector4', ['first', 'second', 'third']);
});

test('shows the one of three acts that was refused, with its reason, and lets the others through [stories 1 and 2]', async ({
	device,
	line,
	server
}) => {
	const inspector = await atFirstJob(device, line.url, 'inspector5');
	const { page } = inspector;
	await changeNotes(inspector, line, (text, command) =>
		text === 'second' ? { ...command, args: { text: 7 } } : command
	);
	await expect(pillOf(page)).toHaveAccessibleName('Sending: Needs your attention');
	await page.getByRole('link', { name: words.outbox, exact: true }).click();
	const attention = page.getByRole('region', { name: 'Needs your attention' });
	await expect(attention.getByText(/^Not accepted: \S/)).toHaveCount(1);
	await comeBack(page);
	await expect(attention.getByText(/^Not accepted: \S/)).toHaveCount(1);
	const outcomes = booksOf(server, 'inspector5').slice(-3);
	expect(outcomes.map(({ outcome, effects }) => [outcome, effects])).toEqual([
		['applied', 1],
		['rejected', 0],
		['applied', 1]
	]);
});

test('tells that work was received but not yet applied, and no later pull hides it [story 3]', async ({
	device,
	line,
	server
}) => {
	const inspector = await atFirstJob(device, line.url, 'inspector6');
	const { page } = inspector;
	await changeNotes(inspector, line, (text, command) =>
		text === 'second' ? { ...command, type: 'weigh', typeVersion: 1 } : command
	);
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	await page.getByRole('link', { name: words.outbox, exact: true }).click();
	const told = page.getByText('Received; takes effect once the server is updated');
	await expect(told).toHaveCount(1);
	const before = line.count('POST', exchanges);
	await page.getByRole('button', { name: words.syncNow, exact: true }).click();
	await expect.poll(() => line.count('POST', exchanges)).toBeGreaterThan(before);
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	await expect(told).toHaveCount(1);
	expect(
		booksOf(server, 'inspector6')
			.slice(-3)
			.map(({ outcome }) => outcome)
	).toEqual(['applied', 'deferred', 'applied']);
});

test('counts an act once that was sent ten times, and never calls it sent meanwhile [A3, A4, stories 21 and 25]', async ({
	device,
	line,
	server
}) => {
	const inspector = await atFirstJob(device, line.url, 'inspector7');
	const { page } = inspector;
	const lost = line.spoil(onlyFor('POST', exchanges, { kind: 'lost' }));
	await inspector.note('ten times');
	await expect(pillOf(page)).toHaveAccessibleName('Sending: Offline, 1 saved');
	for (let times = 2; times < 10; times += 1) await tryAgain();
	lost();
	const half = (body: string) => body.slice(0, body.length - 40);
	const cut = line.spoil(onlyFor('POST', exchanges, { kind: 'retold', tell: half }));
	await tryAgain();
	cut();
	await comeBack(page);
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	await expectOnce(page, server, 'inspector7', ['ten times']);

	async function tryAgain() {
		const before = line.count('POST', exchanges);
		await comeBack(page);
		await expect.poll(() => line.count('POST', exchanges)).toBeGreaterThan(before);
		await expect(pillOf(page)).toHaveAccessibleName('Sending: Offline, 1 saved');
	}
});

test('begins without a line, records, and sends when its person taps "Sync now" [story 19]', async ({
	device,
	line,
	server
}) => {
	const inspector = await atFirstJob(device, line.url, 'inspector8');
	const { page } = inspector;
	await waitUntilKept(page);
	await line.down();
	await page.reload();
	await inspector.note('begun without a line');
	await expect(pillOf(page)).toHaveAccessibleName('Sending: Offline, 1 saved');
	await line.up();
	await page.getByRole('link', { name: words.outbox, exact: true }).click();
	await page.getByRole('button', { name: words.syncNow, exact: true }).click();
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	await expectOnce(page, server, 'inspector8', ['begun without a line']);
});

test('shows each of twenty jobs its own data, offline and in any order [story 37]', async ({
	device,
	line
}) => {
	test.setTimeout(120_000);
	const { page } = await inspectorOf(device, line.url, 'inspector9');
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	await waitUntilKept(page);
	// By their words: an order that has nothing to do with the list's.
	const shuffled = (await reportsOn(page))
		.toSorted((a, b) => a.description.localeCompare(b.description))
		.slice(0, 20);
	await line.down();
	expect(shuffled.length).toBe(20);
	for (const [i, { number, description }] of shuffled.entries()) {
		const address = `${line.url}/field/${number}`;
		// Every fifth by a cold start, the others by a link.
		if (i % 5 === 0) await page.goto(address);
		else await follow(page, address);
		await expect(page).toHaveTitle(new RegExp(number));
		await expect(page.getByText(description, { exact: true })).toBeVisible();
	}
});

async function follow(page: Page, address: string): Promise<void> {
	await page.evaluate((href) => {
		const link = Object.assign(document.createElement('a'), { href });
		document.body.append(link);
		link.click();
		link.remove();
	}, address);
}

type Command = Record<string, unknown> & { args: { text?: unknown } };

/** Three notes in one exchange, of which the server reads other words than were written. */
async function changeNotes(
	{ page, note }: Inspector,
	line: Line,
	change: (text: unknown, command: Command) => Command
): Promise<void> {
	await line.down();
	for (const text of ['first', 'second', 'third']) await note(text);
	await line.up();
	line.spoil((asked) => {
		if (asked.method !== 'POST' || !exchanges.test(asked.path)) return null;
		return withJson(asked, (json) => {
			const request = json as { commands: Command[] };
			const commands = request.commands.map((one) => change(one.args.text, one));
			return { ...request, commands };
		});
	});
	await comeBack(page);
}
