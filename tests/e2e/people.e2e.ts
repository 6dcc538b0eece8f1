/**
 * Who should take it, in Arabic: a supervisor assigns by suggestion and by dragging, moves the work of
 * somebody who is away, and recalls a tablet; the inspectors' own tablets show what comes of it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { startDemo } from '../support/demo.ts';
import type { RunningServer } from '../support/server.ts';
import { expectAccessible, expectAccessibleInAnyLight } from './accessible.ts';
import { acknowledgeUrgent, inspectorOn } from './inspector.ts';
import { officeOf } from './office.ts';
import { enter, leaveDevices, neverOffline, newDevice, waitUntilKept } from './sign-in.ts';
import { ar as words } from './words.ts';

let server: RunningServer;
test.beforeAll(async () => {
	test.setTimeout(120_000);
	server = await startDemo();
});
test.afterAll(() => server.stop());
test.afterEach(({ browser }) => leaveDevices(browser));

const screen = { ...neverOffline, viewport: { width: 1440, height: 900 } };
const tabletScreen = { viewport: { width: 1280, height: 800 } };
const profile = join(import.meta.dirname, '..', '..', 'src/lib/server/city/profiles/muscat');
const { people } = JSON.parse(readFileSync(join(profile, 'demo.json'), 'utf8')) as {
	people: { userName: string; name: { ar: string } }[];
};
const userNameOf = (name: string) => people.find((person) => person.name.ar === name)?.userName;
const nameOf = (userName: string) =>
	people.find((person) => person.userName === userName)?.name.ar ?? '';

/** Whose work a test has suggested: he has a tablet from then on. */
let suggested: string | undefined;

const team = (desk: Page) => desk.getByRole('complementary', { name: 'المفتشون' });
const cardOf = (desk: Page, name: string) =>
	team(desk).getByRole('listitem').filter({ hasText: name });
const rowOf = (desk: Page, number: string) => desk.getByRole('row').filter({ hasText: number });
const notices = (page: Page) => page.getByRole('region', { name: words.notices });
const dialogOn = (page: Page) => page.getByRole('dialog');

/** The desk of the supervisor with the team beside the table. */
async function deskWithTeam(desk: Page): Promise<void> {
	await enter(desk, server.url, 'supervisor1', words);
	await desk.getByRole('table').getByRole('row').nth(3).waitFor();
	await desk.getByRole('button', { name: 'المفتشون', exact: true }).click();
	await expect(team(desk)).toContainText(nameOf('inspector1'));
}

/** Leaves the table with what nobody has; the first numbers of it. */
async function unassigned(desk: Page, count: number): Promise<string[]> {
	await desk.getByRole('button', { name: /^غير مسندة/ }).click();
	const rows = desk.getByRole('row').filter({ hasText: 'غير مسند' });
	await expect(rows.nth(count - 1)).toBeAttached();
	const texts = (await rows.allInnerTexts()).slice(0, count);
	return texts.map((text) => /[A-Z]+-\d\d-\d+-\d/.exec(text)?.[0] ?? '');
}

async function askAbout(desk: Page, name: string, act: string): Promise<void> {
	await team(desk)
		.getByRole('button', { name: `إجراءات ${name}` })
		.click();
	await desk.getByRole('menuitem', { name: act }).click();
}

/** How many open reports a card of the team names. */
async function openOf(card: Locator): Promise<string> {
	return (await card.locator('.open').innerText()).trim();
}

test('يسند المشرف بلاغًا إلى الأنسب وهو يقرأ الأسباب، ويصل إلى جهازه', async ({ browser }) => {
	const desk = await newDevice(browser, screen);
	await deskWithTeam(desk);
	const [number = ''] = await unassigned(desk, 1);
	await desk.getByRole('checkbox', { name: `${words.select} ${number}` }).check();
	await desk.keyboard.press('a');
	const dialog = dialogOn(desk);
	await expect(dialog.getByRole('heading', { name: 'الأنسب' })).toBeVisible();
	const best = dialog
		.locator('label')
		.filter({ has: desk.getByRole('radio') })
		.first();
	await expect(best.locator('.reason')).toHaveCount(3);
	await expectAccessibleInAnyLight(desk, 'whom to assign, with suggestions');

	await test.step('the search finds somebody by name, and the arrow leads to him', async () => {
		await dialog.getByRole('textbox', { name: 'بحث باسم المفتش' }).fill('احمد الرئيسي');
		await expect(dialog.getByRole('radio')).toHaveCount(1);
		await desk.keyboard.press('ArrowDown');
		await expect(dialog.getByRole('radio')).toBeFocused();
		await dialog.getByRole('button', { name: 'مسح البحث' }).click();
	});

	const name = (await best.locator('strong').innerText()).trim();
	const tablet = await newDevice(browser, tabletScreen);
	suggested = userNameOf(name);
	await enter(tablet, server.url, suggested ?? '', words);
	await expect(inspectorOn(tablet, words).rows.first()).toBeVisible();

	await test.step('assigned, it comes to his open tablet', async () => {
		await best.getByRole('radio').check();
		await desk.keyboard.press('Enter');
		await expect(rowOf(desk, number)).toBeHidden();
		await expect(inspectorOn(tablet, words).row(number)).toBeVisible();
	});
});

