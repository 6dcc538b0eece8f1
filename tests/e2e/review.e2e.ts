/**
 * Late work and its decision, in Arabic: an inspector finishes a job without a network while the
 * desk gives it to a colleague who begins. Nothing of it is lost: the supervisor sees both sides and
 * decides, the author reads the decision, and the officer judges the proof that was chosen.
 */
import { expect, test, type Page } from '@playwright/test';
import { startDemo } from '../support/demo.ts';
import type { RunningServer } from '../support/server.ts';
import { expectAccessible } from './accessible.ts';
import { contest } from './late-work.ts';
import { enter, leaveDevices, neverOffline, newDevice } from './sign-in.ts';
import { ar as words } from './words.ts';

let server: RunningServer;
test.beforeAll(async () => {
	test.setTimeout(120_000);
	server = await startDemo();
});
test.afterAll(() => server.stop());
test.afterEach(({ browser }) => leaveDevices(browser));

const screen = { viewport: { width: 1280, height: 800 } };
const author = 'سالم الحارثي';
const colleague = 'خالد الكندي';
const written = 'أُصلح الرصيف قبل أن يصل زميلي';
const remark = 'صورك واضحة، أحسنت';

test('عمل متأخر يقرر المشرف بشأنه، ويصل القرار إلى صاحبه والدليل إلى المديرية [E2]', async ({
	browser
}) => {
	test.setTimeout(120_000);
	const tablet = await newDevice(browser, screen);
	const second = await newDevice(browser, screen);
	const desk = await newDevice(browser, { ...screen, ...neverOffline });
	const office = await newDevice(browser, { ...screen, ...neverOffline });
	const place = desk.getByRole('navigation').getByRole('link', { name: words.review });
	let number = '';

	await test.step('one finishes offline, the desk reassigns, the other begins', async () => {
		const come = (page: Page, userName: string) => enter(page, server.url, userName, words);
		await Promise.all([
			come(tablet, 'inspector1'),
			come(second, 'inspector2'),
			come(desk, 'supervisor1'),
			come(office, 'directorate1')
		]);
		await expect(place).toHaveAccessibleName(words.review);
		const people = { author: tablet, desk, colleague: second, colleagueName: colleague, words };
		number = await contest(people, written);
	});

	await test.step('back online he reads that his work was received and is under review', async () => {
		await tablet.context().setOffline(false);
		await tablet.getByRole('link', { name: words.outbox, exact: true }).click();
		await expect(finished()).toContainText(words.underReview);
	});

	await test.step('the supervisor sees it counted, with both sides next to each other', async () => {
		await expect(place).toHaveAccessibleName(`${words.review} عنصر بانتظارك`);
		await place.click();
		await expect(desk.getByRole('heading', { level: 1, name: words.review })).toBeVisible();
		await expect(desk.getByRole('button', { expanded: true })).toContainText(number);
		const late = desk.getByRole('region').filter({ hasText: 'وصل متأخرًا' });
		await expect(side('وصل متأخرًا')).toContainText(author);
		await expect(side('وصل متأخرًا')).toContainText(written);
		await expect(side('وصل متأخرًا').getByRole('button', { name: /صورة|معالجة/ })).toHaveCount(2);
		await expect(side('القائم الآن')).toContainText(colleague);
		await expect(side('القائم الآن')).toContainText('قيد المعالجة');
		await expect(late).not.toHaveCount(0);
		await expectAccessible(desk, '/dispatch/review');
	});

	await test.step('the same can be decided on the report’s own page', async () => {
		await desk.getByRole('link', { name: 'فتح البلاغ' }).click();
		await expect(desk).toHaveTitle(new RegExp(number));
		await expect(option(`${words.useOf} ${author}`)).toBeEnabled();
		await desk.goBack();
	});

	await test.step('he uses the late work by a key, and is asked before the colleague’s job ends', async () => {
		await desk.getByRole('button', { expanded: true }).press('1');
		await expect(option(`${words.useOf} ${author}`)).toBeChecked();
		await expect(option(`إبقاء البلاغ مع ${colleague}`)).toBeEnabled();
		await desk.getByRole('textbox', { name: `كلمة إلى ${author}` }).fill(remark);
		await desk.getByRole('button', { name: words.decide, exact: true }).click();
		const question = desk.getByRole('dialog', { name: `إنهاء مهمة ${colleague}؟` });
		await question.getByRole('button', { name: 'اعتماد العمل وإنهاء المهمة' }).click();
		await expect(desk.getByText('لا عمل بانتظار القرار')).toBeVisible();
		await expect(place).toHaveAccessibleName(words.review);
	});

	await test.step('the author reads who decided what, with the word to him', async () => {
		await expect(finished()).toContainText('اعتُمد عملك إنجازًا للبلاغ');
		await expect(finished()).toContainText(remark);
	});

	await test.step('the officer judges the proof that was chosen, and sees the other beside it', async () => {
		await office.getByRole('textbox', { name: 'رقم البلاغ أو كلمة أو مكان' }).fill(number);
		const queue = office.getByRole('region', { name: words.confirm });
		await queue.getByRole('link').filter({ hasText: number }).click();
		const proof = office.getByRole('figure');
		await expect(proof).toHaveCount(2);
		for (const kind of ['قبل المعالجة', 'بعد المعالجة']) {
			const photo = proof.filter({ hasText: kind });
			await expect(photo.getByRole('img', { name: kind })).toBeVisible();
			await expect(photo).toContainText(`التقطها ${author}`);
		}
		await expect(office.getByText(written)).toBeVisible();
		await expect(office.getByRole('heading', { name: 'صور أخرى' })).toBeVisible();
	});

	function finished() {
		return tablet.getByRole('listitem').filter({ hasText: words.finish }).first();
	}

	function side(title: string) {
		return desk
			.locator('section')
			.filter({ has: desk.getByRole('heading', { name: title }) })
			.last();
	}

	function option(name: string) {
		return desk.getByRole('radio', { name: new RegExp(`^${name}`) });
	}
});
