/**
 * The supervisor's desk: criteria, board, file and bulk acts speak of the same reports, however they are
 * looked at.
 */
import { readFileSync } from 'node:fs';
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { enter, neverOffline, waitUntilKept } from './sign-in.ts';
import { officeOf } from './office.ts';
import { allSent, comeBack, inspectorOf, pillOf, tablet, test } from './stage.ts';
import { en } from './words.ts';

/** The device of a supervisor, signed in once; each story opens a page of its own on it. */
let signedIn: BrowserContext;
test.beforeAll(async ({ browser, server }) => {
	signedIn = await browser.newContext({ ...tablet, ...neverOffline });
	const page = await signedIn.newPage();
	await enter(page, server.url, 'supervisor1', en);
	await page.getByRole('table').getByRole('row').nth(3).waitFor();
});
test.afterEach(() => Promise.all(signedIn.pages().map((page) => page.close())));
test.afterAll(() => signedIn.close());

test('the desk narrows, stands on a board, leaves as a file, and takes a bulk act back', async ({
	server
}) => {
	const { page, countOf } = await deskOn(signedIn, server.url);
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
	const office = await officeOf(server.url, 'directorate1');
	const [one = '', other = ''] = (await office.reports())
		.filter(({ status }) => status === 'done')
		.filter(({ photos }) => photos.length > 1 && photos.every(({ state }) => state === 'stored'))
		.map(({ number }) => number);
	await office.leave();
	const queue = page.getByRole('region', { name: en.confirm }).getByRole('link');
	await queue.filter({ hasText: one }).click();
	await page.getByText('One over the other', { exact: true }).click();
	const slider = page.getByRole('slider', { name: 'After photo' });
	await expect(slider).toHaveAttribute('aria-valuetext', '50%');
	await slider.press('End');
	await expect(slider).toHaveAttribute('aria-valuetext', '100%');
	const before = page.getByRole('img', { name: 'Before', exact: true });
	const after = page.getByRole('img', { name: 'After', exact: true });
	const narrow = await before.boundingBox();
	await page.getByRole('button', { name: 'Zoom in', exact: true }).click();
	const [under, over] = [await before.boundingBox(), await after.boundingBox()];
	expect(under).toEqual(over);
	expect(under?.width).toBeGreaterThan(narrow?.width ?? Number.POSITIVE_INFINITY);
	await queue.filter({ hasText: other }).click();
	await expect(slider).toHaveAttribute('aria-valuetext', '50%');
});

