/**
 * What a supervisor does with the hands at the desk, in English: looks a report up, ticks, opens a
 * row's menu, gives work to somebody. Nothing here waits for another desk; the stories do.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import { en } from './words.ts';

export interface Desk {
	readonly page: Page;
	/** The bar below the table while something is ticked. */
	readonly bulk: Locator;
	readonly dialog: Locator;
	/** Narrows the table to a report, and waits for nothing. */
	look(number: string): Promise<Locator>;
	tick(...numbers: string[]): Promise<void>;
	/** Chooses a line in the menu of the report that is looked at. */
	choose(number: string, act: string | RegExp): Promise<void>;
	/** Chooses a line behind "More" of the bar. */
	more(act: string): Promise<void>;
	/** Assigns or reassigns what is looked at to somebody. */
	give(number: string, act: 'Assign' | 'Reassign', name: string): Promise<void>;
	/** Presses the Undo of the notice that says so; an older one may stand beside it. */
	undo(name: string, notice: string): Promise<void>;
	/** Opens the page of the report that is looked at. */
	open(number: string): Promise<void>;
}

/** The desk that stands on a page. */
export function deskOn(page: Page): Desk {
	const dialog = page.getByRole('dialog');
	const bulk = page.getByRole('region', { name: 'Acts on selected reports' });
	const row = (number: string) => page.getByRole('row').filter({ hasText: number });
	async function look(number: string) {
		await page.getByRole('textbox', { name: en.searchDesk }).fill(number);
		return row(number);
	}
	async function choose(number: string, act: string | RegExp) {
		await look(number);
		await page.getByRole('button', { name: `Acts for ${number}` }).click();
		await page.getByRole('menuitem', { name: act }).click();
	}
	return {
		page,
		dialog,
		bulk,
		look,
		choose,
		async tick(...numbers) {
			for (const number of numbers) {
				await look(number);
				await page.getByRole('checkbox', { name: `${en.select} ${number}` }).check();
			}
		},
		async more(act) {
			await bulk.getByRole('button', { name: 'More', exact: true }).click();
			await page.getByRole('menuitem', { name: act }).click();
		},
		async give(number, act, name) {
			await choose(number, act);
			await dialog.getByRole('radio', { name }).check();
			await dialog.getByRole('button', { name: act, exact: true }).click();
			await expect(dialog).toBeHidden();
		},
		undo: (name, notice) =>
			page
				.locator('.toast', { hasText: notice })
				.getByRole('button', { name, exact: true })
				.click(),
		async open(number) {
			await (await look(number)).getByRole('link').first().click();
			await expect(page).toHaveTitle(new RegExp(number));
		}
	};
}
