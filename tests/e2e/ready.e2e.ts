/** The tablet before it leaves: what is checked, what has gone missing, and an app that came before its person. */
import { expect, test, type Page } from '@playwright/test';
import { startDemo } from '../support/demo.ts';
import type { RunningServer } from '../support/server.ts';
import { expectAccessible } from './accessible.ts';
import { inspectorOn } from './inspector.ts';
import { leaveDevices, newDevice, signIn, waitUntilKept } from './sign-in.ts';
import { ar, en } from './words.ts';

const tablet = { viewport: { width: 800, height: 1280 } };

let server: RunningServer;
test.beforeAll(async () => {
	test.setTimeout(300_000);
	server = await startDemo();
});
test.afterAll(() => server.stop());
test.afterEach(({ browser }) => leaveDevices(browser));

test('the check before departure names what is missing with its remedy, and is read offline', async ({
	browser
}) => {
	const page = await newDevice(browser, tablet);
	await signIn(page, server.url, 'inspector1', ar);
	await waitUntilKept(page);
	await page.reload();
	const light = page.getByRole('link', { name: /^(جاهز للانطلاق|جاهز، مع ملاحظات)$/ });
	await light.click();
	await expect(page.getByRole('heading', { name: 'جاهزية الانطلاق' })).toBeVisible();
	for (const name of ['jobs', 'contact', 'session', 'app', 'location', 'camera', 'clock'])
		await expect(check(page, name), name).toHaveAttribute('data-light', 'good');
	await expect(check(page, 'session')).toContainText('يومًا بلا اتصال');
	await expect(check(page, 'space')).toContainText('المساحة تكفي');
	await expectAccessible(page, 'the check before departure');

	await page.context().setOffline(true);
	await page.reload();
	await expect(check(page, 'jobs')).toContainText('على هذا الجهاز');
	await expect(check(page, 'app')).toHaveAttribute('data-light', 'good');

	await page.context().clearPermissions();
	await page.reload();
	await expect(check(page, 'location')).not.toHaveAttribute('data-light', 'good');
	await expect(page.getByText('جاهز', { exact: true }).first()).toBeVisible();
});

test('a permission that is gone is explained once, with the way to the settings of this browser [story 40]', async ({
	browser
}) => {
	const page = await newDevice(browser, { ...tablet, locale: 'en-GB' });
	await signIn(page, server.url, 'inspector2', en);
	await expect
		.poll(() => page.evaluate(() => localStorage.getItem('maydan.had.location')))
		.toBe('1');
	await page.context().clearPermissions();
	await page.reload();
	const told = page
		.getByRole('status')
		.filter({ hasText: 'The permission for the location is gone' });
	await expect(told).toContainText('Site settings, and allow Location');
	await expectAccessible(page, 'the notice of a lost permission');
	await told.getByRole('button', { name: 'Understood' }).click();
	await expect(told).toBeHidden();
	await page.reload();
	await expect(page.getByRole('button', { name: `${en.account}:` })).toBeVisible();
	await expect(page.getByText('The permission for the camera is gone')).toBeVisible();
	await expect(told).toBeHidden();
});

test('an app that was kept before the first sign-in is the one that works offline after it [story 33]', async ({
	browser
}) => {
	test.setTimeout(120_000);
	const page = await newDevice(browser, { ...tablet, locale: 'en-GB' });
	await page.goto(`${server.url}/login?lang=en`);
	await waitUntilKept(page);
	await page.context().setOffline(true);
	await page.reload();
	await expect(page.getByLabel(en.userName, { exact: true })).toBeVisible();
	await page.context().setOffline(false);
	await signIn(page, server.url, 'inspector3', en);
	const inspector = inspectorOn(page, en);
	const [job = ''] = await inspector.untouchedJobs();
	await page.context().setOffline(true);
	await inspector.openJob(job);
	for (const act of [en.setOff, en.arrived, en.start]) await inspector.act(act);
	await inspector.photograph(inspector.button(en.before), en.before);
	await page.reload();
	await expect(page.getByRole('button', { name: /^Before, / })).toBeVisible();
	const workers = await page.evaluate(async () => {
		const all = await navigator.serviceWorker.getRegistrations();
		return all.map(({ scope, waiting }) => [new URL(scope).pathname, waiting === null]);
	});
	expect(workers).toEqual([['/', true]]);
});

const check = (page: Page, name: string) => page.locator(`[data-check="${name}"]`);
