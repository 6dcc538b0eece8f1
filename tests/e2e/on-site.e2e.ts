/**
 * Was he there? Evidence and one question, never a wall: who was there is not asked why he was not, and
 * who cannot be located closes his job with a reason.
 */
import { expect, type Page } from '@playwright/test';
import { outboxOn } from './books.ts';
import { answerOpenQuestions, type Inspector } from './inspector.ts';
import { atFirstJob, beginWork, test } from './stage.ts';
import { en as words } from './words.ts';

const onSiteOf = async (page: Page) =>
	(await outboxOn(page)).commands
		.filter(({ type }) => type === 'arrive' || type === 'finish')
		.map(({ args }) => args.onSite);

test('asks nobody who was there why he is not, although he drove away and the app was started anew [story 38]', async ({
	device,
	server
}) => {
	const inspector = await atFirstJob(device, server.url, 'inspector39');
	const { page } = inspector;
	const place = await placeOf(page);
	await stand(page, place);
	await beginWork(inspector);
	await photographBoth(inspector);
	const away = { ...place, latitude: place.latitude + 300 / 111_195 };
	await stand(page, away);
	await page.reload();
	await inspector.button(words.finish).click();
	const sheet = page.getByRole('dialog');
	await sheet.getByRole('textbox', { name: words.whatWasDone }).fill('Filled and rolled');
	await answerOpenQuestions(sheet, words);
	await sheet.getByRole('button', { name: words.finish, exact: true }).click();
	await expect(sheet).toBeHidden();
	expect(await onSiteOf(page)).toEqual([
		{ distanceMetres: 0, accuracyMetres: 8, remark: null },
		{ distanceMetres: 0, accuracyMetres: 8, remark: null }
	]);

	// From the same spot the next job is asked about: he has not been there.
	await page.getByRole('link', { name: words.jobs, exact: true }).click();
	const [other = ''] = await inspector.untouchedJobs();
	await inspector.openJob(other);
	await beginWork(inspector);
	await photographBoth(inspector);
	await inspector.button(words.finish).click();
	await sheet.getByRole('textbox', { name: words.whatWasDone }).fill('Swept');
	await answerOpenQuestions(sheet, words);
	await sheet.getByRole('button', { name: words.finish, exact: true }).click();
	await expect(
		sheet.getByText(/^You are about .* away \(.*±10.*\)\. Record anyway\?$/)
	).toBeVisible();
	await sheet.getByRole('button', { name: words.record, exact: true }).click();
	await expect(sheet).toBeHidden();
});

test('closes a job without any position, for a reason at one press, and takes a note afterwards [story 39]', async ({
	device,
	server
}) => {
	await device.clearPermissions();
	await device.grantPermissions(['camera']);
	const inspector = await atFirstJob(device, server.url, 'inspector40');
	const { page } = inspector;
	await beginWork(inspector);
	await photographBoth(inspector);
	await inspector.button(words.finish).click();
	const sheet = page.getByRole('dialog');
	await sheet.getByRole('textbox', { name: words.whatWasDone }).fill('Filled and rolled');
	await answerOpenQuestions(sheet, words);
	await sheet.getByRole('button', { name: words.finish, exact: true }).click();
	await expect(sheet.getByText('Your position is not known now. Record anyway?')).toBeVisible();
	await sheet.getByRole('button', { name: words.record, exact: true }).click();
	await expect(sheet.getByText('Choose a reason or write one')).toBeVisible();
	await sheet.getByRole('button', { name: 'No position signal here', exact: true }).click();
	await sheet.getByRole('button', { name: words.record, exact: true }).click();
	await expect(sheet).toBeHidden();
	const nowhere = { distanceMetres: null, accuracyMetres: null };
	expect(await onSiteOf(page)).toEqual([
		{ ...nowhere, remark: null },
		{ ...nowhere, remark: 'No position signal here' }
	]);
	await inspector.note('The receiver works again: it was this place');
	const { commands } = await outboxOn(page);
	expect(commands.map(({ type }) => type).at(-1)).toBe('addNote');
});

async function photographBoth(inspector: Inspector): Promise<void> {
	await inspector.photograph(inspector.button(words.before), words.before);
	await inspector.photograph(inspector.button(words.after), words.after);
}

interface Spot {
	latitude: number;
	longitude: number;
	accuracy: number;
}

async function placeOf(page: Page): Promise<Spot> {
	const text = await page.getByText(/^\d+\.\d{5}, \d+\.\d{5}$/).innerText();
	const [latitude = 0, longitude = 0] = text.split(', ').map(Number);
	return { latitude, longitude, accuracy: 8 };
}

/**
 * Moves the tablet and waits until the page is told so. A receiver speaks when it has something new, so
 * it is moved by a hair until whoever listens has heard.
 */
async function stand(page: Page, spot: Spot): Promise<void> {
	const heard = await page.evaluateHandle(() => {
		const place = { latitude: Number.NaN };
		navigator.geolocation.watchPosition(({ coords }) => (place.latitude = coords.latitude));
		return place;
	});
	let tries = 0;
	await expect
		.poll(
			async () => {
				tries += 1;
				const latitude = spot.latitude + tries * 1e-7;
				await page.context().setGeolocation({ ...spot, latitude });
				return heard.evaluate(({ latitude }) => latitude);
			},
			{ timeout: 30_000 }
		)
		.toBeCloseTo(spot.latitude, 5);
}
