/**
 * What comes beside the first view, over a line that loses it, on a device that does not keep the app
 * yet: a browser asks for a script only once a page, so the page is loaded anew when the line is back.
 */
import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { laterFilesOf } from '../support/first-load.ts';
import type { Line } from '../support/line.ts';
import { expectOnce } from './books.ts';
import { enter } from './sign-in.ts';
import { allSent, comeBack, inspectorOf, openFirst, pillOf, tablet, test } from './stage.ts';
import { en } from './words.ts';

/** Those that no first view of the two pages has. */
function filesOf(module: string): ReadonlySet<string> {
	const afterList = laterFilesOf('/(app)/field', [module]);
	const afterJob = new Set(laterFilesOf('/(app)/field/[ref]', [module]));
	return new Set(afterList.filter((file) => afterJob.has(file)).map((file) => `/${file}`));
}
const whatActs = filesOf('src/lib/client/device-parts.ts');
/** Without what a start needs too. */
const restOfJob = new Set(
	[...filesOf('src/lib/features/field/job-parts.ts')].filter((file) => !whatActs.has(file))
);

/** These files do not come until the answer is called. */
function lose(line: Line, files: ReadonlySet<string>): () => void {
	return line.spoil(({ path }) => (files.has(path) ? { kind: 'answer', status: 503 } : null));
}

/** A tablet without the worker, whose pages remember that a part was missing. */
async function aTablet(browser: Browser): Promise<BrowserContext> {
	const device = await browser.newContext({ ...tablet, serviceWorkers: 'block' });
	await device.addInitScript(() => {
		addEventListener('vite:preloadError', () => Reflect.set(globalThis, 'hasLost', true));
	});
	return device;
}
const noticed = (page: Page) =>
	page.waitForFunction(() => Reflect.get(globalThis, 'hasLost') === true);

test.describe('a page that has lost a part of the app', () => {
	test('starts once the line is back, where it has lost what acts and syncs', async ({
		browser,
		line
	}) => {
		const device = await aTablet(browser);
		const page = await device.newPage();
		const isBack = lose(line, whatActs);
		const entered = enter(page, line.url, 'inspector9', en);
		await noticed(page);
		isBack();
		await comeBack(page);
		await entered;
		await expect(page.getByRole('list', { name: en.jobList })).toBeVisible();
		await device.close();
	});

	test('shows a job without the rest of it, and all of it once the line is back', async ({
		browser,
		line,
		server
	}) => {
		const device = await aTablet(browser);
		const isBack = lose(line, restOfJob);
		const inspector = await inspectorOf(device, line.url, 'inspector9');
		await openFirst(inspector);
		await noticed(inspector.page);
		const note = inspector.page.getByRole('textbox', { name: en.note, exact: true });
		await expect(note).toBeHidden();
		isBack();
		await comeBack(inspector.page);
		await inspector.note('written after all');
		await expect(pillOf(inspector.page)).toHaveAccessibleName(allSent);
		await expectOnce(inspector.page, server, 'inspector9', ['written after all']);
		await device.close();
	});
});
