/**
 * The tablet's side of recovery, as its person lives it: a session that ends, a colleague on the same
 * tablet, access that is withdrawn, storage that is thrown away, a clock that is wrong. Whatever
 * happens, the work arrives once and under the right name, and the screen never says more than is true.
 */
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { startDemo } from '../support/demo.ts';
import type { RunningServer } from '../support/server.ts';
import { expectAccessible } from './accessible.ts';
import { inspectorOn, type Inspector } from './inspector.ts';
import { loseOutbox, shiftClock, withdrawAccess } from './misfortune.ts';
import { officeOf, type Office } from './office.ts';
import {
	askToLeave,
	leaveDevices,
	neverOffline,
	newDevice,
	signIn,
	waitUntilKept
} from './sign-in.ts';
import { ar, en, type Words } from './words.ts';

const tablet = { viewport: { width: 1180, height: 820 } };
const phone = { viewport: { width: 390, height: 844 }, locale: 'en-GB' };
const dayMs = 24 * 60 * 60 * 1000;

// Every story plays on two or three devices one after the other.
test.describe.configure({ timeout: 120_000 });

let server: RunningServer;
/** The supervisor of inspectors 1 to 9. */
let office: Office;
test.beforeAll(async () => {
	test.setTimeout(300_000);
	server = await startDemo();
	office = await officeOf(server.url, 'supervisor1');
});
test.afterAll(async () => {
	await office.leave();
	await server.stop();
});
test.afterEach(({ browser }) => leaveDevices(browser));

test('work of a session that has ended is kept, readable, and sent after the next sign-in [D1] [story 29] [story 48]', async ({
	browser
}) => {
	const page = await newDevice(browser, tablet);
	const salim = await enter(page, 'inspector1', ar);
	const number = await untouched(salim);
	await page.context().setOffline(true);
	await salim.openJob(number);
	await workUpToPhotos(salim, ar);
	await page.reload();
	await place(page, ar.outbox).click();
	for (const act of [ar.setOff, ar.arrived, ar.start, ar.before, ar.after])
		await expect(row(page, act)).toContainText(ar.saved);
	await expect(pill(page)).toHaveAccessibleName('حالة الإرسال: بلا اتصال، 5 عناصر محفوظة');

	const elsewhere = await officeOf(server.url, 'inspector1');
	await elsewhere.endOtherSessions();
	await elsewhere.leave();
	await page.context().setOffline(false);
	const alert = page.getByRole('alert').filter({ hasText: 'لم يُفقد شيء' });
	await expect(alert).toBeVisible();
	await expect(row(page, ar.setOff)).toContainText('سجّل الدخول مجددًا لإكمال الإرسال');
	await expectAccessible(page, 'the outbox without a session');
	await alert.getByRole('link', { name: ar.signIn }).click();
	await page.getByLabel(ar.password, { exact: true }).fill('maydan-demo');
	await page.getByRole('button', { name: ar.signIn, exact: true }).click();
	await expect(page).toHaveURL(/\/outbox$/);
	await expectAllSent(page);
	const { photos } = await office.report(number);
	expect(photos.filter(({ state }) => state === 'stored')).toHaveLength(2);
	expect(await kinds(number)).toEqual(expect.arrayContaining(['set_off', 'arrived', 'started']));
});

