/** A PIN on a shared tablet, as its people set, lock and type it. */
import { expect, type Page } from '@playwright/test';
import { signIn, waitUntilKept } from './sign-in.ts';
import type { Words } from './words.ts';

export const lockScreen = (page: Page) => page.locator('dialog[data-lock]');
export const pinField = (page: Page) => lockScreen(page).locator('input[type=password]');

/** Signs in by password, sets a PIN, and leaves the page on the list; answers with the person's name. */
export async function enrol(
	page: Page,
	origin: string,
	userName: string,
	pin: string,
	words: Words
): Promise<string> {
	await signIn(page, origin, userName, words);
	await waitUntilKept(page);
	await setPin(page, pin, words);
	const account = page.getByRole('button', { name: `${words.account}:` });
	const label = (await account.getAttribute('aria-label')) ?? '';
	await page.getByRole('link', { name: words.jobs, exact: true }).first().click();
	return label.replace(/^[^:]+: /, '');
}

/** Sets a PIN in the settings, where it leaves the page; `look` is called on the open dialog. */
export async function setPin(
	page: Page,
	pin: string,
	words: Words,
	look?: (dialog: string) => Promise<void>
): Promise<void> {
	const said = {
		ar: { settings: 'الإعدادات', set: 'تعيين رمز', pin: 'الرمز الجديد', again: 'تكرار الرمز' },
		en: { settings: 'Settings', set: 'Set a PIN', pin: 'New PIN', again: 'Repeat the PIN' }
	}[words.lang];
	const saved = { ar: ['حفظ الرمز', 'حُفظ الرمز'], en: ['Save the PIN', 'PIN saved'] }[words.lang];
	await page.getByRole('link', { name: said.settings, exact: true }).click();
	await page.getByRole('button', { name: said.set, exact: true }).click();
	const dialog = page.getByRole('dialog', { name: said.set });
	await dialog.getByLabel(said.pin).fill(pin);
	await dialog.getByLabel(said.again).fill(pin);
	await look?.(said.set);
	await dialog.getByRole('button', { name: saved[0]!, exact: true }).click();
	await expect(page.getByText(saved[1]!, { exact: true })).toBeVisible();
}

/** Locks the screen by the button in the bar. */
export async function lock(page: Page, words: Words): Promise<void> {
	const name = words.lang === 'ar' ? 'قفل الشاشة' : 'Lock the screen';
	await page.getByRole('banner').getByRole('button', { name, exact: true }).click();
	await expect(lockScreen(page)).toBeVisible();
}

/** Types a PIN and waits until it was judged. */
export async function typePin(page: Page, pin: string): Promise<void> {
	const field = pinField(page);
	await field.fill(pin);
	await field.press('Enter');
	// Judged: the field is empty again, or gone with its page.
	await page.waitForFunction(
		(tried) => document.querySelector<HTMLInputElement>('dialog[data-lock] input')?.value !== tried,
		pin
	);
}
