/**
 * What an inspector finds on his way, and what he asks his supervisor: without a signal first, in
 * Arabic, on a tablet; then the office sees it and answers.
 */
import { expect, test, type Page } from '@playwright/test';
import { startDemo } from '../support/demo.ts';
import type { RunningServer } from '../support/server.ts';
import { expectAccessible } from './accessible.ts';
import { inspectorOn } from './inspector.ts';
import { officeOf } from './office.ts';
import { enter, leaveDevices, neverOffline, newDevice, waitUntilKept } from './sign-in.ts';
import { ar as words } from './words.ts';

/** On the way in Seeb. */
const geolocation = { latitude: 23.66, longitude: 58.19, accuracy: 8 };
const tablet = { viewport: { width: 1280, height: 800 }, hasTouch: true, geolocation };
const desk = { ...neverOffline, viewport: { width: 1440, height: 900 } };
const allSent = /كل شيء مُرسل/;
const laterNumber = 'الرقم يأتي بعد الإرسال';
let server: RunningServer;

test.beforeAll(async () => {
	test.setTimeout(300_000);
	server = await startDemo();
});
test.afterAll(() => server.stop());
test.afterEach(({ browser }) => leaveDevices(browser));

const sent = (page: Page) => expect(page.getByRole('link', { name: allSent })).toBeVisible();
const back = (page: Page) => page.evaluate(() => dispatchEvent(new Event('online')));

test('registers what was found without a signal, keeps it readable over a reload, and numbers it once it is sent [story 48]', async ({
	browser
}) => {
	test.setTimeout(120_000);
	const page = await newDevice(browser, tablet);
	await enter(page, server.url, 'inspector1', words);
	const inspector = inspectorOn(page, words);
	await inspector.rows.first().waitFor();
	await waitUntilKept(page);
	await page.context().setOffline(true);
	await page.getByRole('link', { name: 'بلاغ جديد', exact: true }).click();
	await expect(page.getByText('موقعك الحالي')).toBeVisible();
	await page.getByLabel('ابحث عن التصنيف').fill('نظافه');
	await page.getByRole('button', { name: /نظافة/ }).first().click();
	await page.getByRole('textbox', { name: 'ماذا وجدت؟' }).fill('أكياس قمامة على الرصيف');
	const addPhoto = page.getByRole('button', { name: 'إضافة صورة', exact: true });
	await inspector.photograph(addPhoto, 'التقاط صورة');
	await expect(page.getByRole('img', { name: 'الصورة 1' })).toBeVisible();
	await expectAccessible(page, 'the form of a new report');
	await page.getByRole('button', { name: 'تسجيل البلاغ', exact: true }).click();
	await expect(inspector.notice('سُجّل البلاغ على الجهاز، بانتظار الإرسال')).toBeVisible();

	await page.waitForURL(/\/field\/[0-9a-f-]{36}$/);
	await page.reload();
	await expect(page.getByText('أكياس قمامة على الرصيف')).toBeVisible();
	await expect(page.getByText(laterNumber).first()).toBeVisible();
	await expect(page.getByRole('button', { name: /من المبلّغ/ })).toBeVisible();
	await expectAccessible(page, 'a report that waits for its number');
	const { pathname } = new URL(page.url());
	await page.getByRole('link', { name: words.jobs, exact: true }).first().click();
	const mine = page.locator(`a[href="${pathname}"]`);
	await expect(mine).toContainText(laterNumber);

	await page.context().setOffline(false);
	await back(page);
	await sent(page);
	const numbered = page
		.locator('details a')
		.filter({ hasText: /MM-\d\d-\d{6}-\d/ })
		.first();
	const number = /MM-[\d-]+/.exec((await numbered.innerText()) ?? '')?.[0] ?? '';
	await page.goto(`${server.url}${pathname}`);
	await expect(page.getByText(number).first()).toBeVisible();
	const office = await officeOf(server.url, 'inspector1');
	const report = await office.report(number);
	expect(report).toMatchObject({ channelId: 'field', description: 'أكياس قمامة على الرصيف' });
	expect(report.photos).toMatchObject([{ kind: 'reporter', state: 'stored' }]);
	await office.leave();

	const supervisor = await newDevice(browser, desk);
	await enter(supervisor, server.url, 'supervisor1', words);
	await supervisor.getByRole('textbox', { name: words.searchDesk }).fill(number);
	await expect(supervisor.locator(`a[href="/dispatch/${number}"]`).first()).toBeVisible();
});

