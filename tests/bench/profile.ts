/**
 * A browser profile that outlives its browser: what is kept on a device is still there when the
 * browser is started again.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { chooseBrowser } from '../support/browser';
import { password } from './city';

type LaunchOptions = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>;

/** A profile in a temporary folder that is removed after the work. */
export async function inProfile<T>(work: (folder: string) => Promise<T>): Promise<T> {
	const folder = mkdtempSync(join(tmpdir(), 'maydan-profile-'));
	try {
		return await work(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Starts a browser over a profile for one piece of work, and ends it. */
export async function openProfile<T>(
	folder: string,
	options: LaunchOptions,
	work: (context: BrowserContext) => Promise<T>
): Promise<T> {
	const context = await chromium.launchPersistentContext(folder, {
		...(await chooseBrowser()),
		...options
	});
	try {
		return await work(context);
	} finally {
		await context.close();
	}
}

/** Signs in as the form does and stays until the first rows of the person's home are there. */
export async function enterApp(
	page: Page,
	url: string,
	userName: string,
	home = '/field'
): Promise<void> {
	await page.goto(`${url}/api/health`);
	await page.evaluate(async (body) => {
		const headers = { 'content-type': 'application/json' };
		const answer = await fetch('/api/auth/sign-in', { method: 'POST', headers, body });
		if (!answer.ok) throw new Error(`Sign-in was answered with ${answer.status}`);
		localStorage.setItem('maydan.session', await answer.text());
	}, JSON.stringify({ userName, password }));
	await page.goto(`${url}${home}?lang=ar`);
	await page.locator('[data-report]').first().waitFor({ timeout: 120_000 });
}
