/**
 * Who may come in, and whether everybody can use what they find: the way to the sign-in page and
 * back, a screen of another role, and the accessibility rules on every screen in both languages.
 */
import { expect, test, type Page } from '@playwright/test';
import { startDemo } from '../support/demo.ts';
import type { RunningServer } from '../support/server.ts';
import { expectAccessible } from './accessible.ts';
import { leaveDevices, newDevice, signIn } from './sign-in.ts';
import { ar, en, type Words } from './words.ts';

let server: RunningServer;
test.beforeAll(async () => {
	test.setTimeout(120_000);
	server = await startDemo();
});
test.afterAll(() => server.stop());
test.afterEach(({ browser }) => leaveDevices(browser));

const screen = { viewport: { width: 1280, height: 800 } };

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

for (const words of [ar, en]) {
	test(`no screen breaks an accessibility rule (${words.lang})`, async ({ browser }) => {
		test.setTimeout(120_000);
		const visitor = await newDevice(browser, screen);
		await visitor.goto(`${server.url}/login?lang=${words.lang}`);
		await visitor.getByRole('button', { name: words.signIn, exact: true }).waitFor();
		await expectAccessible(visitor, '/login');
		await walk(await personAt(words, 'inspector1'), ['/field', '/outbox', '/settings', '/help']);
		const job = await personAt(words, 'inspector2');
		await job.getByRole('list', { name: words.jobList }).getByRole('link').first().click();
		await job.getByRole('group', { name: words.acts }).waitFor();
		await expectAccessible(job, '/field/<number>');
		const desk = await personAt(words, 'supervisor1');
		await desk.getByRole('row').nth(3).waitFor();
		await expectAccessible(desk, '/dispatch');
		await desk.getByRole('row').nth(3).getByRole('link').first().click();
		await expect(desk).toHaveTitle(/\d{6}/);
		await expectAccessible(desk, '/dispatch/<number>');
		await walk(desk, ['/dispatch/review']);
		const office = await personAt(words, 'directorate1');
		await office.getByRole('region', { name: words.confirm }).getByRole('link').first().click();
		await office.getByRole('figure').first().waitFor();
		await expectAccessible(office, '/confirm/<number>');

		async function personAt(inWords: Words, userName: string): Promise<Page> {
			const page = await newDevice(browser, screen);
			await signIn(page, server.url, userName, inWords);
			return page;
		}
	});
}

async function walk(page: Page, addresses: readonly string[]): Promise<void> {
	for (const address of addresses) {
		await page.goto(server.url + address);
		await page.getByRole('heading', { level: 1 }).waitFor();
		await expectAccessible(page, address);
	}
}
