/**
 * What the stories of failing lines, browsers and tabs share: one server for all of them, and for
 * each a line of its own, which is an origin of its own and therefore a device that nobody used yet.
 */
import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { openLine, type Line } from '../support/line.ts';
import { startDemo } from '../support/demo.ts';
import type { RunningServer } from '../support/server.ts';
import { inspectorOn, type Inspector } from './inspector.ts';
import { enter } from './sign-in.ts';
import { en } from './words.ts';

export const test = base.extend<{ line: Line; device: BrowserContext }, { server: RunningServer }>({
	server: [
		// Playwright reads what a fixture needs from this pattern.
		async ({}, use) => {
			const server = await startDemo();
			await use(server);
			await server.stop();
		},
		{ scope: 'worker', timeout: 300_000 }
	],
	line: async ({ server }, use) => {
		const line = await openLine(server.url);
		await use(line);
		await line.close();
	},
	device: async ({ browser }, use) => {
		const device = await browser.newContext(tablet);
		await use(device);
		await device.close();
	}
});

/** The tablet of these stories. */
export const tablet = { viewport: { width: 1280, height: 800 }, locale: 'en-GB' };

/** Signs an inspector in on a new page of a device and waits for the list. */
export async function inspectorOf(
	device: BrowserContext,
	origin: string,
	userName: string
): Promise<Inspector> {
	const page = await device.newPage();
	await enter(page, origin, userName, en);
	const inspector = inspectorOn(page, en);
	await inspector.rows.first().waitFor();
	return inspector;
}

/** The same at the first job that nobody has begun, with everything of before sent. */
export async function atFirstJob(
	device: BrowserContext,
	origin: string,
	userName: string
): Promise<Inspector> {
	const inspector = await inspectorOf(device, origin, userName);
	await openFirst(inspector);
	return inspector;
}

export async function openFirst(inspector: Inspector): Promise<void> {
	const [job = ''] = await inspector.untouchedJobs();
	await inspector.openJob(job);
	await expect(pillOf(inspector.page)).toHaveAccessibleName(allSent);
}

/** What the pill says of sending. */
export const pillOf = (page: Page) => page.getByRole('link', { name: /^Sending:/ });
export const allSent = 'Sending: All sent';

/** The browser says that there is a network again: whatever waits tries now. */
export async function comeBack(page: Page): Promise<void> {
	await page.evaluate(() => dispatchEvent(new Event('online')));
}

/** From assigned to the work itself, so that photos can be taken. */
export async function beginWork(inspector: Inspector): Promise<void> {
	for (const act of [en.setOff, en.arrived, en.start]) await inspector.act(act);
	await expect(pillOf(inspector.page)).toHaveAccessibleName(allSent);
}
