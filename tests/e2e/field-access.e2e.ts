/**
 * Whether everybody can use what the field offers: the accessibility rules on every screen and in every
 * state of it, on one tablet that goes through a day. Arabic goes everywhere; English is asked once per
 * screen, where it has the least room: on a phone, with the largest text.
 */
import { expect, test, type Page } from '@playwright/test';
import { startDemo } from '../support/demo.ts';
import type { RunningServer } from '../support/server.ts';
import { expectAccessible, expectAccessibleInAnyLight, expectFits } from './accessible.ts';
import { inspectorOn, type Inspector } from './inspector.ts';
import { officeOf } from './office.ts';
import { lock, lockScreen, setPin, typePin } from './pins.ts';
import { askToLeave, enter, leaveDevices, newDevice, waitUntilKept } from './sign-in.ts';
import { ar, en } from './words.ts';

/** Nothing moves: a colour on its way to another one is no colour that anybody reads. */
const tablet = { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' as const };
const phone = { ...tablet, viewport: { width: 390, height: 844 } };
const pin = '2468';

test.describe.configure({ timeout: 240_000 });

let server: RunningServer;
test.beforeAll(async () => {
	test.setTimeout(300_000);
	server = await startDemo();
});
test.afterAll(() => server.stop());
test.afterEach(({ browser }) => leaveDevices(browser));

const button = (page: Page, name: string | RegExp) =>
	page.getByRole('button', { name, exact: typeof name === 'string' });
const follow = (page: Page, name: string | RegExp) =>
	page
		.getByRole('link', { name, exact: typeof name === 'string' })
		.first()
		.click();
/** What is open over the page is closed, and gone. */
async function close(page: Page): Promise<void> {
	await page.keyboard.press('Escape');
	await expect(page.getByRole('dialog')).toBeHidden();
}

test('no screen of the field breaks an accessibility rule, in any state and light', async ({
	browser
}) => {
	const page = await newDevice(browser, tablet);
	await enter(page, server.url, 'inspector1', ar);
	const inspector = inspectorOn(page, ar);
	const [job = ''] = await inspector.untouchedJobs();
	await waitUntilKept(page);

	await test.step('list', () => onTheList(page));
	await test.step('today’s route', () => onTheRoute(page));
	await test.step('shift', () => onShift(page));
	await test.step('ready to leave', async () => {
		await follow(page, /^(جاهز للانطلاق|جاهز، مع ملاحظات)$/);
		await page.locator('[data-check="clock"]').waitFor();
		await expectAccessibleInAnyLight(page, 'ready');
	});
	await test.step('new report', () => onNewReport(page));
	await test.step('job', async () => {
		await follow(page, ar.jobs);
		await page.context().setOffline(true);
		await inspector.openJob(job);
		await expectAccessibleInAnyLight(page, 'a job, offline');
		await onJob(inspector);
	});
	await test.step('outbox', async () => {
		await follow(page, ar.outbox);
		await button(page, ar.syncNow).waitFor();
		await expectAccessibleInAnyLight(page, 'outbox with work that waits');
		await askToLeave(page, ar);
		await expectAccessible(page, 'leaving with unsent work');
		await close(page);
	});
	await test.step('settings and lock', async () => {
		await page.context().setOffline(false);
		await setPin(page, pin, ar, (dialog) => expectAccessible(page, `settings: ${dialog}`));
		await expectAccessibleInAnyLight(page, 'settings');
		await lock(page, ar);
		await expectAccessibleInAnyLight(page, 'locked');
		await typePin(page, '0000');
		await expectAccessible(page, 'locked, after a wrong PIN');
		await typePin(page, pin);
		await expect(lockScreen(page)).toBeHidden();
	});
	await test.step('help', async () => {
		await follow(page, 'المساعدة');
		await page.locator('summary').first().click();
		await expectAccessible(page, 'help');
	});
});

test('an urgent call breaks no accessibility rule', async ({ browser }) => {
	const page = await newDevice(browser, tablet);
	await enter(page, server.url, 'inspector2', ar);
	const inspector = inspectorOn(page, ar);
	const numbers = await inspector.untouchedJobs();
	const texts = await inspector.rows.allInnerTexts();
	const isCalm = (number: string) =>
		texts.some((text) => text.includes(number) && !text.includes('عاجل'));
	const office = await officeOf(server.url, 'supervisor1');
	await office.act(numbers.find(isCalm) ?? '', 'setPriority', { priority: 'urgent' });
	await office.leave();
	await page.getByRole('alertdialog').waitFor({ timeout: 30_000 });
	await expectAccessibleInAnyLight(page, 'urgent');
});

test('the screens of the field break no rule in English on a phone, and at the largest text nothing stands beyond its edges', async ({
	browser
}) => {
	const page = await newDevice(browser, { ...phone, locale: 'en-GB' });
	await page.addInitScript(() =>
		localStorage.setItem('maydan.preferences', JSON.stringify({ textSize: 4 }))
	);
	await enter(page, server.url, 'inspector3', en);
	const inspector = inspectorOn(page, en);
	const [job = ''] = await inspector.untouchedJobs();
	await expectUsable(page, 'list');
	await button(page, /^Sorted by/).click();
	await page.getByRole('menuitem', { name: "Today's route", exact: true }).click();
	await page.getByRole('region', { name: 'Next stop' }).waitFor();
	await expectUsable(page, 'route');
	await follow(page, 'New report');
	await page.getByLabel('Search categories').waitFor();
	await expectUsable(page, 'new report');
	for (const place of [en.outbox, 'Settings', 'Help']) {
		await follow(page, place);
		await page.getByRole('heading', { level: 1 }).waitFor();
		await expectUsable(page, place);
	}
	await follow(page, en.jobs);
	await follow(page, new RegExp(job));
	await page.getByRole('group', { name: en.acts }).waitFor();
	await expectUsable(page, 'job');
	await inspector.act(en.start);
	await inspector.button(en.finish).click();
	await page.getByRole('dialog').getByRole('textbox', { name: en.whatWasDone }).waitFor();
	await expectUsable(page, 'finish');
});

/** Keeps the rules, and all of it can be reached. */
async function expectUsable(page: Page, name: string): Promise<void> {
	await expectAccessible(page, name);
	await expectFits(page, name);
}

async function onTheList(page: Page): Promise<void> {
	await expectAccessibleInAnyLight(page, 'list and map');
	await button(page, new RegExp(`^${ar.account}:`)).click();
	await page.getByRole('menu').waitFor();
	await expectAccessible(page, 'account menu');
	await page.keyboard.press('Escape');
	await button(page, 'طبقات الخريطة').click();
	await page.getByRole('switch').first().waitFor();
	await expectAccessible(page, 'layers');
	await close(page);
	await button(page, 'دليل الرموز').click();
	await expectAccessible(page, 'legend');
	await button(page, 'دليل الرموز').click();
	const search = page.getByRole('textbox', { name: 'بحث برقم' });
	await search.fill('لا يوجد مثل هذا');
	await page.getByText('لا نتيجة على هذا الجهاز').waitFor();
	await expectAccessible(page, 'a search without an answer');
	await search.fill('');
	const filters = page.getByRole('group', { name: 'تصفية البلاغات' });
	const returned = filters.getByRole('button', { name: /^معاد/ });
	await returned.click();
	await expect(returned).toHaveAttribute('aria-pressed', 'true');
	await takeBack(await inspectorOn(page, ar).rows.allInnerTexts());
	await page.getByText('لا بلاغات ضمن هذه التصفية').waitFor();
	await expectAccessibleInAnyLight(page, 'an empty list');
	await page.getByRole('main').getByRole('button', { name: 'عرض الكل', exact: true }).click();
}

/** The supervisor takes these jobs from their inspector: how many the demo city has is chance. */
async function takeBack(jobs: readonly string[]): Promise<void> {
	const office = await officeOf(server.url, 'supervisor1');
	for (const job of jobs)
		await office.act(/[A-Z]+-\d\d-\d+-\d/.exec(job)?.[0] ?? '', 'unassign', {});
	await office.leave();
}

async function onTheRoute(page: Page): Promise<void> {
	await sortBy(page, 'مسار اليوم');
	await page.getByRole('region', { name: 'المحطة التالية' }).waitFor();
	await expectAccessibleInAnyLight(page, 'route');
	await button(page, 'تغيير الترتيب').click();
	await expectAccessible(page, 'route while it is ordered');
	await button(page, 'تم').click();
	await sortBy(page, 'الأولوية');
}

async function sortBy(page: Page, order: string): Promise<void> {
	await button(page, /^الترتيب حسب/).click();
	await page.getByRole('menuitem', { name: order, exact: true }).click();
	await button(page, `الترتيب حسب: ${order}`).waitFor();
}

async function onShift(page: Page): Promise<void> {
	await button(page, 'بدء الدوام').click();
	await button(page, /^حالة الدوام/).click();
	await page.getByRole('menuitem', { name: 'دوامي ومساري', exact: true }).click();
	await page.getByRole('switch').waitFor();
	await expectAccessibleInAnyLight(page, 'shift');
	await button(page, 'استراحة').click();
	await button(page, 'متابعة الدوام').waitFor();
	await expectAccessible(page, 'break');
	await follow(page, 'العودة إلى بلاغاتي');
	await expectAccessible(page, 'list in a shift');
}

async function onNewReport(page: Page): Promise<void> {
	await follow(page, ar.jobs);
	await follow(page, 'بلاغ جديد');
	await page.getByLabel('ابحث عن التصنيف').fill('نظافة');
	await expectAccessibleInAnyLight(page, 'new report, categories');
	await button(page, /نظافة/).first().click();
	await button(page, 'تسجيل البلاغ').click();
	await page.getByText('اكتب وصفًا أو التقط صورة').waitFor();
	await expectAccessibleInAnyLight(page, 'new report, with a gap');
}

async function onJob(inspector: Inspector): Promise<void> {
	const { page } = inspector;
	const dialog = page.getByRole('dialog');
	for (const act of [ar.setOff, ar.arrived, ar.start]) await inspector.act(act);
	await inspector.button(ar.hold).click();
	await dialog.getByRole('radio').first().waitFor();
	await expectAccessible(page, 'a reason');
	await close(page);

	await inspector.button(ar.before).click();
	const shutter = dialog.getByRole('button', { name: ar.before, exact: true });
	await expect(shutter).toBeEnabled();
	await expectAccessibleInAnyLight(page, 'camera');
	await shutter.click();
	await button(page, ar.usePhoto).waitFor();
	await expectAccessible(page, 'camera, a photo to judge');
	await button(page, ar.usePhoto).click();
	await expect(dialog).toBeHidden();
	await inspector.button(ar.after).click();
	await page.locator('[data-ghost]').waitFor();
	await expectAccessible(page, 'camera with a ghost');
	await close(page);

	await button(page, 'المكان مغلق، ماذا أفعل؟').click();
	await button(page, 'اسأل المشرف').click();
	await expect(page.getByRole('log')).toContainText(ar.saved);
	await expectAccessibleInAnyLight(page, 'messages and notices on a job');

	await inspector.button(ar.finish).click();
	await dialog.getByRole('textbox', { name: ar.whatWasDone }).waitFor();
	await dialog.getByRole('button', { name: ar.finish, exact: true }).click();
	await expectAccessibleInAnyLight(page, 'finish sheet with what is missing');
	await close(page);
}