test('leaving with unsent work: as a file, or kept for its person, whom nobody else can read or send [D2] [D5] [story 28]', async ({
	browser
}) => {
	const page = await newDevice(browser, tablet);
	const first = await enter(page, 'inspector2', ar);
	const number = await untouched(first);
	await page.context().setOffline(true);
	await first.openJob(number);
	await first.act(ar.setOff);
	await first.act(ar.arrived);

	await test.step('the dialog names the amount and offers four ways; sending needs a line', async () => {
		await askToLeave(page, ar);
		const dialog = page.getByRole('dialog', { name: 'لديك عنصران لم يُرسلا بعد. أرسلهما أولًا' });
		await expect(dialog.getByRole('radio')).toHaveCount(4);
		await expect(dialog.getByRole('radio', { name: ar.syncNow })).toBeDisabled();
		await expectAccessible(page, 'the sign-out dialog');
		await dialog.getByRole('radio', { name: 'حفظ ملف الإنقاذ' }).check();
		const saving = page.waitForEvent('download');
		await dialog.getByRole('button', { name: 'حفظ الملف' }).click();
		expect((await saving).suggestedFilename()).toMatch(/^maydan-inspector2-.*\.zip$/);
		await expect(dialog.getByText('حُفظ الملف وفيه إجراءان')).toBeVisible();
		await dialog.getByRole('button', { name: ar.signOut, exact: true }).click();
		await expect(page).toHaveURL(/\/login/);
	});

	await test.step('a colleague reads how much is kept, and nothing of it', async () => {
		await page.context().setOffline(false);
		await expect(page.getByText('عمل لم يُرسل لزميل على هذا الجهاز: عنصران')).toBeVisible();
		await signIn(page, server.url, 'inspector3', ar);
		await place(page, ar.outbox).click();
		await expect(page.getByText('لا شيء هنا بعد')).toBeVisible();
		await expectAllSent(page);
		expect(await kinds(number)).not.toContain('set_off');
		await askToLeave(page, ar);
		await page.getByRole('dialog').getByRole('button', { name: ar.signOut, exact: true }).click();
		await expect(page).toHaveURL(/\/login/);
	});

	await test.step('it goes when its person returns', async () => {
		await signIn(page, server.url, 'inspector2', ar);
		await expectAllSent(page);
		expect(await kinds(number)).toEqual(expect.arrayContaining(['set_off', 'arrived']));
	});
});

test('leaving with unsent work: sent while one looks on, or deleted for good after typing it out [D5]', async ({
	browser
}) => {
	const page = await newDevice(browser, phone);
	const person = await enter(page, 'inspector6', en);
	const number = await untouched(person);
	await person.openJob(number);

	await test.step('sent first: progress, then one plain question', async () => {
		const { promise: held, resolve: release } = Promise.withResolvers<void>();
		await page.route('**/api/sync', async (route) => {
			await held;
			await route.continue();
		});
		await person.act(en.setOff);
		await askToLeave(page, en);
		const dialog = page.getByRole('dialog');
		await dialog.getByRole('radio', { name: en.syncNow }).check();
		await dialog.getByRole('button', { name: en.syncNow }).click();
		await expect(dialog.getByRole('progressbar')).toBeVisible();
		await expect(dialog.getByText('0 of 1')).toBeVisible();
		await expectAccessible(page, 'the sign-out dialog while it sends');
		release();
		await expect(dialog.getByText('All your work is sent; you can leave now.')).toBeVisible();
		await page.unroute('**/api/sync');
		await dialog.getByRole('button', { name: 'Cancel' }).click();
	});

	await test.step('deleted: only with the number of items, and nobody is told of a loss', async () => {
		await page.context().setOffline(true);
		await person.act(en.arrived);
		await person.act(en.start);
		await askToLeave(page, en);
		const dialog = page.getByRole('dialog');
		await dialog.getByRole('radio', { name: 'Delete it for good' }).check();
		const confirm = dialog.getByRole('button', { name: 'Delete the work and sign out' });
		await dialog.getByRole('textbox').fill('3');
		await confirm.click();
		await expect(dialog.getByText('That is not the number: there are 2')).toBeVisible();
		await dialog.getByRole('textbox').fill('٢');
		await confirm.click();
		await expect(page).toHaveURL(/\/login/);
		await page.context().setOffline(false);
		await signIn(page, server.url, 'inspector6', en);
		await expectAllSent(page);
		await expect(page.getByRole('alert')).toHaveCount(0);
		const done = await kinds(number);
		expect(done).toContain('set_off');
		expect(done).not.toContain('started');
		const { incidents } = await office.review();
		expect(incidents.flatMap(({ reports }) => reports)).not.toContain(number);
	});
});

