/**
 * The work without a pointer, and the screens while their language changes: what is reached, said and
 * kept has to be the same for everybody.
 */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { startDemo } from '../support/demo.ts';
import type { RunningServer } from '../support/server.ts';
import { inspectorOn } from './inspector.ts';
import { leaveDevices, neverOffline, newDevice, signIn } from './sign-in.ts';
import { ar, en } from './words.ts';

const tablet = { ...neverOffline, viewport: { width: 1280, height: 800 } };
/** More stops than any screen of the field has. */
const mostStops = 160;

let server: RunningServer;
test.beforeAll(async () => {
	test.setTimeout(300_000);
	server = await startDemo();
});
test.afterAll(() => server.stop());
test.afterEach(({ browser }) => leaveDevices(browser));

test('the main job by the keyboard alone: every act is reached, seen, answered, and focus comes back', async ({
	browser
}) => {
	test.setTimeout(180_000);
	const page = await newDevice(browser, { ...tablet, locale: 'en-GB' });
	await signIn(page, server.url, 'inspector4', en);
	const salim = inspectorOn(page, en);
	const [job = ''] = await salim.untouchedJobs();
	const live = page.getByRole('status');

	await test.step('to the job', async () => {
		await reach(page, salim.row(job).getByRole('link'));
		await expectVisibleFocus(page);
		await page.keyboard.press('Enter');
		await expect(page).toHaveTitle(new RegExp(job));
	});

	await test.step('from setting off to the work; each act is said', async () => {
		for (const act of [en.setOff, en.arrived, en.start]) {
			await reach(page, salim.button(act));
			await expectVisibleFocus(page);
			await page.keyboard.press('Enter');
			await expect(salim.notice(`${act}: ${en.saved}`)).toBeVisible();
			expect(await isLost(page)).toBe(false);
		}
		await expect(live.filter({ hasText: 'All sent' }).first()).toBeAttached();
	});

	await test.step('both photos; Escape leaves the camera, and focus is where it was', async () => {
		await reach(page, salim.button(en.before));
		await page.keyboard.press('Enter');
		await page.getByRole('dialog').waitFor();
		await page.keyboard.press('Escape');
		await expect(salim.button(en.before)).toBeFocused();
		for (const slot of [en.before, en.after]) {
			await reach(page, salim.button(slot));
			await page.keyboard.press('Enter');
			const camera = page.getByRole('dialog');
			await reach(page, camera.getByRole('button', { name: slot, exact: true }));
			await page.keyboard.press('Enter');
			await reach(page, camera.getByRole('button', { name: en.usePhoto, exact: true }));
			await page.keyboard.press('Enter');
			await expect(camera).toBeHidden();
			expect(await isLost(page)).toBe(false);
		}
	});

	await test.step('finished', async () => {
		await reach(page, salim.button(en.finish));
		await page.keyboard.press('Enter');
		const sheet = page.getByRole('dialog');
		await sheet.getByRole('textbox', { name: en.whatWasDone }).waitFor();
		const open = sheet.getByRole('region', { name: en.openQuestions });
		for (const yes of await open.getByRole('radio', { name: en.yes, exact: true }).all()) {
			await reach(page, yes);
			await page.keyboard.press('Space');
		}
		await reach(page, sheet.getByRole('textbox', { name: en.whatWasDone }));
		await page.keyboard.type('Cleared by the keyboard');
		await reach(page, sheet.getByRole('button', { name: en.finish, exact: true }));
		await page.keyboard.press('Enter');
		const remark = sheet.getByRole('textbox', { name: en.remark });
		await reach(page, remark);
		await page.keyboard.type('The keyboard is far away');
		await reach(page, sheet.getByRole('button', { name: en.record, exact: true }));
		await page.keyboard.press('Enter');
		await expect(salim.notice(`${en.finish}: ${en.saved}`)).toBeVisible();
		await expect(live.filter({ hasText: 'All sent' }).first()).toBeAttached();
	});
});

