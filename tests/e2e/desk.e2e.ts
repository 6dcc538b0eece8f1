/**
 * The supervisor's desk: criteria, board, file and bulk acts speak of the same reports, however they are
 * looked at.
 */
import { readFileSync } from 'node:fs';
import { expect, type BrowserContext } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { enter } from './sign-in.ts';
import { test } from './stage.ts';
import { en } from './words.ts';

test('the desk narrows, stands on a board, leaves as a file, and takes a bulk act back', async ({
	device,
	server
}) => {
	const { page, countOf } = await deskOn(device, server.url);
	const all = await countOf();
	await page.getByRole('button', { name: 'More filters', exact: true }).click();
	await page.getByRole('combobox', { name: 'Status', exact: true }).selectOption('Assigned');
	await expect(page.getByRole('button', { name: 'More filters, 1 in use' })).toBeVisible();
	const shown = await countOf();
	expect(shown).toBeGreaterThan(5);
	expect(shown).toBeLessThan(all);
	await expect(page.getByText(`${shown} of ${all}`, { exact: true })).toBeVisible();

	await page.getByText('Board', { exact: true }).click();
	const column = page.getByRole('region', { name: 'Assigned', exact: true });
	await expect(column.getByRole('heading')).toContainText(String(shown));
	const other = page.getByRole('region', { name: 'In progress', exact: true });
	await expect(other.getByRole('heading')).toContainText('0');
	await expect(other.getByText('None with these filters')).toBeVisible();

	const [file] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name: `Export ${shown} reports as a spreadsheet (CSV)` }).click()
	]);
	const lines: Record<string, string>[] = parse(readFileSync(await file.path()), {
		columns: true,
		bom: true
	});
	expect(lines).toHaveLength(shown);
	expect(new Set(lines.map(({ Status }) => Status))).toEqual(new Set(['Assigned']));

	for (const nth of [0, 1]) await column.getByRole('checkbox').nth(nth).click();
	await page
		.getByRole('region', { name: 'Acts on selected reports' })
		.getByRole('button', { name: 'Priority' })
		.click();
	await page.getByRole('menuitem', { name: /Urgent/ }).click();
	await expect(page.getByText('Priority of 2 reports: Urgent')).toBeVisible();
	await page.getByRole('button', { name: 'Undo all 2', exact: true }).click();
	await expect(page.getByText('Taken back')).toBeVisible();
});

test('an officer draws the after photo over the before photo at one zoom, and sees the next report in the same way', async ({
	device,
	server
}) => {
	const page = await device.newPage();
	await enter(page, server.url, 'directorate1', en);
	const queue = page.getByRole('region', { name: en.confirm }).getByRole('link');
	await queue.first().click();
	await page.getByText('One over the other', { exact: true }).click();
	const slider = page.getByRole('slider', { name: 'After photo' });
	await expect(slider).toHaveAttribute('aria-valuetext', '50%');
	await slider.press('End');
	await expect(slider).toHaveAttribute('aria-valuetext', '100%');
	const before = page.getByRole('img', { name: 'Before', exact: true });
	const after = page.getByRole('img', { name: 'After', exact: true });
	const narrow = await before.boundingBox();
	await page.getByRole('button', { name: 'Zoom in', exact: true }).click();
	const [one, other] = [await before.boundingBox(), await after.boundingBox()];
	expect(one).toEqual(other);
	expect(one?.width).toBeGreaterThan(narrow?.width ?? Number.POSITIVE_INFINITY);
	await queue.nth(1).click();
	await expect(slider).toHaveAttribute('aria-valuetext', '50%');
});

test('reports are selected by a line drawn around them on the map, those of clusters too', async ({
	device,
	server
}) => {
	const { page, countOf } = await deskOn(device, server.url);
	const all = await countOf();
	await page.getByRole('radio', { name: 'Map', exact: true }).check({ force: true });
	const map = page.getByRole('application', { name: 'Map of open reports' });
	const lasso = page.getByRole('button', { name: 'Select reports by a line around them' });
	await lasso.click();
	await expect(page.getByText('Draw a line around the reports')).toBeVisible();
	await page.keyboard.press('Escape');
	await lasso.click();
	const box = await map.boundingBox();
	if (box === null) throw new Error('There is no map');
	const [left, top] = [box.x + 3, box.y + 3];
	const [right, bottom] = [box.x + box.width - 3, box.y + box.height - 3];
	await page.mouse.move(left, bottom);
	await page.mouse.down();
	for (const [x, y] of [
		[left, top + 80],
		[right - 80, top + 80],
		[right - 80, bottom]
	] as const) {
		await page.mouse.move(x, y, { steps: 5 });
	}
	await page.mouse.up();
	await expect(page.getByText(/^\d+ reports selected$/)).toBeVisible();
	const caught = Number(/\d+/.exec(await page.getByText(/reports selected$/).innerText())?.[0]);
	expect(caught).toBeGreaterThan(all / 2);
});

/** The desk of a supervisor with its reports, and how many its table has. */
async function deskOn(device: BrowserContext, origin: string) {
	const page = await device.newPage();
	await enter(page, origin, 'supervisor1', en);
	const table = page.getByRole('table');
	await table.getByRole('row').nth(3).waitFor();
	return { page, countOf: async () => Number(await table.getAttribute('aria-rowcount')) - 1 };
}
