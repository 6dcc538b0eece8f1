/**
 * The whole browser dies, again and again, while somebody works: what the page had shown as saved is
 * there at the next start, whole, and in the end every act has taken effect once.
 *
 * `BROWSER_KILLS` sets how often (6 unless told), `BROWSER_SEED` when; a failure prints its seed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type BrowserContext, type LaunchOptions } from '@playwright/test';
import { seeded } from '../sim/virtual-time.ts';
import { booksOf, outboxOn, photoOn } from './books.ts';
import { inspectorOn, writeNotes, type Inspector } from './inspector.ts';
import { enter } from './sign-in.ts';
import { allSent, beginWork, comeBack, openFirst, pillOf, tablet, test } from './stage.ts';
import { en as words } from './words.ts';

const kills = Number(process.env.BROWSER_KILLS ?? 6);
const seed = Number(process.env.BROWSER_SEED ?? 1);
const notesPerLife = 400;
/** When a life ends, counted from its first saved act, ms. */
const lifeMs = { least: 20, most: 1_500 };

const cameraNames = new RegExp(`^(${words.before}|${words.after}|${words.retake})`);

/** What its person has seen as saved. */
interface Told {
	texts: string[];
	photos: number;
}

test(`loses nothing that was shown as saved, and halves nothing, when the browser is killed ${kills} times [C1, C2, story 22]`, async ({
	line,
	server,
	launchOptions
}, info) => {
	test.setTimeout(60_000 + kills * 20_000);
	info.annotations.push({ type: 'seed', description: String(seed) });
	const folder = mkdtempSync(join(tmpdir(), 'maydan-profile-'));
	const chance = seeded(seed);
	const told: Told = { texts: [], photos: 0 };
	let address = '';
	try {
		for (let life = 0; life < kills; life += 1) {
			const browser = await open(folder, launchOptions);
			const inspector = await signedIn(browser, line.url, address);
			if (address === '') await beginWork(inspector);
			address = inspector.page.url();
			await expectKept(inspector, told);
			// Every other life has a line, so that some die while they send.
			await (life % 2 === 0 ? line.down() : line.up());
			await liveAndDie(browser, inspector, `life ${life + 1}`, chance, told);
			await line.up();
		}
		const browser = await open(folder, launchOptions);
		const inspector = await signedIn(browser, line.url, address);
		await expectKept(inspector, told);
		await comeBack(inspector.page);
		await expect(pillOf(inspector.page)).toHaveAccessibleName(allSent, { timeout: 30_000 });
		const { commands, photos } = await outboxOn(inspector.page);
		const stored = booksOf(server, 'inspector31');
		expect(stored.map(({ id }) => id)).toEqual(commands.map(({ id }) => id));
		expect(stored.filter(({ outcome, effects }) => outcome !== 'applied' || effects !== 1)).toEqual(
			[]
		);
		expect(photos.map(({ sha256 }) => photoOn(server, sha256))).toEqual(photos.map(() => 'stored'));
		await browser.close();
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});

function open(folder: string, options: LaunchOptions): Promise<BrowserContext> {
	return chromium.launchPersistentContext(folder, { ...options, ...tablet });
}

/** Signs in again: a browser may die before it has written its cookies down. */
async function signedIn(
	browser: BrowserContext,
	origin: string,
	address: string
): Promise<Inspector> {
	const page = browser.pages()[0] ?? (await browser.newPage());
	await enter(page, origin, 'inspector31', words);
	const inspector = inspectorOn(page, words);
	await (address === '' ? openFirst(inspector) : page.goto(address));
	await page.getByRole('textbox', { name: words.note, exact: true }).waitFor();
	return inspector;
}

/** Everything that was told is here, counted without a gap, and every photo is whole. */
async function expectKept({ page }: Inspector, told: Told): Promise<void> {
	const { commands, photos, orphans } = await outboxOn(page);
	const texts = commands.flatMap(({ text }) => text ?? []);
	expect(told.texts.filter((text) => !texts.includes(text))).toEqual([]);
	expect(photos.length).toBeGreaterThanOrEqual(told.photos);
	expect(commands.map(({ n }) => n)).toEqual(commands.map((_, i) => i + 1));
	expect(orphans).toBe(0);
	const broken = photos.filter(
		({ heldBytes, size, state }) => state === 'waiting' && heldBytes !== size
	);
	expect(broken).toEqual([]);
}

/** Writes notes without a pause and takes a photo beside them, until all processes are killed. */
async function liveAndDie(
	browser: BrowserContext,
	inspector: Inspector,
	name: string,
	chance: () => number,
	told: Told
): Promise<void> {
	const { page } = inspector;
	// The first photo, the second, and from then on another one instead.
	const camera = page.getByRole('button', { name: cameraNames }).first();
	const { promise: hasBegun, resolve: begin } = Promise.withResolvers<void>();
	await page.exposeFunction('told', (text: string) => {
		told.texts.push(text);
		begin();
	});
	const kill = await killerOf(browser);
	const dead = browser.waitForEvent('close');
	const texts = Array.from({ length: notesPerLife }, (_, i) => `${name}, note ${i + 1}`);
	const endings = [
		writeNotes(page, texts, words),
		inspector.chooseFile(camera, colourOf(chance())).then(() => (told.photos += 1))
	];
	await hasBegun;
	const at = lifeMs.least + chance() * (lifeMs.most - lifeMs.least);
	setTimeout(kill, at);
	await dead;
	// What was under way when the browser died has no end of its own.
	await Promise.allSettled(endings);
}

/** Kills the browser and every process that it started, at once. */
async function killerOf(context: BrowserContext): Promise<() => void> {
	const inspect = await context.browser()!.newBrowserCDPSession();
	const { processInfo } = await inspect.send('SystemInfo.getProcessInfo');
	return () => {
		for (const { id } of processInfo) process.kill(id, 'SIGKILL');
	};
}

function colourOf(share: number): string {
	return `#${Math.floor(share * 0xffffff)
		.toString(16)
		.padStart(6, '0')}`;
}
