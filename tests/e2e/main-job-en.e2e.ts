/**
 * The main job, in English on a phone: with a signal that comes and goes, second thoughts, a pause,
 * and a person who wants to leave before everything is sent.
 */
import { expect } from '@playwright/test';
import { inspectorOn } from './inspector.ts';
import { leaveDevices, newDevice, signIn, waitUntilKept } from './sign-in.ts';
import { test } from './stage.ts';
import { en as words } from './words.ts';

test.afterEach(({ browser }) => leaveDevices(browser));

const screen = { viewport: { width: 390, height: 844 }, hasTouch: true, locale: 'en-GB' };

test('an inspector with a phone, a bad signal and second thoughts', async ({ browser, server }) => {
	test.setTimeout(180_000);
	const phone = await newDevice(browser, screen);
	const majid = inspectorOn(phone, words);
	const pill = phone.getByRole('link', { name: /^Sending:/ });
	let number = '';

	await test.step('he finds a job by a few digits of its number, typed in Arabic', async () => {
		await signIn(phone, server.url, 'inspector19', words);
		[number = ''] = await majid.untouchedJobs();
		await waitUntilKept(phone);
		await phone.getByRole('textbox', { name: 'Search by number' }).fill(arabicDigits(number));
		await expect(majid.rows).toHaveCount(1);
		await majid.openJob(number);
	});

	await test.step('online: he sets off, thinks better of it after it was sent, sets off again', async () => {
		await majid.act(words.setOff);
		await expect(pill).toHaveAccessibleName('Sending: All sent');
		await phone.getByRole('button', { name: words.undo, exact: true }).click();
		await expect(majid.notice('Taken back')).toBeVisible();
		await expect(majid.button(words.setOff)).toBeVisible();
		await majid.act(words.setOff);
		await expect(pill).toHaveAccessibleName('Sending: All sent');
	});

	await test.step('offline: he arrives, begins, holds with a reason, resumes', async () => {
		await phone.context().setOffline(true);
		await majid.act(words.arrived);
		await majid.act(words.start);
		await majid.button(words.hold).click();
		const sheet = phone.getByRole('dialog');
		await sheet.getByRole('radio', { name: 'Waiting for materials or equipment' }).check();
		await sheet.getByRole('button', { name: words.hold, exact: true }).click();
		await expect(majid.notice(`${words.hold}: ${words.saved}`)).toBeVisible();
		await expect(
			phone.locator('#main').getByText('Waiting for materials or equipment')
		).toBeVisible();
		await majid.act(words.resume);
	});

	await test.step('he finishes from far away, takes it back, and finishes again', async () => {
		await majid.photograph(majid.button(words.before), words.before);
		await majid.photograph(majid.button(words.after), words.after);
		const again = phone.getByRole('button', { name: new RegExp(`^${words.retake} ?: After`) });
		await majid.photograph(again, words.after);
		await expect(phone.getByRole('button', { name: /^After, / })).toHaveCount(1);
		await majid.finish('Cleared and swept', 'Recorded from the road');
		await phone.getByRole('button', { name: words.undo, exact: true }).click();
		await expect(majid.notice('Taken back').last()).toBeVisible();
		await majid.finish('Cleared, swept and washed', 'Recorded from the road');
	});

	await test.step('nobody leaves unsent work behind without being told', async () => {
		await phone.getByRole('button', { name: `${words.account}:` }).click();
		await phone.getByRole('menuitem', { name: words.signOut }).click();
		const question = phone.getByRole('dialog', { name: /\d+ items have not been sent/ });
		await expect(question.getByRole('radio', { name: 'Leave it on this device' })).toBeChecked();
		await question.getByRole('button', { name: 'Close', exact: true }).click();
	});

	await test.step('the settings show at once, offline too', async () => {
		await phone.getByRole('link', { name: 'Settings', exact: true }).click();
		await phone.getByRole('group', { name: 'Appearance' }).getByText('Sun').click();
		await expect(phone.locator('html')).toHaveAttribute('data-theme', 'sun');
		await phone.getByRole('group', { name: 'Digits' }).getByText('١٢٣').click();
		await phone.getByRole('link', { name: words.outbox, exact: true }).click();
		await expect(phone.getByText(arabicDigits(number))).toBeVisible();
	});

	await test.step('with the signal everything goes up by itself, and he signs out', async () => {
		await phone.context().setOffline(false);
		await expect(pill).toHaveAccessibleName('Sending: All sent');
		const finish = phone.getByRole('listitem').filter({ hasText: words.finish });
		await expect(finish.filter({ hasText: 'Taken back' })).toHaveCount(1);
		await expect(finish.filter({ hasText: 'Done' })).toHaveCount(1);
		await phone.getByRole('button', { name: `${words.account}:` }).click();
		await phone.getByRole('menuitem', { name: words.signOut }).click();
		await phone.getByRole('dialog').getByRole('button', { name: words.signOut }).click();
		await expect(phone).toHaveURL(/\/login$/);
	});
});

const arabicDigits = (text: string) =>
	text.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));
