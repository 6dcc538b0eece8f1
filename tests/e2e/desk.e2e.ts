/**
 * The supervisor's desk: criteria, board, file and bulk acts speak of the same reports, however they are
 * looked at.
 */
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { enter } from './sign-in.ts';
import { test } from './stage.ts';
import { en } from './words.ts';

test('the desk narrows, stands on a board, leaves as a file, and takes a bulk act back', async ({
	device,
	server
}) => {
	const page = await device.newPage();
	await enter(page, server.url, 'supervisor1', en);
	const table = page.getByRole('table');
	await table.getByRole('row').nth(3).waitFor();
	const all = Number(await table.getAttribute('aria-rowcount')) - 1;
	await page.getByRole('button', { name: 'More filters', exact: true }).click();
	await page.getByRole('combobox', { name: 'Status', exact: true }).selectOption('Assigned');
	await expect(page.getByRole('button', { name: 'More filters, 1 in use' })).toBeVisible();
	const shown = Number(await table.getAttribute('aria-rowcount')) - 1;
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
	await page.getByRole('button', { name: 'Undo', exact: true }).click();
	await expect(page.getByText('Taken back')).toBeVisible();
});
