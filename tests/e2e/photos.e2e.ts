/**
 * Photos on a bad line: they come after their command, they resume, they are never taken for good
 * before the server has checked them, and the office sees what is still on the tablet.
 */
import { expect, type BrowserContext } from '@playwright/test';
import { onlyFor, withJson, type Asked, type Line, type Rule } from '../support/line.ts';
import { booksOf, cursorOn, outboxOn, photoOn } from './books.ts';
import { grainyPicture, type Inspector } from './inspector.ts';
import { enter, neverOffline } from './sign-in.ts';
import { allSent, atFirstJob, beginWork, comeBack, pillOf, test } from './stage.ts';
import { en as words } from './words.ts';

const exchanges = /^\/api\/sync$/;
const photos = /^\/api\/photos/;
/** What was on the line when it broke, and that the server never saw. */
const inFlightBytes = 64 * 1024;
const chunkBytes = 256 * 1024;

test('tells both sides that photos are still to go, pulls beside them, and lets nobody confirm before [stories 4 and 7]', async ({
	browser,
	device,
	line,
	server
}) => {
	test.setTimeout(120_000);
	const inspector = await workingInspector(device, line, 'inspector1');
	const { page } = inspector;
	const number = /[A-Z]+-\d\d-\d+-\d/.exec(await page.title())?.[0] ?? '';
	const lift = line.spoil(onlyFor('POST', photos, { kind: 'silence' }));
	await inspector.chooseFile(inspector.button(words.before), '#5b4f43');
	await inspector.chooseFile(inspector.button(words.after), '#8f8a80');
	await inspector.finish('Filled and rolled', 'Recorded from the road');
	await expect(pillOf(page)).toHaveAccessibleName('Sending: 2 photos to go');
	await page.getByRole('link', { name: words.outbox, exact: true }).click();
	await expect(page.getByText('Data sent; 2 photos to go').first()).toBeVisible();
	const before = (await outboxOn(page)).photos;
	expect(before.map(({ size, heldBytes, state }) => [state, heldBytes - size])).toEqual([
		['waiting', 0],
		['waiting', 0]
	]);
	await page.getByRole('button', { name: words.syncNow, exact: true }).click();
	await expect(pillOf(page)).toHaveAccessibleName('Sending: 2 photos to go');
	expect((await outboxOn(page)).photos).toEqual(before);

	const office = await (await browser.newContext(neverOffline)).newPage();
	await enter(office, server.url, 'directorate1', words);
	await office.goto(`${server.url}/confirm/${number}`);
	// The first copy of a whole directorate takes its time.
	const awaited = office.getByText('0 of 2 photos are here; the rest is on');
	await awaited.waitFor({ timeout: 60_000 });
	const confirm = office.getByRole('button', { name: words.confirm, exact: true });
	await expect(confirm).toBeHidden();
	await office.getByRole('button', { name: 'Confirm without waiting', exact: true }).click();
	const asks = office.getByRole('dialog', { name: 'Confirm before the photos are here' });
	await expect(asks).toBeVisible();
	await office.keyboard.press('Escape');
	lift();
	await line.down();
	await line.up();
	await comeBack(page);
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	await expect(office.getByText(/photos are here; the rest/)).toBeHidden();
	await confirm.click();
	await expect
		.poll(() => booksOf(server, 'directorate1').filter(({ effects }) => effects > 0).length)
		.toBe(1);
	await office.context().close();
});

test('sends a photo again of which one byte was flipped on the way, and never shows it as good [H2, story 5]', async ({
	device,
	line,
	server
}) => {
	const inspector = await workingInspector(device, line, 'inspector27');
	const { page } = inspector;
	const seen: (string | undefined)[] = [];
	line.spoil((asked) => {
		if (!hasPhotoBytes(asked)) return null;
		const body = Buffer.from(asked.body);
		const middle = body.length >> 1;
		if (seen.length === 0) body[middle] = (body[middle] ?? 0) ^ 1;
		seen.push(photoOn(server, shaOf(asked)));
		return seen.length === 1 ? { kind: 'altered', body } : null;
	});
	await inspector.chooseFile(inspector.button(words.before), '#2f6f5a');
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	const [photo] = (await outboxOn(page)).photos;
	expect(photoOn(server, photo?.sha256 ?? '')).toBe('stored');
	expect(seen.length).toBe(2);
	expect(seen).not.toContain('stored');
});

test('goes on with a large photo where the line broke, at the cost of one piece at most [H1, stories 22 and 24]', async ({
	device,
	line,
	server
}) => {
	const inspector = await workingInspector(device, line, 'inspector28');
	const { page } = inspector;
	let pieces = 0;
	line.spoil((asked) => {
		if (!hasPhotoBytes(asked)) return null;
		pieces += 1;
		return pieces === 2 ? { kind: 'cut', afterBytes: asked.body.length >> 1 } : null;
	});
	await inspector.chooseFile(inspector.button(words.before), await grainyPicture());
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	const [photo] = (await outboxOn(page)).photos;
	expect(photoOn(server, photo?.sha256 ?? '')).toBe('stored');
	expect(photo?.size).toBeGreaterThan(2 * chunkBytes);
	// Half of one piece never went over the line; the browser may repeat a piece by itself.
	const sent = line.asked.filter(hasPhotoBytes);
	const total = sent.reduce((sum, { body }) => sum + body.length, 0) - chunkBytes / 2;
	expect(total).toBeLessThanOrEqual((photo?.size ?? 0) + chunkBytes + inFlightBytes);
	// The piece after the broken one: from the start only where all had been lost.
	expect(Number(sent[2]?.headers['upload-offset'])).toBeGreaterThanOrEqual(chunkBytes);
});

test('an app too old to read still hands in its acts and photos, and offers the update [B8]', async ({
	device,
	line,
	server
}) => {
	const inspector = await workingInspector(device, line, 'inspector29');
	const { page } = inspector;
	const isOld: Rule = (asked) =>
		asked.method === 'POST' && exchanges.test(asked.path)
			? withJson(asked, (json) => ({ ...(json as object), protocol: 0 }))
			: null;
	line.spoil(isOld);
	const cursor = await cursorOn(page);
	await inspector.chooseFile(inspector.button(words.before), '#6b6b2f');
	await expect(pillOf(page)).toHaveAccessibleName('Sending: Update needed');
	await expect(page.getByText(/^This version is too old for the server/)).toBeVisible();
	const { commands, photos: taken } = await outboxOn(page);
	await expect.poll(() => photoOn(server, taken[0]?.sha256 ?? '')).toBe('stored');
	expect(booksOf(server, 'inspector29').map(({ id }) => id)).toEqual(commands.map(({ id }) => id));
	expect(await cursorOn(page)).toBe(cursor);
});

async function workingInspector(
	device: BrowserContext,
	line: Line,
	userName: string
): Promise<Inspector> {
	const inspector = await atFirstJob(device, line.url, userName);
	await beginWork(inspector);
	return inspector;
}

const hasPhotoBytes = ({ method, path, body }: Asked) =>
	photos.test(path) && (method === 'POST' || method === 'PATCH') && body.length > 0;

/** A piece names its photo in its address, the first one in what tus says of it. */
function shaOf({ path, headers }: Asked): string {
	const named = /sha256 ([^,]+)/.exec(String(headers['upload-metadata']))?.[1];
	return named === undefined
		? (path.split('/').at(-1) ?? '')
		: Buffer.from(named, 'base64').toString();
}