test('reports are selected by a line drawn around them on the map, those of clusters too', async ({
	server
}) => {
	const { page, countOf } = await deskOn(signedIn, server.url);
	const all = await countOf();
	await page.getByText('Map', { exact: true }).click();
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

test('whoever was later sees both versions of a report and chooses, and nothing is overwritten unseen', async ({
	device,
	browser,
	server
}) => {
	const tablets = await browser.newContext(tablet);
	// A device of its own: what it was refused is shown at its desk until the morning.
	const page = await device.newPage();
	const [inspector] = await Promise.all([
		inspectorOf(tablets, server.url, 'inspector1'),
		enter(page, server.url, 'supervisor1', en)
	]);
	const [number = ''] = await inspector.untouchedJobs();
	await page.getByRole('textbox', { name: en.searchDesk }).fill(number);
	const table = page.getByRole('table');
	await expect(table.getByRole('row')).toHaveCount(2);
	await waitUntilKept(page);
	await device.setOffline(true);
	await page.getByRole('button', { name: `Acts for ${number}` }).click();
	// One that it has not yet, and that calls nobody out.
	const priority = page.getByRole('menuitem', { name: /^Priority: (High|Low)$/ }).first();
	const wanted = /High|Low/.exec(await priority.innerText())?.[0] ?? '';
	await priority.click();

	await inspector.openJob(number);
	for (const act of [en.setOff, en.arrived, en.start]) await inspector.act(act);
	await expect(pillOf(inspector.page)).toHaveAccessibleName(allSent);
	await device.setOffline(false);
	await comeBack(page);

	await page.getByRole('button', { name: 'Compare and choose' }).click();
	const dialog = page.getByRole('dialog', { name: `${number} changed before your change arrived` });
	const field = dialog.getByRole('group', { name: 'Priority' });
	await expect(field.getByRole('radio', { name: /^As it stands/ })).toBeChecked();
	await expect(field.getByRole('radio', { name: `Your change ${wanted}` })).toBeEnabled();
	await field.getByRole('radio', { name: `Your change ${wanted}` }).check();
	await dialog.getByRole('button', { name: 'Use my change' }).click();
	await expect(dialog).toBeHidden();
	await expect(page.getByRole('button', { name: 'Compare and choose' })).toBeHidden();
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	const office = await officeOf(server.url, 'supervisor1');
	expect(await office.report(number)).toMatchObject({
		priority: wanted.toLowerCase(),
		status: 'in_progress'
	});
	await office.leave();
	await tablets.close();
});

test('a view is saved under a name with its columns, and shown again on another device', async ({
	browser,
	server
}) => {
	const elsewhere = await browser.newContext({
		...tablet,
		...neverOffline,
		viewport: { width: 1600, height: 900 }
	});
	const away = await elsewhere.newPage();
	const [{ page, countOf }] = await Promise.all([
		deskOn(signedIn, server.url),
		enter(away, server.url, 'supervisor1', en)
	]);
	const all = await countOf();
	await page.getByRole('button', { name: 'More filters', exact: true }).click();
	await page.getByRole('combobox', { name: 'Status', exact: true }).selectOption('Assigned');
	const views = (on: Page) => on.getByRole('button', { name: /^Saved views/ });
	await views(page).click();
	await page.getByRole('menuitem', { name: 'Columns' }).click();
	await page.getByRole('checkbox', { name: 'Place' }).uncheck();
	await page.getByRole('checkbox', { name: 'Channel' }).check();
	await page.getByRole('button', { name: 'Done', exact: true }).click();
	await views(page).click();
	await page.getByRole('menuitem', { name: 'Save this view…' }).click();
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByText('Give the view a name')).toBeVisible();
	await page.getByRole('textbox', { name: 'Name of the view' }).fill('With somebody');
	await page.getByRole('switch', { name: /Share with my colleagues/ }).check();
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(views(page)).toHaveAccessibleName('Saved views: With somebody');
	const shown = await countOf();

	await expect.poll(() => countOn(away)).toBe(all);
	await views(away).click();
	await away.getByRole('menuitem', { name: 'With somebody' }).click();
	await expect.poll(() => countOn(away)).toBe(shown);
	await away.getByRole('radio', { name: 'Table', exact: true }).press('Space');
	await expect(away.getByRole('columnheader', { name: 'Channel' })).toBeVisible();
	await expect(away.getByRole('columnheader', { name: 'Place' })).toBeHidden();
	await views(away).click();
	await away.getByRole('menuitem', { name: 'Delete this view' }).click();
	await expect(away.getByText('View “With somebody” deleted')).toBeVisible();
	await elsewhere.close();
});

test('due time and category are changed with what follows from it, and duplicates are merged', async ({
	server
}) => {
	const { page } = await deskOn(signedIn, server.url);
	await page.getByRole('button', { name: /^Unassigned \d/ }).click();
	const rows = page
		.getByRole('table')
		.getByRole('row')
		.filter({ has: page.getByRole('checkbox') });
	const numberOf = async (nth: number) =>
		/[A-Z]+-\d\d-\d+-\d/.exec(await rows.nth(nth).innerText())?.[0] ?? '';
	const [kept, duplicate] = [await numberOf(1), await numberOf(2)];
	const bulk = page.getByRole('region', { name: 'Acts on selected reports' });
	const tick = (number: string) => page.getByRole('checkbox', { name: `Select ${number}` }).check();
	for (const number of [kept, duplicate]) await tick(number);

	await bulk.getByRole('button', { name: 'More', exact: true }).click();
	await page.getByRole('menuitem', { name: 'Change due time' }).click();
	const due = page.getByRole('dialog', { name: 'Change the due time of 2 reports' });
	await due.getByRole('button', { name: 'In 5 working days' }).click();
	await due.getByRole('button', { name: 'Change due time', exact: true }).click();
	await expect(due.getByText('Say why: it stands in the report’s history')).toBeVisible();
	await due.getByRole('textbox', { name: 'Why it changes' }).fill('The contractor comes then');
	await due.getByRole('button', { name: 'Change due time', exact: true }).click();
	await expect(page.getByText(/^Change the due time of 2 reports: /)).toBeVisible();

	for (const number of [kept, duplicate]) await tick(number);
	await bulk.getByRole('button', { name: 'More', exact: true }).click();
	await page.getByRole('menuitem', { name: 'Merge duplicates' }).click();
	const merge = page.getByRole('dialog', { name: 'Merge 2 duplicates' });
	await merge.getByRole('radio', { name: new RegExp(kept) }).check();
	await merge.getByRole('button', { name: 'Close 1 duplicate' }).click();
	await expect(page.getByText(/^1 report merged/)).toBeVisible();
	await expect(pillOf(page)).toHaveAccessibleName(allSent);

	const office = await officeOf(server.url, 'supervisor1');
	const { id } = await office.report(kept);
	expect(await office.report(duplicate)).toMatchObject({ outcome: 'duplicate', duplicateOf: id });
	await office.leave();

	await page.goto(`${server.url}/dispatch/${kept}`);
	const merged = page.getByRole('status').filter({ hasText: 'Its duplicates' });
	await expect(merged.getByRole('link', { name: duplicate })).toBeVisible();
	const moreActs = page.getByRole('button', { name: 'More acts', exact: true });
	await moreActs.click();
	await page.getByRole('menuitem', { name: 'Split a report off' }).click();
	const split = page.getByRole('dialog', { name: 'Split a report off' });
	await split.getByRole('combobox').selectOption({ label: 'Other' });
	await split.getByRole('button', { name: 'Split a report off' }).click();
	await expect(split.getByText('Say what is split off')).toBeVisible();
	const other = 'The lamp beside it is broken too';
	await split.getByRole('textbox', { name: 'What is the other matter?' }).fill(other);
	await split.getByRole('button', { name: 'Split a report off' }).click();
	const parts = page.getByRole('status').filter({ hasText: 'Reports split off' });
	await parts.getByRole('link').click();
	// It stands in the story too, once that has been read.
	await expect(page.getByText(other, { exact: true }).first()).toBeVisible();
	const part = page.getByRole('status').filter({ hasText: 'Split off from' });
	await part.getByRole('link', { name: kept }).click();

	await moreActs.click();
	await page.getByRole('menuitem', { name: 'Change category' }).click();
	const category = page.getByRole('dialog', { name: 'Change category' });
	await category.getByRole('combobox').selectOption({ label: 'Other' });
	await category.getByRole('button', { name: 'Change category', exact: true }).click();
	await expect(page.getByText(/^Change category: /)).toBeVisible();
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
});

test('what others change is seen without a reload, and does not move what one is reading', async ({
	server
}) => {
	const { page, countOf } = await deskOn(signedIn, server.url);
	const count = await countOf();
	const rows = page.locator('tr[data-report]');
	const numberIn = async (nth: number) =>
		/[A-Z]+-\d\d-\d+-\d/.exec(await rows.nth(nth).innerText())?.[0] ?? '';
	await page.getByRole('button', { name: /^Unassigned \d/ }).click();
	const unassigned = await countOf();
	const leaves = await numberIn(0);
	const first = rows.filter({ hasText: await numberIn(4) });
	const yOf = async () => Math.round((await first.boundingBox())?.y ?? 0);
	const unscrolled = await yOf();
	const frame = page.getByRole('region', { name: 'Open reports', exact: true });
	await frame.evaluate((element) => element.scrollTo(0, 120));
	await expect.poll(yOf).toBe(unscrolled - 120);

	const office = await officeOf(server.url, 'supervisor1');
	await office.act(leaves, 'close', { outcome: 'invalid', text: null });
	await office.leave();
	await expect.poll(countOf).toBe(unassigned - 1);
	await expect.poll(yOf).toBe(unscrolled - 120);
	await page.getByRole('button', { name: /^All \d/ }).click();
	await expect.poll(countOf).toBe(count - 1);
});

/** A page of the desk with its reports, and how many its table has. */
async function deskOn(device: BrowserContext, origin: string) {
	const page = await device.newPage();
	await page.goto(`${origin}/dispatch`);
	await page.getByRole('table').getByRole('row').nth(3).waitFor();
	return { page, countOf: () => countOn(page) };
}

const countOn = async (page: Page) =>
	Number(await page.getByRole('table').getAttribute('aria-rowcount')) - 1;