test('a closing made offline by somebody whose access has ended is handed in for a decision, without effect [D3] [story 30]', async ({
	browser
}) => {
	const page = await newDevice(browser, phone);
	const person = await enter(page, 'inspector4', en);
	const number = await untouched(person);
	await page.context().setOffline(true);
	await person.openJob(number);
	await workUpToPhotos(person, en);
	await person.finish('Cleared and cleaned', 'The street was closed');
	await withdrawAccess(server, 'inspector4');

	await page.context().setOffline(false);
	await expect(page.getByRole('alert')).toContainText(
		'Your unsent work was handed to the supervisor for review. Nothing is lost.'
	);
	await place(page, en.outbox).click();
	await expect(page.getByText('Everything is handed in')).toBeVisible();
	await expect(row(page, en.finish)).toContainText('your supervisor is reviewing it');
	for (const gone of [en.undo, en.syncNow, 'Withdraw my closing'])
		await expect(
			page.getByRole('main').getByRole('button', { name: gone, exact: true })
		).toHaveCount(0);
	await expectAccessible(page, 'the outbox after access has ended');
	await page.goto(`${server.url}/field/${number}`);
	await expect(page.getByRole('main')).toContainText('the copy of the reports was removed');
	await place(page, en.jobs).click();
	await expect(page.getByText('No reports are shown here')).toBeAttached();

	const report = await office.report(number);
	expect(report).toMatchObject({ status: 'assigned', finish: null });
	const [claim] = report.claims.filter(({ kind }) => kind === 'finish');
	expect(claim).toMatchObject({ state: 'open', text: 'Cleared and cleaned' });
	const kept = report.photos.filter(({ sha256 }) => claim?.photos.includes(sha256));
	expect(kept.map(({ state }) => state)).toEqual(['stored', 'stored']);
});

test('storage that was thrown away is told to its person and the supervisor, and a rescue file brings the work back once [C7] [story 10]', async ({
	browser
}) => {
	const page = await newDevice(browser, tablet);
	const person = await enter(page, 'inspector5', ar);
	const number = await untouched(person);
	await page.context().setOffline(true);
	await person.openJob(number);
	await person.act(ar.setOff);
	await person.act(ar.arrived);
	await person.act(ar.start);
	await person.photograph(person.button(ar.before), ar.before);
	await place(page, ar.outbox).click();
	const saving = page.waitForEvent('download');
	await page.getByRole('button', { name: 'حفظ ملف الإنقاذ' }).click();
	const file = await readFile(await (await saving).path());
	await loseOutbox(page);

	const incident = page.getByRole('alert').filter({ hasText: 'فُقد من هذا الجهاز' });
	await test.step('offline: what was lost, on which report, and no word of "all sent"', async () => {
		await page.goto(`${server.url}/field`);
		await expect(incident).toContainText('3 إجراءات وصورة واحدة');
		await expect(incident.getByRole('link', { name: number })).toBeVisible();
		await expect(incident).toContainText('سيُبلَّغ مشرفك عند أول اتصال');
		await expect(pill(page)).toHaveAccessibleName('حالة الإرسال: فُقد عمل لم يُرسل');
		await expectAccessible(page, 'the notice of a loss, in Arabic');
	});

	await test.step('online: the supervisor knows', async () => {
		await page.context().setOffline(false);
		await expect(incident).toContainText('أُبلغ مشرفك');
		const { incidents } = await office.review();
		const told = incidents.filter(({ reports }) => reports.includes(number));
		expect(told).toMatchObject([{ commands: 3, photos: 1 }]);
		await page.goto(`${server.url}/outbox?lang=en`);
		const inEnglish = page.getByRole('alert').filter({ hasText: 'has lost unsent work' });
		await expect(inEnglish).toContainText('Your supervisor has been told');
		await expect(page.getByText('What you recorded before the loss is not here')).toBeVisible();
		await expectAccessible(page, 'the notice of a loss, in English');
	});

	await test.step('the supervisor hands the file in, twice, and it counts once', async () => {
		const desk = await newDevice(browser, { ...tablet, ...neverOffline, locale: 'en-GB' });
		await signIn(desk, server.url, 'supervisor1', en);
		await desk.goto(`${server.url}/outbox`);
		for (const line of ['1 photo received', 'were known already']) {
			const rescue = { name: 'rescue.zip', mimeType: 'application/zip', buffer: file };
			await desk.locator('input[type=file]').setInputFiles(rescue);
			await expect(desk.getByText('The file is handed in')).toBeVisible();
			await expect(desk.getByText(line)).toBeVisible();
			await expect(desk.getByText('0 new acts received')).toBeVisible({
				visible: line.includes('known')
			});
		}
		const done = await kinds(number);
		expect(done.filter((kind) => ['set_off', 'arrived', 'started'].includes(kind))).toHaveLength(3);
		expect((await office.report(number)).photos).toMatchObject([{ state: 'stored' }]);
	});

	await test.step('its person sees the work, puts the notice aside, and is done', async () => {
		await page.getByRole('button', { name: 'Understood' }).click();
		await expectAllSent(page);
		await page.goto(`${server.url}/field/${number}?lang=ar`);
		await expect(person.button(ar.finish)).toBeVisible();
		await expect(page.getByRole('alert')).toHaveCount(0);
	});
});