test('يسحب المشرف بلاغين إلى مفتش بالفأرة ويتراجع عنهما معًا', async ({ browser }) => {
	const desk = await newDevice(browser, screen);
	await deskWithTeam(desk);
	const numbers = await unassigned(desk, 2);
	for (const number of numbers) {
		await desk.getByRole('checkbox', { name: `${words.select} ${number}` }).check();
	}
	const name = nameOf('inspector3');
	const card = cardOf(desk, name);
	await card.scrollIntoViewIfNeeded();
	const before = await openOf(card);
	await rowOf(desk, numbers[0] ?? '')
		.getByRole('link')
		.hover();
	await desk.mouse.down();
	await card.hover();
	await card.hover();
	await expect(card.getByRole('status')).toHaveText(`إسناد بلاغين إلى ${name}`);
	await desk.mouse.up();
	await expect(notices(desk)).toContainText(`إسناد بلاغين إلى ${name}`);
	for (const number of numbers) await expect(rowOf(desk, number)).toBeHidden();
	await notices(desk)
		.getByRole('button', { name: /^تراجع عن الكل/ })
		.click();
	for (const number of numbers) await expect(rowOf(desk, number)).toBeVisible();
	expect(await openOf(card)).toBe(before);
});

test('ينقل المشرف كل عمل مفتش غائب باقتراح يعدّله، وما بدأه مذكور وحده، ثم يتراجع', async ({
	browser
}) => {
	test.setTimeout(120_000);
	const name = nameOf('inspector2');
	const tablet = await newDevice(browser, tabletScreen);
	const desk = await newDevice(browser, screen);
	await Promise.all([enter(tablet, server.url, 'inspector2', words), deskWithTeam(desk)]);
	const inspector = inspectorOn(tablet, words);
	await acknowledgeUrgent(tablet, words);
	const [begun = ''] = await inspector.untouchedJobs();
	await inspector.openJob(begun);
	await inspector.act(words.start);

	await desk.getByRole('textbox', { name: words.searchDesk }).fill(begun);
	await expect(rowOf(desk, begun)).toContainText('قيد المعالجة');
	await desk.getByRole('textbox', { name: words.searchDesk }).fill('');
	const before = await openOf(cardOf(desk, name));
	await askAbout(desk, name, 'نقل كل بلاغاته المفتوحة');
	const dialog = dialogOn(desk);
	// How much of it is begun, the demo city decides.
	await expect(dialog).toContainText(new RegExp(`بدأ العمل علي(ه|هما|ها) لدى ${name}`));
	await expect(dialog).toContainText('بانتظار القرار');
	const lines = dialog.getByRole('list', { name: 'البلاغات ومن يتولاها' }).getByRole('listitem');
	const count = await lines.count();
	expect(count).toBeGreaterThan(1);
	await expectAccessibleInAnyLight(desk, 'the work of somebody who is away');

	await test.step('a line stays where it is by choice, and the number follows', async () => {
		await lines.first().getByRole('combobox').selectOption({ label: 'يبقى كما هو' });
		await dialog.getByRole('checkbox', { name: 'نقل ما بدأ العمل عليه أيضًا' }).uncheck();
		await expect(lines.filter({ hasText: begun })).toHaveCount(0);
		await dialog.getByRole('checkbox', { name: 'نقل ما بدأ العمل عليه أيضًا' }).check();
		await expect(lines).toHaveCount(count);
	});

	await dialog.getByRole('button', { name: /^نقل / }).click();
	await expect(dialog).toBeHidden();
	await expect(cardOf(desk, name).locator('.open')).toHaveText('بلاغ واحد');
	await expect(tablet.getByText('أُسند البلاغ').first()).toBeVisible();
	await notices(desk)
		.getByRole('button', { name: /^تراجع/ })
		.click();
	await expect(cardOf(desk, name).locator('.open')).toHaveText(before);
	await expect(inspector.button(words.finish)).toBeVisible();
});

