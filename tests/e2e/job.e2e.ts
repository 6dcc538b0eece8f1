/**
 * The job page leads: questions answered at the place are kept at every answer, whatever happens to
 * the page; and a problem that was told twice is closed as the duplicate of the other report.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { draftsOn, neighboursOn, personIdOf } from './books.ts';
import { inspectorOn, type Inspector } from './inspector.ts';
import { officeOf } from './office.ts';
import { enter, neverOffline, waitUntilKept } from './sign-in.ts';
import { allSent, beginWork, inspectorOf, pillOf, tablet, test } from './stage.ts';
import { ar, en } from './words.ts';

const arabicTablet = { viewport: { width: 1280, height: 800 }, locale: 'ar-OM' };
const supervisor = 'supervisor1';

test('تبقى المسودة بعد انهيار الصفحة [story 44, story 48]', async ({ browser, line, server }) => {
	test.setTimeout(120_000);
	const device = await browser.newContext(arabicTablet);
	const first = await device.newPage();
	await enter(first, line.url, 'inspector6', ar);
	await waitUntilKept(first);
	const nasser = inspectorOn(first, ar);
	const job = await openAsked(nasser);
	const address = first.url();

	await test.step('each answer is kept at once, without a network', async () => {
		await line.down();
		for (const act of [ar.setOff, ar.arrived, ar.start]) await nasser.act(act);
		await question(first, job.requiredId).getByText('لا', { exact: true }).click();
		await question(first, job.numberId).getByRole('textbox').fill('٣');
		await nasser.button(ar.finish).click();
		await textOf(first).pressSequentially('أزيلت الم');
		await expectDraft(first, 'أزيلت الم');
		await expect(first.getByRole('dialog').getByText(ar.draft)).toBeVisible();
		await expectAccessible(first, 'the sheet that finishes');
	});

	const page = await test.step('the page dies under his hands, and is opened again', async () => {
		const died = first.waitForEvent('crash');
		const session = await device.newCDPSession(first);
		// It never answers: the page that would is gone.
		void session.send('Page.crash').catch(() => undefined);
		await died;
		const next = await device.newPage();
		await next.goto(address);
		return next;
	});
	const again = inspectorOn(page, ar);

	await test.step('everything stands where it stood, and the list says so', async () => {
		const required = question(page, job.requiredId);
		await expect(required.getByRole('radio', { name: 'لا', exact: true })).toBeChecked();
		await expect(question(page, job.numberId).getByRole('textbox')).toHaveValue('٣');
		await expectAccessible(page, 'the job page');
		await again.button(ar.finish).click();
		await expect(textOf(page)).toHaveValue('أزيلت الم');
		await page.keyboard.press('Escape');
		await page.getByRole('link', { name: 'العودة إلى بلاغاتي' }).click();
		await expect(again.row(job.report)).toContainText(ar.draft);
		await again.openJob(job.report);
	});

	await test.step('it goes with the closing, and comes back when that is taken back', async () => {
		await again.chooseFile(again.button(ar.before), '#775544');
		await again.chooseFile(again.button(ar.after), '#99bb77');
		await again.finish('أزيلت المخلفات', 'الطريق مغلق');
		await expectDraft(page, null);
		const notices = page.getByRole('region', { name: ar.notices });
		await notices.getByRole('button', { name: ar.undo, exact: true }).click();
		await expectDraft(page, 'أزيلت المخلفات');
		await expect(question(page, job.numberId).getByRole('textbox')).toHaveValue('3');
		await again.finish('أزيلت المخلفات كلها', 'الطريق مغلق');
		await expect(page.getByText('ما سُجّل في الموقع')).toBeVisible();
	});

	await test.step('the server has the answers', async () => {
		await line.up();
		await page.reload();
		await expect(page.getByRole('link', { name: 'حالة الإرسال: كل شيء مُرسل' })).toBeVisible();
		const office = await officeOf(server.url, supervisor);
		const { finish } = await office.report(job.report);
		expect(finish).toMatchObject({ text: 'أزيلت المخلفات كلها', outcome: 'fixed' });
		expect(finish?.answers).toHaveLength(2);
		expect(finish?.answers).toContainEqual({ itemId: job.requiredId, value: false });
		expect(finish?.answers).toContainEqual({ itemId: job.numberId, value: 3 });
		await office.leave();
	});
	await device.close();
});

test('a problem told twice is closed as the duplicate of a report that lies with the team, and the officer sees which', async ({
	browser,
	device,
	line,
	server
}) => {
	test.setTimeout(120_000);
	const people = neighboursOn(server);
	const { one: twice, other: told } = people;
	const office = await officeOf(server.url, people.supervisor);
	const assigneeId = personIdOf(server, people.inspector);
	const holderOf = async (number: string) => (await office.report(number)).assignment?.assigneeId;
	const holder = await holderOf(twice);
	if (holder !== assigneeId)
		await office.act(twice, holder === undefined ? 'assign' : 'reassign', { assigneeId });
	if ((await holderOf(told)) === assigneeId) await office.act(told, 'unassign', {});
	const inspector = await inspectorOf(device, line.url, people.inspector);
	const { page } = inspector;
	await inspector.openJob(twice);
	const same = page
		.getByRole('button', { name: /^This is the same one/ })
		.filter({ hasText: told });

	await test.step('the report beside it is named, and can be chosen once the work has begun', async () => {
		await expect(page.getByRole('listitem').filter({ hasText: told })).toContainText("Your team's");
		await expect(page.getByRole('link').filter({ hasText: told })).toBeHidden();
		await expect(same).toBeHidden();
		await beginWork(inspector);
		await same.click();
	});

	const sheet = page.getByRole('dialog', { name: 'Finish the report' });
	await test.step('the closing names it, and asks for the evidence of a duplicate', async () => {
		await expect(sheet.getByRole('radio', { name: 'Duplicate' })).toBeChecked();
		await expect(sheet.getByRole('radio', { name: new RegExp(told) })).toBeChecked();
		await sheet.getByRole('button', { name: en.before, exact: true }).click();
		await takePicture(page);
		await sheet.getByRole('textbox', { name: en.whatWasDone }).fill('The same hole, told twice');
		await sheet.getByRole('button', { name: en.finish, exact: true }).click();
		await sheet.getByRole('textbox', { name: en.remark }).fill('Recorded from the road');
		await sheet.getByRole('button', { name: en.record, exact: true }).click();
		await expect(sheet).toBeHidden();
		await expect(pillOf(page)).toHaveAccessibleName(allSent);
	});

	await test.step('supervisor and officer read which report it is', async () => {
		const [closed, other] = [await office.report(twice), await office.report(told)];
		expect(closed.finish).toMatchObject({ outcome: 'duplicate', duplicateOf: other.id });
		for (const [user, path] of [
			[people.officer, 'confirm'],
			[people.supervisor, 'dispatch']
		] as const) {
			const desk = await browser.newContext({ ...tablet, ...neverOffline });
			const screen = await desk.newPage();
			await enter(screen, server.url, user, en);
			await screen.goto(`${server.url}/${path}/${twice}`);
			const fact = screen.getByText('Same as report', { exact: true });
			await expect(fact.locator('xpath=..')).toContainText(told);
			await desk.close();
		}
	});
	await office.leave();

	await test.step('without a line a tablet says that it shows its own reports only', async () => {
		await waitUntilKept(page);
		await line.down();
		await page.reload();
		await expect(page.getByText(/^Only reports held on this device are shown/)).toBeVisible();
	});
});

interface AskedJob {
	report: string;
	requiredId: string;
	numberId: string;
}

/** Opens the first job that asks for yes or no, and for a number. */
async function openAsked({ page, ...inspector }: Inspector): Promise<AskedJob> {
	for (const report of await inspector.untouchedJobs()) {
		await inspector.openJob(report);
		const required = page.locator('[data-item]').filter({ hasText: 'إلزامي' }).first();
		const number = page.locator('[data-item]:has(input[inputmode="decimal"])').first();
		if ((await required.count()) > 0 && (await number.count()) > 0) {
			const requiredId = (await required.getAttribute('data-item')) ?? '';
			return { report, requiredId, numberId: (await number.getAttribute('data-item')) ?? '' };
		}
		await page.goBack();
	}
	throw new Error('No job of this inspector asks for a number');
}

function question(page: Page, itemId: string): Locator {
	return page.locator(`[data-item="${itemId}"]`);
}

const textOf = (page: Page) =>
	page.getByRole('dialog').getByRole('textbox', { name: ar.whatWasDone });

/** What stands on the disk of the device; null: no draft. */
async function expectDraft(page: Page, text: string | null): Promise<void> {
	const drafts = async () => (await draftsOn(page)).map((draft) => draft.text);
	await expect.poll(drafts).toEqual(text === null ? [] : [text]);
}

/** Shoots with the camera that is open, and keeps the photo. */
async function takePicture(page: Page): Promise<void> {
	const camera = page.getByRole('dialog').filter({ has: page.getByLabel(en.chooseFile) });
	await camera.getByRole('button', { name: en.before, exact: true }).click();
	await page.getByRole('button', { name: en.usePhoto, exact: true }).click();
}
