/**
 * One tablet, several inspectors: each with a PIN, each with the own work, switching without a network.
 * What one has recorded is sent as that one's, whoever holds the tablet when the line is back.
 */
import { expect, test, type Page } from '@playwright/test';
import { startDemo } from '../support/demo.ts';
import type { RunningServer } from '../support/server.ts';
import { expectAccessible } from './accessible.ts';
import { inspectorOn } from './inspector.ts';
import { officeOf, type Office } from './office.ts';
import { enrol, lock, lockScreen, pinField, typePin } from './pins.ts';
import { leaveDevices, newDevice, waitUntilKept } from './sign-in.ts';
import { ar, en } from './words.ts';

const tablet = { viewport: { width: 1280, height: 800 } };
const minuteMs = 60_000;
const pins = { first: '2468', second: '135790' };

// Each PIN costs a second or two of hashing, on purpose.
test.describe.configure({ timeout: 180_000 });

let server: RunningServer;
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

test('two inspectors share a tablet: they switch offline by PIN, and neither sees or sends the other’s work [D2] [story 28]', async ({
	browser
}) => {
	const page = await newDevice(browser, tablet);
	const inspector = inspectorOn(page, ar);
	const first = await enrol(page, server.url, 'inspector1', pins.first, ar);
	const [firstJob = ''] = await inspector.untouchedJobs();
	await page.context().setOffline(true);
	await inspector.openJob(firstJob);
	await inspector.act(ar.setOff);
	await lock(page, ar);
	await expectAccessible(page, 'the locked screen');
	await expect(page.getByText(firstJob).filter({ visible: true })).toHaveCount(0);

	await test.step('a colleague signs in by password, and is enrolled as well', async () => {
		await lockScreen(page).getByRole('button', { name: 'الدخول بكلمة المرور' }).click();
		await expect(page.getByText('لم يُرسل').first()).toBeVisible();
		await page.context().setOffline(false);
		await expectAccessible(page, 'the way in, with people on this device');
	});
	const second = await enrol(page, server.url, 'inspector2', pins.second, ar);
	const [secondJob = ''] = await inspector.untouchedJobs();
	await waitUntilKept(page);

	await test.step('offline: the colleague works, then the first one comes back by PIN', async () => {
		await page.context().setOffline(true);
		await inspector.openJob(secondJob);
		await inspector.act(ar.setOff);
		await inspector.act(ar.arrived);
		await lock(page, ar);
		await lockScreen(page).getByRole('button', { name: first }).click();
		await expect(lockScreen(page).getByRole('button', { name: second })).toContainText(
			'عنصران لم يُرسلا'
		);
		await typePin(page, pins.second);
		await expect(lockScreen(page).getByText('الرمز غير صحيح')).toBeVisible();
		await typePin(page, pins.first);
		await expect(page.getByRole('button', { name: `${ar.account}: ${first}` })).toBeVisible();
		await expect(inspector.row(firstJob)).toBeVisible();
		await expect(inspector.row(secondJob)).toHaveCount(0);
		await page.getByRole('navigation').getByRole('link', { name: ar.outbox }).click();
		await expect(page.getByRole('main').getByText(firstJob)).toBeVisible();
		await expect(page.getByRole('main').getByText(secondJob)).toHaveCount(0);
	});

	await test.step('online: only the own work goes, under the own name', async () => {
		await page.context().setOffline(false);
		await expectAllSent(page);
		expect(await actorsOf(firstJob, 'set_off')).toEqual([await idOf(page)]);
		expect(await actorsOf(secondJob, 'set_off')).toEqual([]);
	});

	await test.step('the other’s work goes when its person is back, without a password', async () => {
		const firstId = await idOf(page);
		await lock(page, ar);
		await lockScreen(page).getByRole('button', { name: second }).click();
		await typePin(page, pins.second);
		await expect(page.getByRole('button', { name: `${ar.account}: ${second}` })).toBeVisible();
		await expectAllSent(page);
		const secondId = await idOf(page);
		expect(secondId).not.toBe(firstId);
		expect(await actorsOf(secondJob, 'set_off')).toEqual([secondId]);
		expect(await actorsOf(secondJob, 'arrived')).toEqual([secondId]);
		expect(await actorsOf(firstJob, 'set_off')).toEqual([firstId]);
	});
});