test('يُسحب جهاز لم يُرسل ما عليه: يصل عمله إلى المراجعة ثم يُمحى ما بقي [D3]', async ({
	browser
}) => {
	test.setTimeout(120_000);
	const userName = suggested === 'inspector4' ? 'inspector5' : 'inspector4';
	const name = nameOf(userName);
	const tablet = await newDevice(browser, tabletScreen);
	const desk = await newDevice(browser, screen);
	await Promise.all([enter(tablet, server.url, userName, words), deskWithTeam(desk)]);
	await waitUntilKept(tablet);
	const inspector = inspectorOn(tablet, words);
	await acknowledgeUrgent(tablet, words);
	const [number = ''] = await inspector.untouchedJobs();
	await inspector.openJob(number);
	await tablet.context().setOffline(true);
	await inspector.act(words.start);
	await inspector.chooseFile(inspector.button(words.before), '#5b7a8c');
	await inspector.chooseFile(inspector.button(words.after), '#8c9a5b');
	await inspector.finish('أُزيلت المخلفات قبل سحب الجهاز', 'الطريق مغلق');

	await test.step('the supervisor reads what a recall brings about, and recalls', async () => {
		await askAbout(desk, name, 'أجهزته');
		const sheet = dialogOn(desk);
		await expect(sheet).toContainText('المساحة المتاحة');
		await expectAccessibleInAnyLight(desk, 'tablets of an inspector');
		await sheet.getByRole('button', { name: 'سحب الجهاز' }).click();
		const question = desk.getByRole('alertdialog');
		await expect(question).toContainText('لا يمكن التراجع عن السحب');
		await expect(question).toContainText('المراجعة');
		await expectAccessible(desk, 'the question of a recall');
		await question.getByRole('button', { name: 'سحب الجهاز' }).click();
		await expect(question).toBeHidden();
		await expect(sheet).toContainText('ولم يتصل الجهاز بعد');
	});

	await test.step('the tablet hands its work in, empties itself and says so', async () => {
		await tablet.context().setOffline(false);
		await tablet.waitForURL('**/login?recalled');
		await expect(tablet.getByText('سُحب هذا الجهاز')).toBeVisible();
		await expectAccessible(tablet, 'sign-in on a recalled tablet');
		await expect.poll(() => databasesOn(tablet)).toEqual([]);
	});

	await test.step('the supervisor sees that it was emptied', async () => {
		await expect(dialogOn(desk)).toContainText('سُحب ومُحي ما عليه', { timeout: 20_000 });
		await desk.keyboard.press('Escape');
	});

	await test.step('the work waits for the supervisor, photos too, and nothing is changed by it', async () => {
		const office = await officeOf(server.url, 'supervisor1');
		const report = await office.report(number);
		expect(report).toMatchObject({ status: 'assigned', finish: null });
		const [claim] = report.claims.filter(({ kind }) => kind === 'finish');
		expect(claim).toMatchObject({ state: 'open', text: 'أُزيلت المخلفات قبل سحب الجهاز' });
		const kept = report.photos.filter(({ sha256 }) => claim?.photos.includes(sha256));
		expect(kept.map(({ state }) => state)).toEqual(['stored', 'stored']);
		await office.leave();
		await desk.goto(`${server.url}/dispatch/review`);
		await expect(desk.getByRole('main')).toContainText(number);
	});

	await test.step('the person signs in anew on the same tablet, and finds the reports', async () => {
		await enter(tablet, server.url, userName, words);
		await expect(inspectorOn(tablet, words).row(number)).toBeVisible();
	});
});

/** What this device still holds of anybody. */
function databasesOn(page: Page): Promise<string[]> {
	return page.evaluate(async () => {
		const all = await indexedDB.databases();
		return all.flatMap(({ name = '' }) => (/^maydan-(outbox|cache|day)/.test(name) ? [name] : []));
	});
}
