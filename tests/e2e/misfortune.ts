/** What may befall a device and its person: access withdrawn, storage thrown away, a wrong clock. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import type { RunningServer } from '../support/server.ts';

const run = promisify(execFile);
const door = join(import.meta.dirname, '..', '..', 'src', 'cli', 'bin.js');

/** Locks an account from a terminal, beside the running server. */
export async function withdrawAccess(
	{ dataDir }: Pick<RunningServer, 'dataDir'>,
	userName: string
): Promise<void> {
	await run(process.execPath, [door, 'user', 'disable', userName], {
		env: { ...process.env, MAYDAN_BUILD: 'keep', DATA_DIR: dataDir }
	});
}

/**
 * What a browser does when space runs out: the outbox is gone, everything else is still there. The
 * page is on a picture of the same origin afterwards, which holds no database open.
 */
export async function loseOutbox(page: Page): Promise<void> {
	await page.goto(new URL('/favicon.svg', page.url()).href);
	await page.evaluate(async () => {
		for (const { name = '' } of await indexedDB.databases())
			if (name.startsWith('maydan-outbox'))
				await new Promise((resolve, reject) => {
					const asked = indexedDB.deleteDatabase(name);
					asked.onsuccess = resolve;
					asked.onerror = reject;
				});
	});
}

/** From the next page on, the wall clock of this device is off by so much more; its monotonic one is not. */
export async function shiftClock(page: Page, byMs: number): Promise<void> {
	await page.addInitScript((ms) => {
		const trueNow = Date.now.bind(Date);
		const Wrong = class extends Date {
			constructor(...given: [] | [number]) {
				super(...(given.length === 0 ? ([trueNow() + ms] as const) : given));
			}
			static override now = () => trueNow() + ms;
		};
		globalThis.Date = Wrong as DateConstructor;
	}, byMs);
}