test('a lock covers what is open and gives it back to the same person; guessing is slowed, over a reload too', async ({
	browser
}) => {
	const page = await newDevice(browser, { ...tablet, locale: 'en-GB' });
	const inspector = inspectorOn(page, en);
	await enrol(page, server.url, 'inspector3', pins.first, en);
	const [job = ''] = await inspector.untouchedJobs();
	await inspector.openJob(job);
	for (const act of [en.setOff, en.arrived, en.start]) await inspector.act(act);
	const note = page.getByRole('textbox', { name: en.note, exact: true });
	await note.fill('half a sentence');
	await inspector.button(en.hold).click();
	const sheet = page.getByRole('dialog').filter({ hasText: 'Waiting for materials' });
	await sheet.getByRole('radio', { name: 'Waiting for materials or equipment' }).check();

	await test.step('another page of this device locks both; nothing shows, nothing is reached', async () => {
		const other = await page.context().newPage();
		await other.goto(`${server.url}/field`);
		await lock(other, en);
		await page.bringToFront();
		await expect(lockScreen(page)).toBeVisible();
		await expect(page.getByText(job).filter({ visible: true })).toHaveCount(0);
		await expect(sheet).toBeHidden();
		for (const key of ['Escape', 'Escape']) await page.keyboard.press(key);
		await page.mouse.click(5, 5);
		await expect(lockScreen(page)).toBeVisible();
		await other.close();
	});

	await test.step('the PIN gives everything back as it was', async () => {
		await typePin(page, pins.first);
		await expect(lockScreen(page)).toBeHidden();
		await expect(
			sheet.getByRole('radio', { name: 'Waiting for materials or equipment' })
		).toBeChecked();
		await page.keyboard.press('Escape');
		await expect(note).toHaveValue('half a sentence');
	});

	await test.step('five wrong PINs make everybody wait, after a reload too', async () => {
		await lock(page, en);
		for (let n = 0; n < 5; n++) await typePin(page, '000000');
		await expect(lockScreen(page).getByText('Too many tries. Try again in')).toBeVisible();
		await page.reload();
		await expect(lockScreen(page).getByText('Too many tries. Try again in')).toBeVisible();
		await expect(pinField(page)).toBeDisabled();
		await expectAccessible(page, 'the locked screen that makes one wait');
	});
});

test('a screen that nobody touches locks by itself, and one that is used does not', async ({
	browser
}) => {
	const page = await newDevice(browser, { ...tablet, locale: 'en-GB' });
	await page.clock.install();
	await enrol(page, server.url, 'inspector4', pins.first, en);
	await page.clock.fastForward(4 * minuteMs);
	await page.getByRole('main').click({ position: { x: 5, y: 5 } });
	await page.clock.fastForward(4 * minuteMs);
	await expect(lockScreen(page)).toBeHidden();
	await page.clock.fastForward(2 * minuteMs);
	await expect(lockScreen(page)).toBeVisible();
	await page.reload();
	await expect(lockScreen(page)).toBeVisible();
});

const idOf = (page: Page): Promise<string> =>
	page.evaluate(
		() =>
			(
				JSON.parse(localStorage.getItem('maydan.session') ?? '{}') as {
					person: { id: string };
				}
			).person.id
	);

async function expectAllSent(page: Page): Promise<void> {
	const pill = page.getByRole('link', { name: /^(حالة الإرسال|Sending):/ });
	await expect(pill).toHaveAccessibleName(/: (كل شيء مُرسل|All sent)$/);
}

/** Who did acts of a kind on a report, by the server's books. */
async function actorsOf(number: string, kind: string): Promise<(string | null)[]> {
	const events = (await office.history(number)).filter((event) => event.kind === kind);
	return events.map(({ actorId }) => actorId);
}
