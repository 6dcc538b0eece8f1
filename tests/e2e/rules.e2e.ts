/**
 * The rules of the city, in Arabic: an officer adds a routing rule, tries it on the last 30 days, puts it
 * into force, moves and deletes it; announces a holiday, changes a target, and sees due times follow. A
 * supervisor reads both as they change, an inspector neither.
 */
import { readFileSync } from 'node:fs';
import { expect, test, type Browser, type Page } from '@playwright/test';
import type { Profile } from '../../src/lib/domain/city/profile';
import { startDemo } from '../support/demo.ts';
import type { RunningServer } from '../support/server.ts';
import { expectAccessible, expectAccessibleInAnyLight } from './accessible.ts';
import { officeOf } from './office.ts';
import { enter, leaveDevices, newDevice } from './sign-in.ts';
import { ar as words } from './words.ts';

let server: RunningServer;
test.beforeAll(async () => {
	test.setTimeout(120_000);
	server = await startDemo();
});
test.afterAll(() => server.stop());
test.afterEach(({ browser }) => leaveDevices(browser));

const screen = { viewport: { width: 1440, height: 900 } };
const name = 'بلاغات الهاتف العاجلة';
const place = (page: Page) =>
	page.getByRole('navigation').getByRole('link', { name: 'القواعد', exact: true });
const rule = (page: Page) => page.getByRole('listitem').filter({ hasText: name }).first();

test('قاعدة توجيه تُجرَّب ثم تُشغَّل ثم تُحذف، ومن ليست له صلاحية لا يغيّرها', async ({ browser }) => {
	test.setTimeout(120_000);
	const [office, desk, tablet] = await Promise.all(
		['directorate1', 'supervisor1', 'inspector1'].map((userName) => enterAs(browser, userName))
	);
	if (!office || !desk || !tablet) throw new Error('Three people take part');

	await test.step('officer and supervisor read the rules in their order, an inspector does not come here', async () => {
		await Promise.all([place(office).click(), place(desk).click()]);
		await expect(desk.getByRole('heading', { level: 2 })).toHaveCount(8);
		await expect(desk.getByRole('button', { name: /القاعدة/ })).toHaveCount(0);
		await tablet.goto(`${server.url}/dispatch/rules`);
		await expect(
			tablet.getByRole('heading', { name: 'هذه الصفحة ليست ضمن صلاحياتك' })
		).toBeVisible();
		await expect(tablet.getByRole('heading', { name: 'قواعد التوجيه' })).toHaveCount(0);
		await expect(office.getByRole('heading', { level: 1, name: 'قواعد التوجيه' })).toBeVisible();
		await expect(office.getByRole('heading', { level: 2 })).toHaveCount(8);
		await expectAccessibleInAnyLight(office, '/dispatch/rules');
	});

	await test.step('a rule that lacks something is not saved, and keeps what was typed', async () => {
		await office.getByRole('button', { name: 'إضافة قاعدة' }).click();
		const form = office.getByRole('dialog', { name: 'إضافة قاعدة' });
		await form.getByRole('textbox', { name: 'الاسم بالعربية' }).fill(name);
		await form.getByRole('button', { name: 'حفظ القاعدة' }).click();
		await expect(form.getByText('اكتب الاسم باللغتين')).toBeVisible();
		await expect(form.getByRole('textbox', { name: 'الاسم بالعربية' })).toHaveValue(name);
	});

	await test.step('written to its end, it is tried on the last 30 days and saved switched off', async () => {
		const form = office.getByRole('dialog', { name: 'إضافة قاعدة' });
		await form.getByRole('textbox', { name: 'الاسم بالإنجليزية' }).fill('Urgent phone reports');
		await form.getByRole('combobox', { name: 'إلى أي فريق' }).selectOption({ index: 1 });
		await form.getByText('القنوات').click();
		await form.getByRole('checkbox', { name: 'الخط المجاني 1111' }).check();
		await expectAccessible(office, 'a rule that is written');
		await form.getByRole('button', { name: 'تجربة على آخر 30 يومًا' }).click();
		await expect(form.getByRole('table')).toContainText('قائمة المناوبة');
		await form.getByRole('button', { name: 'حفظ القاعدة' }).click();
		await expect(rule(office)).toContainText('متوقفة');
		await expect(rule(desk)).toContainText('متوقفة');
	});

	await test.step('it is put into force after a look at what it would have done', async () => {
		await rule(office)
			.getByRole('button', { name: /^تشغيل القاعدة/ })
			.click();
		const question = office.getByRole('dialog', { name: /^تشغيل القاعدة/ });
		await expect(question.getByRole('table')).toBeVisible();
		await question.getByRole('button', { name: 'تشغيل', exact: true }).click();
		await expect(rule(office)).toContainText('تعمل');
		await rule(office)
			.getByRole('button', { name: /^تقديم القاعدة/ })
			.click();
		await office.getByRole('button', { name: 'تغيير الترتيب' }).click();
		await expect(office.getByRole('heading', { level: 2 }).nth(7)).toHaveText(name);
	});

	await test.step('the supervisor sees it in force, and may change nothing', async () => {
		await expect(rule(desk)).toContainText('تعمل');
		await expect(desk.getByRole('heading', { level: 2 }).nth(7)).toHaveText(name);
		await expect(desk.getByRole('button', { name: /القاعدة/ })).toHaveCount(0);
	});

	await test.step('without a network nothing is changed, and what was written stays', async () => {
		await rule(office)
			.getByRole('button', { name: /^تعديل القاعدة/ })
			.click();
		const form = office.getByRole('dialog', { name: 'تعديل القاعدة' });
		await form.getByRole('textbox', { name: 'الاسم بالإنجليزية' }).fill('Written on the way');
		await office.context().setOffline(true);
		await form.getByRole('button', { name: 'حفظ القاعدة' }).click();
		await expect(form.getByText('لا يوجد اتصال، فلم يُحفظ التغيير')).toBeVisible();
		await office.context().setOffline(false);
		await form.getByRole('button', { name: 'حفظ القاعدة' }).click();
		await expect(form).toHaveCount(0);
	});

	await test.step('before it is deleted it says how many reports it has routed', async () => {
		await rule(office)
			.getByRole('button', { name: /^حذف القاعدة/ })
			.click();
		const question = office.getByRole('dialog', { name: /^حذف القاعدة/ });
		await expect(question).toContainText('لم توجّه هذه القاعدة أي بلاغ');
		await question.getByRole('button', { name: 'حذف', exact: true }).click();
		for (const page of [office, desk])
			await expect(page.getByRole('listitem').filter({ hasText: name })).toHaveCount(0);
	});
});

