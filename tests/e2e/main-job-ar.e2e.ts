/**
 * The main job, in Arabic on a tablet: the server dies under the inspector's hands, his work is
 * kept, goes up by itself, comes back from the directorate, and is confirmed. Meanwhile the
 * supervisor gives another of his reports to a colleague.
 */
import { expect, test } from '@playwright/test';
import { startDemo } from '../support/demo.ts';
import type { RunningServer } from '../support/server.ts';
import { acknowledgeUrgent, inspectorOn } from './inspector.ts';
import { enter, leaveDevices, neverOffline, newDevice, signIn, waitUntilKept } from './sign-in.ts';
import { ar as words } from './words.ts';

let server: RunningServer;
test.beforeAll(async () => {
	test.setTimeout(120_000);
	server = await startDemo();
});
test.afterAll(() => server.stop());
test.afterEach(({ browser }) => leaveDevices(browser));

const allSent = 'حالة الإرسال: كل شيء مُرسل';
const screen = { viewport: { width: 1280, height: 800 } };

test('من الإسناد إلى تأكيد الإنجاز، والخادم ينقطع في أثناء العمل', async ({ browser }) => {
	test.setTimeout(180_000);
	const tablet = await newDevice(browser, screen);
	const salim = inspectorOn(tablet, words);
	await acknowledgeUrgent(tablet, words);
	const pill = tablet.getByRole('link', { name: /^حالة الإرسال:/ });
	const desk = await newDevice(browser, { ...screen, ...neverOffline });
	const office = await newDevice(browser, { ...screen, ...neverOffline });
	let worked = '';
	let lost = '';

	await test.step('he sees his jobs as a list and on the map', async () => {
		await signIn(tablet, server.url, 'inspector1', words);
		await expect(tablet).toHaveURL(/\/field$/);
		await expect(tablet.getByRole('heading', { level: 1, name: words.jobs })).toBeVisible();
		await expect(tablet.getByLabel(words.jobMap)).toBeVisible();
		[worked = '', lost = ''] = await salim.untouchedJobs();
		expect(worked).not.toBe('');
		expect(lost).not.toBe('');
		await waitUntilKept(tablet);
	});

	await test.step('he is where the report is: the nearest job is first', async () => {
		await salim.openJob(worked);
		await tablet.context().setGeolocation(await placeOfReport());
		await tablet.getByRole('link', { name: 'العودة إلى بلاغاتي' }).click();
		await expect(salim.row(worked)).toContainText('أنت في الموقع');
	});

	await test.step('the server dies; every act is answered at once and kept', async () => {
		await server.kill();
		await salim.openJob(worked);
		for (const name of [words.setOff, words.arrived, words.start]) await salim.act(name);
		await salim.photograph(salim.button(words.before), words.before);
		await expect(salim.notice(`${words.before}: ${words.saved}`)).toBeVisible();
		await salim.photograph(salim.button(words.after), words.after);
		await expect(salim.notice(`${words.after}: ${words.saved}`)).toBeVisible();
		await salim.finish('أزيلت المخلفات ونُظف المكان');
	});

	await test.step('a cold start without a server still shows everything', async () => {
		await tablet.reload();
		await expect(tablet.getByText('انتهى عملك على هذا البلاغ')).toBeVisible();
		await tablet.getByRole('link', { name: words.outbox, exact: true }).click();
		const waiting = tablet.getByRole('region', { name: 'بانتظار الإرسال' });
		for (const act of [words.setOff, words.arrived, words.start, words.before, words.after])
			await expect(waiting.getByRole('listitem').filter({ hasText: act })).toContainText(
				words.saved
			);
		await expect(waiting.getByRole('listitem').filter({ hasText: words.finish })).toHaveCount(1);
	});
	await test.step('the server is back, the tablet is not: the supervisor gives a report away', async () => {
		await tablet.context().setOffline(true);
		await server.restart();
		await Promise.all([
			enter(desk, server.url, 'supervisor1', words),
			enter(office, server.url, 'directorate1', words)
		]);
		await expect(desk).toHaveURL(/\/dispatch$/);
		await desk.getByRole('textbox', { name: 'بحث برقم أو كلمة أو مكان' }).fill(lost);
		await desk.getByRole('checkbox', { name: `تحديد ${lost}` }).check();
		await desk.getByRole('button', { name: words.reassign, exact: true }).click();
		const question = desk.getByRole('dialog');
		await question.getByRole('radio', { name: 'خالد الكندي' }).check();
		await question.getByRole('button', { name: words.reassign, exact: true }).click();
		await expect(desk.getByRole('row').filter({ hasText: lost })).toContainText('خالد الكندي');
		await expect(desk.getByRole('link', { name: /^حالة الإرسال:/ })).toHaveAccessibleName(allSent);
	});

	await test.step('back online, work and photos go up by themselves', async () => {
		await tablet.context().setOffline(false);
		await expect(pill).toHaveAccessibleName(allSent);
		// The number stands isolated in the sentence.
		await expect(tablet.getByText(`أُسند البلاغ \u2068${lost}\u2069 إلى زميل آخر`)).toBeVisible();
		await tablet.getByRole('link', { name: words.jobs, exact: true }).click();
		await expect(salim.rows.first()).toBeVisible();
		await expect(salim.row(worked)).toHaveCount(0);
		await expect(salim.row(lost)).toHaveCount(0);
		await tablet.getByText('أنجزتها اليوم').click();
		await expect(fate()).toContainText('بانتظار تأكيد المديرية');
	});

	await test.step('the officer sees both photos side by side, where and when, and returns it', async () => {
		await openFinished();
		await expectProofSideBySide();
		await office.getByRole('button', { name: words.sendBack, exact: true }).click();
		const sheet = office.getByRole('dialog');
		await sheet.getByRole('radio', { name: 'المعالجة غير كافية' }).check();
		await sheet.getByRole('textbox').fill('بقيت مخلفات خلف الجدار');
		await sheet.getByRole('button', { name: words.sendBack, exact: true }).click();
		await expect(sheet).toBeHidden();
	});

	await test.step('it is back on the tablet by itself, with the reason', async () => {
		await expect(salim.row(worked)).toContainText('معاد للمعالجة');
		await salim.openJob(worked);
		await expect(tablet.getByText('بقيت مخلفات خلف الجدار')).toBeVisible();
		await salim.act(words.start);
		await salim.chooseFile(salim.button(words.after), '#9a8f7a');
		await salim.finish('أزيلت المخلفات خلف الجدار أيضًا');
		await expect(pill).toHaveAccessibleName(allSent);
	});

	await test.step('the officer confirms, and the inspector sees it', async () => {
		await openFinished();
		await expectProofSideBySide();
		await office.getByRole('button', { name: words.confirm, exact: true }).click();
		await tablet.getByRole('link', { name: words.jobs, exact: true }).click();
		await tablet.getByText('أنجزتها اليوم').click();
		await expect(fate()).toContainText('أُكّد إنجازه');
	});

	function fate() {
		return tablet.getByRole('group').getByRole('link').filter({ hasText: worked });
	}

	async function openFinished() {
		await office.getByRole('textbox', { name: 'رقم البلاغ أو كلمة أو مكان' }).fill(worked);
		const queue = office.getByRole('region', { name: words.confirm });
		await queue.getByRole('link').filter({ hasText: worked }).click();
	}

	async function expectProofSideBySide() {
		const proof = office.getByRole('figure');
		await expect(proof).toHaveCount(2);
		for (const kind of ['قبل المعالجة', 'بعد المعالجة']) {
			const photo = proof.filter({ hasText: kind });
			await expect(photo.getByRole('img', { name: kind })).toBeVisible();
			await expect(photo).toContainText(/على بُعد \d+ م من الموقع/);
			await expect(photo).toContainText('التقطها سالم الحارثي');
		}
		const [before, after] = [await proof.first().boundingBox(), await proof.last().boundingBox()];
		expect(before?.y).toBe(after?.y);
		expect(before?.x).toBeGreaterThan(after?.x ?? Infinity);
	}

	async function placeOfReport() {
		const text = await tablet.getByText(/^\d+\.\d{5}, \d+\.\d{5}$/).innerText();
		const [latitude = 0, longitude = 0] = text.split(', ').map(Number);
		return { latitude, longitude, accuracy: 8 };
	}
});
