/**
 * What comes after the first view, over a line that loses it, on a device that does not keep the app
 * yet: it comes with the next try, with its styles, and what was asked of it is done.
 */
import { expect } from '@playwright/test';
import { laterFilesOf } from '../support/first-load.ts';
import { expectOnce } from './books.ts';
import { inspectorOf, openFirst, tablet, test } from './stage.ts';

const late = ['src/lib/client/device-parts.ts', 'src/lib/features/field/job-parts.ts'];

test('fetches again what the line has lost of the app, and does what was asked meanwhile', async ({
	browser,
	line,
	server
}) => {
	const files = new Set(laterFilesOf('/(app)/field/[ref]', late).map((file) => `/${file}`));
	const lost = new Set<string>();
	line.spoil(({ path }) => {
		if (!files.has(path) || lost.has(path)) return null;
		lost.add(path);
		return { kind: 'answer', status: 503 };
	});
	const device = await browser.newContext({ ...tablet, serviceWorkers: 'block' });
	const inspector = await inspectorOf(device, line.url, 'inspector9');
	await openFirst(inspector);
	await inspector.note('written after all');
	await expectOnce(inspector.page, server, 'inspector9', ['written after all']);
	expect([...lost].sort()).toEqual([...files].sort());
	const sheets = await inspector.page
		.locator('link[rel="stylesheet"]')
		.evaluateAll((links) => links.map((link) => 'sheet' in link && link.sheet !== null));
	expect(sheets).not.toContain(false);
	await device.close();
});