test('إجازة تُعلن فتتبعها مواعيد البلاغات المفتوحة، ويُعرف أثرها قبل حفظها', async ({ browser }) => {
	test.setTimeout(120_000);
	const [office, desk] = await Promise.all(
		['directorate1', 'supervisor1'].map((userName) => enterAs(browser, userName))
	);
	if (!office || !desk) throw new Error('Two people take part');
	for (const page of [office, desk]) {
		await place(page).click();
		await page.getByRole('link', { name: 'الدوام والمواعيد' }).click();
	}
	await expect(office.getByRole('heading', { level: 1, name: 'الدوام والمواعيد' })).toBeVisible();
	await expectAccessibleInAnyLight(office, '/dispatch/rules/calendar');

	await office.getByRole('button', { name: 'إضافة إجازة' }).click();
	const form = office.getByRole('dialog', { name: 'إضافة إجازة' });
	await form.getByRole('textbox', { name: 'الاسم بالعربية' }).fill('عطلة الأنواء');
	await form.getByRole('textbox', { name: 'الاسم بالإنجليزية' }).fill('Storm holiday');
	const day = (ahead: number) =>
		new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
	await form.getByLabel('من يوم').fill(day(1));
	await form.getByLabel('إلى يوم').fill(day(8));
	await form.getByRole('button', { name: 'حساب الأثر على المواعيد' }).click();
	await expect(form.getByRole('status')).toContainText('مواعيد');
	await expectAccessible(office, 'a holiday that is written');
	await form.getByRole('button', { name: 'حفظ التغيير' }).click();
	await expect(form).toHaveCount(0);
	await expect(office.getByText('أُضيفت إجازة «عطلة الأنواء»')).toBeVisible();
	await expect(office.getByText(/تغيّرت? مواعيد? .*بلاغ/)).toBeVisible();
	for (const seen of ['عطلة الأنواء', /تغيّرت? مواعيد? .*بلاغ/])
		await expect(desk.getByText(seen).first()).toBeVisible();
});

async function enterAs(browser: Browser, userName: string): Promise<Page> {
	const page = await newDevice(browser, screen);
	await enter(page, server.url, userName, words);
	return page;
}

/** The Arabic name of a category of the demo's city. */
function categoryName(categoryId: string): string {
	const file = new URL('../../src/lib/server/city/profiles/muscat/profile.json', import.meta.url);
	const { categories }: Profile = JSON.parse(readFileSync(file, 'utf8'));
	return categories.find(({ id }) => id === categoryId)?.name.ar ?? '';
}

test('مهلة تصنيف تُعدَّل فينتقل موعد بلاغ مفتوح، ويذكر سجله السبب', async ({ browser }) => {
	const office = await enterAs(browser, 'directorate1');
	const behind = await officeOf(server.url, 'directorate1');
	const report = (await behind.reports()).find(
		({ status, dueSet }) => status === 'done' && !dueSet
	);
	if (report === undefined) throw new Error('The demo has no finished report');
	const category = categoryName(report.categoryId);
	await place(office).click();
	await office.getByRole('link', { name: 'الدوام والمواعيد' }).click();
	await expect(office.getByText('ما زالت المواعيد تُحسب من جديد')).toHaveCount(0);

	await office.getByRole('button', { name: `تعديل مهل «${category}»` }).click();
	const form = office.getByRole('dialog', { name: `تعديل مهل «${category}»` });
	const hours = form.getByRole('group', { name: 'الإنجاز' }).getByLabel('ساعات');
	await hours.fill('١');
	await form.getByRole('button', { name: 'حساب الأثر على المواعيد' }).click();
	await expect(form.getByText('اكتب مهلة لا تقل عن مهلة «أول زيارة»')).toBeVisible();
	await hours.fill('٤٠٠');
	await form.getByRole('button', { name: 'حساب الأثر على المواعيد' }).click();
	await expect(form.getByRole('status').filter({ hasText: /تتأخر|يتأخر موعد/ })).toBeVisible();
	await expectAccessible(office, 'targets that are written');
	await form.getByRole('button', { name: 'حفظ التغيير' }).click();
	await expect(form).toHaveCount(0);
	await expect(office.getByText(`تغيّرت مهل «${category}»: الإنجاز من`)).toBeVisible();

	const dueNow = async () => (await behind.report(report.number)).dueAt ?? 0;
	await expect.poll(dueNow).toBeGreaterThan(report.dueAt ?? 0);
	await office.goto(`${server.url}/confirm/${report.number}`);
	await expect(office.getByRole('tabpanel')).toContainText(`لأن مهل «${category}» تغيّرت`);
	await behind.leave();
});