test('the language changes under a long list, an open card and a raised sheet: all is mirrored, nothing else moves [story 45]', async ({
	browser
}) => {
	const page = await newDevice(browser, { ...tablet, viewport: { width: 800, height: 1280 } });
	await signIn(page, server.url, 'inspector5', ar);
	const inspector = inspectorOn(page, ar);
	const sheet = page.locator('[data-stop]');
	await expect(page.getByRole('link', { name: /: كل شيء مُرسل$/ })).toBeVisible();
	await inspector.rows.first().waitFor();
	await page.getByRole('button', { name: 'توسيع اللوحة' }).click();
	const stop = await sheet.getAttribute('data-stop');
	const numbers = await inspector.rows.allInnerTexts().then(numbersIn);
	const search = page.getByRole('textbox', { name: 'بحث برقم' });
	await expect(search).toHaveValue('');
	const menu = page.getByRole('menu');
	await page.getByRole('button', { name: `${ar.account}:` }).click();
	await expect(menu).toBeVisible();

	await page.getByRole('menuitem', { name: 'English' }).click();
	await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
	await expect(page.getByRole('heading', { name: en.jobs })).toBeVisible();
	expect(await inspectorOn(page, en).rows.allInnerTexts().then(numbersIn)).toEqual(numbers);
	expect(await sheet.getAttribute('data-stop')).toBe(stop);
	await page.getByRole('button', { name: `${en.account}:` }).click();
	await expect(menu).toBeVisible();
	const [bar, opened] = await Promise.all([
		page.getByRole('banner').boundingBox(),
		menu.boundingBox()
	]);
	expect((opened?.x ?? 0) + (opened?.width ?? 0) / 2).toBeGreaterThan((bar?.width ?? 800) / 2);
});

test('the language changes under a desk with many rows and a selected report: the same rows in the same order, the same one selected [story 45]', async ({
	browser
}) => {
	const page = await newDevice(browser, tablet);
	await signIn(page, server.url, 'supervisor1', ar);
	const rows = page.locator('tr[data-report]');
	await rows.first().waitFor();
	await rows.nth(2).click();
	const selected = page.locator('tr[aria-selected="true"]');
	const reportsOf = () =>
		rows.evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset.report));
	const before = { reports: await reportsOf(), chosen: await selected.getAttribute('data-report') };
	const total = Number(await page.getByRole('table').getAttribute('aria-rowcount'));
	expect(total).toBeGreaterThan(50);
	await page.getByRole('button', { name: `${ar.account}:` }).click();
	await page.getByRole('menuitem', { name: 'English' }).click();
	await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
	await expect(selected).toHaveAttribute('data-report', before.chosen ?? '');
	expect(await reportsOf()).toEqual(before.reports);
});

test('main acts and the controls of the map stand on the side of the hand that was named', async ({
	browser
}) => {
	const page = await newDevice(browser, tablet);
	await signIn(page, server.url, 'inspector6', ar);
	const zoom = page.getByRole('button', { name: 'تكبير' });
	const sideOf = async () => {
		const [map, button] = await Promise.all([
			page.getByRole('application').boundingBox(),
			zoom.boundingBox()
		]);
		return (button?.x ?? 0) > (map?.x ?? 0) + (map?.width ?? 0) / 2 ? 'right' : 'left';
	};
	await zoom.waitFor();
	expect(await sideOf()).toBe('left');
	for (const [hand, name] of [
		['right', 'اليمنى'],
		['left', 'اليسرى']
	] as const) {
		await page.getByRole('link', { name: 'الإعدادات', exact: true }).click();
		await page.getByRole('group', { name: 'يد الاستخدام' }).getByText(name).click();
		await expect(page.locator('html')).toHaveAttribute('data-hand', hand);
		await page.getByRole('link', { name: ar.jobs, exact: true }).first().click();
		await zoom.waitFor();
		expect(await sideOf()).toBe(hand);
	}
});

const numbersIn = (texts: readonly string[]) =>
	texts.map((text) => /[A-Z]+-\d\d-\d+-\d/.exec(text)?.[0]);

/** Presses Tab until something has the focus. */
async function reach(page: Page, target: Locator): Promise<void> {
	await target.waitFor();
	for (let stops = 0; stops < mostStops; stops++) {
		if (await target.evaluate((element) => element === document.activeElement)) return;
		await page.keyboard.press('Tab');
	}
	throw new Error(`The keyboard never comes to ${String(target)}`);
}

/** Whoever looks can tell what has the focus: an outline, or a shadow in its place. */
async function expectVisibleFocus(page: Page): Promise<void> {
	const look = await page.evaluate(() => {
		const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement!);
		return { outlineStyle, outlineWidth: parseFloat(outlineWidth), boxShadow };
	});
	const isSeen =
		(look.outlineStyle !== 'none' && look.outlineWidth >= 2) || look.boxShadow !== 'none';
	expect(isSeen, JSON.stringify(look)).toBe(true);
}

/** Nothing has the focus: the next Tab would begin at the top of the page. */
const isLost = (page: Page) => page.evaluate(() => document.activeElement === document.body);
