/**
 * Shift, today's route and urgent assignments on a tablet: begun and ordered without a network, seen by
 * the supervisor, and acknowledged by whoever is called.
 */
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { officeOf } from './office.ts';
import { enter, neverOffline, waitUntilKept } from './sign-in.ts';
import { comeBack, inspectorOf, tablet, test } from './stage.ts';
import { en } from './words.ts';

const seeb = { latitude: 23.6402, longitude: 58.1893, accuracy: 8 };
const shiftButton = (page: Page) => page.getByRole('button', { name: /^Shift: On shift since/ });
const stopsOf = (page: Page) =>
	page.getByRole('list', { name: 'Stops of the route in order' }).getByRole('listitem');

/** Numbers of the reports in the order in which they stand. */
async function orderOf(page: Page): Promise<string[]> {
	await stopsOf(page).first().waitFor();
	const texts = await stopsOf(page).allInnerTexts();
	return texts.map((text) => /[A-Z]+-\d\d-\d+-\d/.exec(text)?.[0] ?? '');
}

test.beforeEach(async ({ device }) => {
	test.setTimeout(180_000);
	await device.grantPermissions(['geolocation']);
	await device.setGeolocation(seeb);
});

test('a shift that begins without a network is there after a reload, and then the supervisor sees who was last seen where [47]', async ({
	device,
	line,
	server,
	browser
}) => {
	const { page } = await inspectorOf(device, line.url, 'inspector1');
	await waitUntilKept(page);
	await device.setOffline(true);
	await page.getByRole('button', { name: 'Start shift', exact: true }).click();
	await expect(shiftButton(page)).toBeVisible();
	// A receiver that is watched already tells a second watch of the next fix, not of the last one.
	await device.setGeolocation({ ...seeb, latitude: 23.6403 });
	await page.reload();
	await expect(shiftButton(page)).toBeVisible();
	await expect(
		page.getByRole('link', { name: 'Your location is visible to your supervisor' })
	).toBeVisible();
	await page.goto(`${line.url}/field/shift`);
	await expect(page.getByText('Saved, waiting to send')).toBeVisible();
	await device.setGeolocation(seeb);
	await expect(page.getByText('1 point', { exact: true })).toBeVisible();
	await expectAccessible(page, '/field/shift');
	await device.setOffline(false);
	await comeBack(page);
	await expect(page.getByText('Saved, waiting to send')).toBeHidden();

	const office = await officeOf(server.url, 'supervisor1');
	const seen = async () => (await office.presence('inspector1'))?.shift;
	await expect.poll(async () => (await seen())?.place?.lat).toBe(23.64);
	await page.close();
	expect(await seen()).toMatchObject({ state: 'on', place: { lon: 58.189, accuracyMetres: 100 } });
	await office.leave();

	const desk = await (await browser.newContext({ ...tablet, ...neverOffline })).newPage();
	await enter(desk, server.url, 'supervisor1', en);
	await desk.getByRole('button', { name: 'Inspectors', exact: true }).click();
	const panel = desk.getByRole('complementary', { name: 'Inspectors' });
	const load = panel.getByRole('button', { name: /On shift since \d\d:\d\d Last seen: Seeb, / });
	await expect(load).toBeVisible();
	await desk.context().close();
});

test('a break hides the place, and the end of the shift does', async ({ device, line }) => {
	const { page } = await inspectorOf(device, line.url, 'inspector2');
	await page.getByRole('button', { name: 'Start shift', exact: true }).click();
	await shiftButton(page).click();
	await page.getByRole('menuitem', { name: 'Take a break', exact: true }).click();
	await expect(
		page.getByRole('link', { name: 'Your location is not visible during the break' })
	).toBeVisible();
	await page.getByRole('button', { name: /^Shift: On a break since/ }).click();
	await page.getByRole('menuitem', { name: 'End shift', exact: true }).click();
	await expect(page.getByRole('button', { name: 'Start shift', exact: true })).toBeVisible();
	await expect(page.getByRole('link', { name: /^Your location/ })).toBeHidden();
});

test('the order that a person gives the stops, by keys and by drag, stands without a network and after a reload', async ({
	device,
	line
}) => {
	const { page } = await inspectorOf(device, line.url, 'inspector3');
	await waitUntilKept(page);
	await page.getByRole('button', { name: /^Sorted by/ }).click();
	await page.getByRole('menuitem', { name: "Today's route", exact: true }).click();
	await expect(page.getByRole('region', { name: 'Next stop' })).toBeVisible();
	const [first = '', second = '', third = '', ...rest] = await orderOf(page);
	await device.setOffline(true);
	await page.getByRole('button', { name: /^Stop 1 of/ }).press('ArrowDown');
	await expect(page.getByText('Your order is kept on this device')).toBeVisible();
	expect(await orderOf(page)).toEqual([second, first, third, ...rest]);
	await expect(page.getByRole('button', { name: /^Stop 2 of/ })).toBeFocused();
	await expectAccessible(page, "today's route");

	await page.getByRole('button', { name: /^Stop 3 of/ }).scrollIntoViewIfNeeded();
	const [from, to] = await Promise.all(
		[3, 1].map((place) =>
			page.getByRole('button', { name: new RegExp(`^Stop ${place} of`) }).boundingBox()
		)
	);
	if (!from || !to) throw new Error('The handles are not to be seen');
	await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
	await page.mouse.down();
	await page.mouse.move(to.x + to.width / 2, to.y + 4, { steps: 5 });
	await page.mouse.up();
	await expect.poll(() => orderOf(page)).toEqual([third, second, first, ...rest]);

	await page.reload();
	expect(await orderOf(page)).toEqual([third, second, first, ...rest]);
	await page.getByRole('button', { name: 'Change the order', exact: true }).click();
	await page.getByRole('button', { name: 'Move stop 1 down', exact: true }).click();
	await expect.poll(() => orderOf(page)).toEqual([second, third, first, ...rest]);
	await page.getByRole('button', { name: 'Undo', exact: true }).click();
	await expect.poll(() => orderOf(page)).toEqual([third, second, first, ...rest]);
});

test('an urgent assignment stands over everything until it is acknowledged, and never comes again', async ({
	device,
	line,
	server
}) => {
	const inspector = await inspectorOf(device, line.url, 'inspector4');
	const { page } = inspector;
	const numbers = await inspector.untouchedJobs();
	const texts = await inspector.rows.allInnerTexts();
	const calm = numbers.filter((number) =>
		texts.some((text) => text.includes(number) && !text.includes('Urgent'))
	);
	const [one = '', other = ''] = calm;
	const office = await officeOf(server.url, 'supervisor1');
	await office.act(one, 'setPriority', { priority: 'urgent' });
	const dialog = page.getByRole('alertdialog', { name: 'An urgent report for you' });
	await expect(dialog).toContainText(one, { timeout: 30_000 });
	await expectAccessible(page, 'an urgent assignment');
	await page.keyboard.press('Escape');
	await expect(dialog).toBeVisible();
	await page.reload();
	await expect(dialog).toContainText(one);
	await office.act(other, 'setPriority', { priority: 'urgent' });
	await expect(dialog).toContainText('1 more urgent report', { timeout: 30_000 });
	await dialog.getByRole('button', { name: 'I have seen it', exact: true }).click();
	await expect(dialog).toContainText(other);
	await dialog.getByRole('button', { name: 'Open the report', exact: true }).click();
	await expect(page).toHaveTitle(new RegExp(other));
	await expect(dialog).toBeHidden();
	await page.goto(`${line.url}/field`);
	await inspector.rows.first().waitFor();
	await expect(dialog).toBeHidden();
	await office.leave();
});
