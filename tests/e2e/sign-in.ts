/** How everybody enters and leaves: a device of their own, a name, the demo's password, everything loaded. */
import { expect, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import type { Words } from './words.ts';

const demoPassword = 'maydan-demo';

/**
 * Of a device that never leaves the network: the app is not kept on it, which fetches three hundred files
 * and takes longer than many a story.
 */
export const neverOffline = { serviceWorkers: 'block' } as const;

/** A new device (a browser context of its own) that nobody has used yet. */
export async function newDevice(browser: Browser, options: BrowserContextOptions): Promise<Page> {
	const context = await browser.newContext(options);
	return context.newPage();
}

/** Closes every device that a story used, and with it the camera that it held. */
export async function leaveDevices(browser: Browser): Promise<void> {
	await Promise.all(browser.contexts().map((context) => context.close()));
}

/** Signs in by the form and leaves the page on the home of the person's role. */
export async function signIn(
	page: Page,
	origin: string,
	userName: string,
	words: Words
): Promise<void> {
	await page.goto(`${origin}/login?lang=${words.lang}`);
	await page.getByLabel(words.userName, { exact: true }).fill(userName);
	await page.getByLabel(words.password, { exact: true }).fill(demoPassword);
	await page.getByRole('button', { name: words.signIn, exact: true }).click();
	await page.getByRole('button', { name: `${words.account}:` }).waitFor();
}

/**
 * Signs in as the form does, without the form: for stories that begin later. Leaves the page on the
 * home of the person's role.
 */
export async function enter(
	page: Page,
	origin: string,
	userName: string,
	words: Words
): Promise<void> {
	await page.goto(`${origin}/api/health`);
	await page.evaluate(
		async (body) => {
			const headers = { 'content-type': 'application/json' };
			const answer = await fetch('/api/auth/sign-in', { method: 'POST', headers, body });
			localStorage.setItem('maydan.session', await answer.text());
		},
		JSON.stringify({ userName, password: demoPassword })
	);
	await page.goto(`${origin}/?lang=${words.lang}`);
	await page.getByRole('button', { name: `${words.account}:` }).waitFor();
}

/** Opens the dialog in which a person leaves the device. */
export async function askToLeave(page: Page, words: Words): Promise<void> {
	await page.getByRole('button', { name: `${words.account}:` }).click();
	await page.getByRole('menuitem', { name: words.signOut, exact: true }).click();
	await page.getByRole('dialog').waitFor();
}

/** Waits until the device could lose its network: the service worker holds the whole app. */
export async function waitUntilKept(page: Page): Promise<void> {
	const state = await page.evaluate(
		async () => (await navigator.serviceWorker.ready).active?.state
	);
	expect(['activating', 'activated']).toContain(state);
}
