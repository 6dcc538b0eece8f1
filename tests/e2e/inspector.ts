/**
 * What an inspector does with his hands on the tablet, in the words of either language. Every act
 * waits for its own notice: an act that is not answered is a failed story.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import sharp from 'sharp';
import type { Words } from './words.ts';

export interface Inspector {
	readonly page: Page;
	/** The list as it is shown now. */
	readonly rows: Locator;
	/** The row of a job in the list. */
	row(number: string): Locator;
	/** Numbers of jobs that are assigned and not begun, in the order of the list. */
	untouchedJobs(): Promise<string[]>;
	openJob(number: string): Promise<void>;
	/** Presses an act of the bar and waits until it says that it is saved. */
	act(name: string): Promise<void>;
	/**
	 * Opens the camera by its button, shoots, keeps the photo. The film of the test camera begins anew
	 * after a reload, and a photo that the report has already is refused: then choose a file.
	 */
	photograph(button: Locator, kind: string): Promise<void>;
	/** Opens the camera by its button and chooses a picture instead: of one colour, or these bytes. */
	chooseFile(button: Locator, picture: string | Buffer): Promise<void>;
	button(name: string): Locator;
	/** Writes a note on the open job and waits until it is saved. */
	note(text: string): Promise<void>;
	/**
	 * Fills the finish sheet in and sends it off, with yes to whatever must be answered; `remark`
	 * answers the question of a far place.
	 */
	finish(text: string, remark?: string): Promise<void>;
	notice(text: string): Locator;
}

/** The inspector who is signed in on a page. */
export function inspectorOn(page: Page, words: Words): Inspector {
	const bar = page.getByRole('group', { name: words.acts });
	const notices = page.getByRole('region', { name: words.notices });
	const rows = page.getByRole('list', { name: words.jobList }).getByRole('listitem');
	const notice = (text: string) => notices.getByText(text, { exact: true });
	const button = (name: string) => bar.getByRole('button', { name, exact: true });
	const saved = (act: string) => expect(notice(`${act}: ${words.saved}`)).toBeVisible();
	return {
		page,
		rows,
		notice,
		button,
		row: (number) => rows.filter({ hasText: number }),
		async untouchedJobs() {
			const untouched = rows.filter({ has: page.getByText(words.assigned, { exact: true }) });
			await untouched.first().waitFor();
			const texts = await untouched.allInnerTexts();
			return texts.map((text) => /[A-Z]+-\d\d-\d+-\d/.exec(text)?.[0] ?? '');
		},
		async openJob(number) {
			await rows.filter({ hasText: number }).getByRole('link').click();
			await expect(page).toHaveTitle(new RegExp(number));
		},
		async act(name) {
			await button(name).click();
			await saved(name);
		},
		async photograph(opener, kind) {
			await opener.click();
			const camera = page.getByRole('dialog');
			await camera.getByRole('button', { name: kind, exact: true }).click();
			await camera.getByRole('button', { name: words.usePhoto, exact: true }).click();
			await expect(camera).toBeHidden();
		},
		async chooseFile(opener, picture) {
			await opener.click();
			const camera = page.getByRole('dialog');
			const buffer = typeof picture === 'string' ? await plainPicture(picture) : picture;
			const file = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer };
			await camera.getByLabel(words.chooseFile).setInputFiles(file);
			await camera.getByRole('button', { name: words.usePhoto, exact: true }).click();
			await expect(camera).toBeHidden();
		},
		async note(text) {
			const field = page.getByRole('textbox', { name: words.note, exact: true });
			await field.fill(text);
			await page.getByRole('button', { name: words.addNote, exact: true }).click();
			// The field is emptied once the note stands in the outbox, and not before.
			await expect(field).toHaveValue('');
		},
		async finish(text, remark) {
			await button(words.finish).click();
			const sheet = page.getByRole('dialog');
			await sheet.getByRole('textbox', { name: words.whatWasDone }).fill(text);
			await answerOpenQuestions(sheet, words);
			await sheet.getByRole('button', { name: words.finish, exact: true }).click();
			if (remark !== undefined) {
				await sheet.getByRole('textbox', { name: words.remark }).fill(remark);
				await sheet.getByRole('button', { name: words.record, exact: true }).click();
			}
			await expect(sheet).toBeHidden();
			await saved(words.finish);
		}
	};
}

/** From here on whatever urgent work comes is acknowledged before the next press, as its dialog asks. */
export async function acknowledgeUrgent(page: Page, words: Words): Promise<void> {
	// Another one may stand behind it: only that this very one has gone is waited for.
	await page.addLocatorHandler(
		page.getByRole('alertdialog'),
		async (dialog) => {
			const id = (await dialog.getAttribute('id')) ?? '';
			await dialog.getByRole('button', { name: words.urgentSeen, exact: true }).click();
			await expect(page.locator(`[id="${id}"]`)).toBeHidden();
		},
		{ noWaitAfter: true }
	);
}

/** Says yes to what must still be answered in the finish sheet. */
export async function answerOpenQuestions(sheet: Locator, words: Words): Promise<void> {
	const open = sheet.getByRole('region', { name: words.openQuestions });
	for (const yes of await open.getByText(words.yes, { exact: true }).all()) await yes.click();
}

/**
 * Writes notes on the open job as fast as a page can: the next one as soon as the one before is in
 * the outbox. `told` hears of each then, and the page writes on meanwhile.
 */
export async function writeNotes(
	page: Page,
	texts: readonly string[],
	words: Words
): Promise<void> {
	await page.getByRole('button', { name: words.addNote, exact: true }).waitFor();
	await page.evaluate(
		async ({ texts, add }) => {
			const button = [...document.querySelectorAll('button')].find(
				({ textContent }) => textContent.trim() === add
			)!;
			const field = button.form!.querySelector('textarea')!;
			const turn = () => new Promise((resolve) => setTimeout(resolve));
			for (const text of texts) {
				field.value = text;
				field.dispatchEvent(new Event('input', { bubbles: true }));
				while (button.disabled) await turn();
				button.click();
				while (field.value !== '') await turn();
				const told: unknown = Reflect.get(globalThis, 'told');
				if (typeof told === 'function') told(text);
			}
		},
		{ texts, add: words.addNote }
	);
}

function plainPicture(colour: string): Promise<Buffer> {
	const size = { width: 1600, height: 1200, channels: 3 as const };
	return sharp({ create: { ...size, background: colour } })
		.jpeg()
		.toBuffer();
}

/** A picture of grains: no camera makes a larger file of so many pixels. */
export function grainyPicture(): Promise<Buffer> {
	const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 };
	return sharp({ create: { width: 1600, height: 1200, channels: 3, background: 'grey', noise } })
		.jpeg({ quality: 90 })
		.toBuffer();
}