test('closes a new report as withdrawn that was taken back at once, so that nobody goes there', async ({
	browser
}) => {
	test.setTimeout(120_000);
	const page = await newDevice(browser, tablet);
	await enter(page, server.url, 'inspector2', words);
	const inspector = inspectorOn(page, words);
	await inspector.rows.first().waitFor();
	await sent(page);
	await waitUntilKept(page);
	await page.context().setOffline(true);
	await page.getByRole('link', { name: 'بلاغ جديد', exact: true }).click();
	await page.getByRole('button', { name: /نظافة/ }).first().click();
	await page.getByRole('textbox', { name: 'ماذا وجدت؟' }).fill('سُجّل خطأ');
	await expect(page.getByText('موقعك الحالي')).toBeVisible();
	const addPhoto = page.getByRole('button', { name: 'إضافة صورة', exact: true });
	await inspector.photograph(addPhoto, 'التقاط صورة');
	// What was never on its way is taken back without a trace: this one has been tried.
	const tried = page.waitForEvent('requestfailed', (request) => /api\/sync$/.test(request.url()));
	await page.getByRole('button', { name: 'تسجيل البلاغ', exact: true }).click();
	await tried;
	await page
		.getByRole('region', { name: words.notices })
		.getByRole('button', { name: words.undo })
		.click();
	await expect(inspector.notice('أُلغي تسجيل البلاغ')).toBeVisible();
	await page.waitForURL('**/field');
	await page.context().setOffline(false);
	await back(page);
	await sent(page);
	const row = page
		.locator('details a')
		.filter({ hasText: /MM-\d\d-\d{6}-\d/ })
		.first();
	const number = /MM-[\d-]+/.exec(await row.innerText())?.[0] ?? '';
	const office = await officeOf(server.url, 'inspector2');
	expect(await office.report(number)).toMatchObject({ status: 'closed', outcome: 'withdrawn' });
	await office.leave();
});

test('asks the supervisor without a signal, and is told the answer while the app is open', async ({
	browser
}) => {
	test.setTimeout(120_000);
	const page = await newDevice(browser, tablet);
	await enter(page, server.url, 'inspector1', words);
	const inspector = inspectorOn(page, words);
	const [job = ''] = await inspector.untouchedJobs();
	await inspector.openJob(job);
	await sent(page);
	await page.context().setOffline(true);
	await page.getByRole('button', { name: 'المكان مغلق، ماذا أفعل؟' }).click();
	await page.getByRole('button', { name: 'اسأل المشرف', exact: true }).click();
	const log = page.getByRole('log', { name: 'رسائل هذا البلاغ' });
	await expect(log).toContainText('المكان مغلق، ماذا أفعل؟');
	await expect(log).toContainText(words.saved);
	await expectAccessible(page, 'a conversation');
	await page.context().setOffline(false);
	await back(page);
	await sent(page);
	await page.goBack();

	const supervisor = await newDevice(browser, desk);
	await enter(supervisor, server.url, 'supervisor1', words);
	await supervisor.getByRole('button', { name: /^أسئلة 1$/ }).click();
	await supervisor.locator(`a[href="/dispatch/${job}"]`).first().click();
	await expect(supervisor.getByRole('log')).toContainText('بانتظار الجواب');
	await expectAccessible(supervisor, 'a question at the desk');
	const answer = 'اتصلت بالمالك، سيصل خلال عشر دقائق';
	await supervisor.getByRole('textbox', { name: 'رسالة إلى المفتش' }).fill(answer);
	await supervisor.getByRole('button', { name: 'إرسال', exact: true }).click();

	const notice = page.getByRole('region', { name: words.notices });
	await expect(notice).toContainText(answer, { timeout: 30_000 });
	await expect(inspector.row(job)).toContainText('رسالة جديدة');
	await notice.getByRole('button', { name: 'فتح', exact: true }).click();
	await expect(page.getByRole('log')).toContainText('أُجيب عنه');
	await page.getByRole('log').scrollIntoViewIfNeeded();
	await page.getByRole('link', { name: words.jobs, exact: true }).first().click();
	await expect(inspector.row(job)).not.toContainText('رسالة جديدة');
	await supervisor.getByRole('link', { name: 'الإسناد', exact: true }).click();
	await expect(supervisor.getByRole('button', { name: /^أسئلة 0$/ })).toBeVisible();
});
