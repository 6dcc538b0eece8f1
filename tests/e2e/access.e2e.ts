/**
 * Who may come in, and whether everybody can use what they find: the way to the sign-in page and
 * back, a screen of another role, and the accessibility rules on every screen of the office. Those of
 * the field are in field-access.
 */
import { expect, test, type Page } from '@playwright/test';
import { startDemo } from '../support/demo.ts';
import type { RunningServer } from '../support/server.ts';
import { expectAccessible, expectAccessibleInAnyLight } from './accessible.ts';
import { enter, leaveDevices, neverOffline, newDevice, signIn } from './sign-in.ts';
import { ar, en, type Words } from './words.ts';

let server: RunningServer;
test.beforeAll(async () => {
	test.setTimeout(120_000);
	server = await startDemo();
});
test.afterAll(() => server.stop());
test.afterEach(({ browser }) => leaveDevices(browser));

const screen = { ...neverOffline, viewport: { width: 1280, height: 800 } };

test('who is signed out is led to the sign-in page and back to where he wanted', async ({
	browser
}) => {
	const page = await newDevice(browser, screen);
	await page.goto(`${server.url}/outbox`);
	await expect(page).toHaveURL(/\/login\?next=%2Foutbox$/);
	await page.getByLabel(ar.userName, { exact: true }).fill('inspector1');
	await page.getByLabel(ar.password, { exact: true }).fill('not the password');
	await page.getByRole('button', { name: ar.signIn, exact: true }).click();
	await expect(page.getByRole('alert')).toContainText('اسم المستخدم أو كلمة المرور غير صحيحة');
	await page.getByLabel(ar.password, { exact: true }).fill('maydan-demo');
	await page.getByRole('button', { name: ar.signIn, exact: true }).click();
	await expect(page).toHaveURL(/\/outbox$/);
	await expect(page.getByRole('heading', { level: 1, name: ar.outbox })).toBeVisible();
});

test('an inspector at the desk of a supervisor is told so and led home', async ({ browser }) => {
	const page = await newDevice(browser, screen);
	await signIn(page, server.url, 'inspector1', ar);
	await page.goto(`${server.url}/dispatch`);
	const denied = page.getByRole('heading', { name: 'هذه الصفحة ليست ضمن صلاحياتك' });
	await expect(denied).toBeVisible();
	await page.getByRole('main').getByRole('link').click();
	await expect(page).toHaveURL(/\/field$/);
});

test('no screen of the office breaks an accessibility rule, in either language', async ({
	browser
}) => {
	test.setTimeout(120_000);
	const still = { ...screen, reducedMotion: 'reduce' as const };
	const visitor = await newDevice(browser, still);
	for (const words of [ar, en]) {
		await visitor.goto(`${server.url}/login?lang=${words.lang}`);
		await visitor.getByRole('button', { name: words.signIn, exact: true }).waitFor();
		await expectAccessibleInAnyLight(visitor, `/login (${words.lang})`);
	}
	const desk = await newDevice(browser, still);
	await enter(desk, server.url, 'supervisor1', ar);
	await desk.getByRole('row').nth(3).waitFor();
	await expectAccessibleInAnyLight(desk, '/dispatch');
	await speak(desk, en);
	await expectAccessible(desk, '/dispatch (en)');
	await desk.getByRole('row').nth(3).getByRole('link').first().click();
	await expect(desk).toHaveTitle(/\d{6}/);
	await expectAccessible(desk, '/dispatch/<number> (en)');
	await speak(desk, ar);
	await expectAccessibleInAnyLight(desk, '/dispatch/<number>');
	await desk.getByRole('link', { name: ar.review, exact: true }).click();
	await desk.getByRole('heading', { level: 1 }).waitFor();
	await expectAccessible(desk, '/dispatch/review');
	const office = await newDevice(browser, still);
	await enter(office, server.url, 'directorate1', ar);
	await office.getByRole('region', { name: ar.confirm }).getByRole('link').first().click();
	await office.getByRole('figure').first().waitFor();
	await expectAccessibleInAnyLight(office, '/confirm/<number>');
	await speak(office, en);
	await expectAccessible(office, '/confirm/<number> (en)');
});

/** The other language, from the account menu. */
async function speak(page: Page, { lang }: Words): Promise<void> {
	const [now, other] = lang === 'en' ? [ar, 'English'] : [en, 'العربية'];
	await page.getByRole('button', { name: `${now.account}:` }).click();
	await page.getByRole('menuitem', { name: other }).click();
	await expect(page.locator('html')).toHaveAttribute('lang', lang);
	await expect(page.getByRole('menu')).toBeHidden();
}