test('the author of a closing that came too late may leave it to the supervisor or withdraw it, keeping the evidence [E4]', async ({
	browser
}) => {
	const page = await newDevice(browser, phone);
	const person = await enter(page, 'inspector7', en);
	const number = await untouched(person);
	await page.context().setOffline(true);
	await person.openJob(number);
	await workUpToPhotos(person, en);
	await person.finish('Filled the hole', 'Fence in the way');
	await office.act(number, 'unassign', {});
	await office.act(number, 'close', { outcome: 'duplicate', text: null });
	await page.context().setOffline(false);
	await expectAllSent(page);
	await place(page, en.outbox).click();
	await expect(row(page, en.finish)).toContainText('your supervisor is reviewing it');

	// A page that did not do it does not offer to undo it.
	await page.reload();
	await row(page, en.finish).getByRole('button', { name: 'Withdraw my closing' }).click();
	const dialog = page.getByRole('dialog', {
		name: 'The office changed this job while you were offline'
	});
	await expect(dialog.getByRole('radio', { name: 'Send to my supervisor' })).toBeChecked();
	await expectAccessible(page, 'the choices of a closing under review');
	await dialog.getByRole('radio', { name: 'Withdraw my closing, keep the evidence' }).check();
	await dialog.getByRole('button', { name: 'Confirm' }).click();
	await expect(row(page, en.finish)).toContainText('Closing withdrawn; the evidence stays');
	await expectAllSent(page);
	const report = await office.report(number);
	expect(report.status).toBe('closed');
	expect(report.claims.find(({ kind }) => kind === 'finish')).toMatchObject({ state: 'withdrawn' });
	expect(report.photos).toHaveLength(2);
});

test('a clock that is a day wrong is said and changes no order; after 14 days alone one contact is needed [C19] [story 43]', async ({
	browser
}) => {
	const page = await newDevice(browser, tablet);
	await shiftClock(page, dayMs);
	const person = await enter(page, 'inspector8', ar);
	const warning = page.getByText('توقيت الجهاز غير صحيح بفارق يوم');
	await expect(warning).toBeVisible();
	await expectAccessible(page, 'the notice of a wrong clock');
	const number = await untouched(person);
	await person.openJob(number);
	await person.act(ar.setOff);
	await expectAllSent(page);
	const [event] = (await office.history(number)).filter(({ kind }) => kind === 'set_off');
	expect(event!.at).toBeLessThanOrEqual(event!.receivedAt);
	expect(event!.deviceAt! - event!.receivedAt).toBeGreaterThan(dayMs / 2);

	await page.context().setOffline(true);
	await shiftClock(page, 16 * dayMs);
	await page.reload();
	const readOnly = page.getByText('القراءة فقط حتى الاتصال بالخادم');
	await expect(readOnly).toBeVisible();
	await person.button(ar.arrived).click();
	await expect(page.getByText('لم يتصل هذا الجهاز بالخادم منذ 14 يومًا')).toBeVisible();
	await page.context().setOffline(false);
	await expect(readOnly).toBeHidden();
	await person.act(ar.arrived);
});

async function enter(page: Page, userName: string, words: Words): Promise<Inspector> {
	await signIn(page, server.url, userName, words);
	await waitUntilKept(page);
	return inspectorOn(page, words);
}

async function untouched(person: Inspector): Promise<string> {
	const [number = ''] = await person.untouchedJobs();
	expect(number).not.toBe('');
	return number;
}

async function workUpToPhotos(person: Inspector, words: Words): Promise<void> {
	for (const act of [words.setOff, words.arrived, words.start]) await person.act(act);
	await person.photograph(person.button(words.before), words.before);
	await person.photograph(person.button(words.after), words.after);
}

function place(page: Page, name: string) {
	return page.getByRole('navigation').getByRole('link', { name, exact: true });
}

function pill(page: Page) {
	return page.getByRole('link', { name: /^(حالة الإرسال|Sending):/ });
}

async function expectAllSent(page: Page): Promise<void> {
	await expect(pill(page)).toHaveAccessibleName(/: (كل شيء مُرسل|All sent)$/);
}

function row(page: Page, act: string) {
	return page.getByRole('main').getByRole('listitem').filter({ hasText: act });
}

const kinds = async (number: string): Promise<string[]> =>
	(await office.history(number)).map(({ kind }) => kind);
