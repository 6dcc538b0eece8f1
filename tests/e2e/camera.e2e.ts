/**
 * Photos that prove: framed over the photo before the work, arranged, drawn on as copies, taken from
 * the gallery, far too large, taken while the system ends the page, and many in a row.
 */
import { expect, type CDPSession, type Page } from '@playwright/test';
import sharp from 'sharp';
import { expectAccessible } from './accessible.ts';
import { outboxOn, photoBytesOn, photoOn } from './books.ts';
import { grainyPicture, inspectorOn, type Inspector } from './inspector.ts';
import { waitUntilKept } from './sign-in.ts';
import { allSent, atFirstJob, beginWork, comeBack, pillOf, test } from './stage.ts';
import { en as words } from './words.ts';

const stripOf = (page: Page) => page.getByRole('article').getByRole('button', { name: /, \d+ / });
const cameraOn = (page: Page) => page.getByRole('dialog');
const addedPhotos = async (page: Page) =>
	(await outboxOn(page)).commands.filter(({ type }) => type === 'addPhoto').map(({ args }) => args);

test('frames the after photo over the before photo without a line, and remembers how strongly', async ({
	device,
	line
}) => {
	const inspector = await atFirstJob(device, line.url, 'inspector32');
	const { page } = inspector;
	await beginWork(inspector);
	await waitUntilKept(page);
	await line.down();
	await inspector.photograph(inspector.button(words.before), words.before);
	await inspector.button(words.before).click();
	await expect(
		cameraOn(page).getByRole('button', { name: words.before, exact: true })
	).toBeEnabled();
	await expect(ghost(page)).toBeHidden();
	await page.keyboard.press('Escape');

	await inspector.button(words.after).click();
	await expect(ghost(page)).toHaveAttribute('data-ghost', '0.35');
	await expect(page.getByRole('slider', { name: 'Show the before photo' })).toHaveAttribute(
		'aria-valuetext',
		'35%'
	);
	await expectAccessible(page, 'camera with a ghost');
	await page.getByRole('slider').press('ArrowRight');
	await expect(ghost(page)).toHaveAttribute('data-ghost', '0.5');
	await page.getByRole('slider').press('Home');
	await expect(ghost(page)).toBeHidden();
	await page.keyboard.press('Escape');
	await page.reload();
	await inspector.button(words.after).click();
	await expect(page.getByRole('slider')).toHaveAttribute('aria-valuetext', 'Off');
	await line.up();
});

test('draws on a copy of one of four photos and leaves the four as they were, byte for byte [story 8]', async ({
	device,
	line,
	server
}) => {
	const inspector = await atFirstJob(device, line.url, 'inspector33');
	const { page } = inspector;
	await beginWork(inspector);
	// What has arrived is freed on the device: without a line all of it stays to be looked at.
	await waitUntilKept(page);
	await line.down();
	for (const [slot, colour] of [
		[words.before, '#5b4f43'],
		[words.before, '#37525f'],
		[words.after, '#8f8a80'],
		[words.after, '#6b6b2f']
	] as const)
		await inspector.chooseFile(inspector.button(slot), colour);
	const before = await photoBytesOn(page);
	expect(Object.keys(before)).toHaveLength(4);
	for (const [sha256, found] of Object.entries(before)) expect(found).toBe(sha256);

	await stripOf(page).first().click();
	await expectAccessible(page, 'viewer');
	await page.getByRole('button', { name: 'Draw on a copy', exact: true }).click();
	const editor = page.getByRole('dialog', { name: 'Draw on a copy' });
	await stroke(page, [0.3, 0.3], [0.6, 0.6]);
	await editor.getByText('Blur', { exact: true }).click();
	await stroke(page, [0.1, 0.1], [0.4, 0.5]);
	await expectAccessible(page, 'editor');
	await editor.getByRole('button', { name: 'Save the copy', exact: true }).click();
	await expect(editor).toBeHidden();

	const after = await photoBytesOn(page);
	expect(after).toMatchObject(before);
	expect(Object.keys(after)).toHaveLength(5);
	const [original, , , , copy] = await addedPhotos(page);
	expect(copy).toMatchObject({ kind: 'other', derivedFrom: original?.sha256 });
	await expect(stripOf(page).filter({ hasText: 'Marked copy' })).toHaveCount(1);
	await line.up();
	await comeBack(page);
	await expect(pillOf(page)).toHaveAccessibleName(allSent);
	expect(photoOn(server, String(copy?.sha256))).toBe('stored');
});

test('arranges photos by buttons and by dragging, and the finish names them in that order', async ({
	device,
	server
}) => {
	const inspector = await atFirstJob(device, server.url, 'inspector34');
	const { page } = inspector;
	await beginWork(inspector);
	await inspector.chooseFile(inspector.button(words.before), '#5b4f43');
	for (const colour of ['#8f8a80', '#6b6b2f', '#37525f'])
		await inspector.chooseFile(inspector.button(words.after), colour);
	const [before = '', one = '', two = '', three = ''] = (await addedPhotos(page)).map(
		({ sha256 }) => String(sha256)
	);
	await page.getByRole('button', { name: 'Arrange photos', exact: true }).click();
	const earlier = page.getByRole('button', { name: 'Move earlier: After' });
	await earlier.nth(1).focus();
	await page.keyboard.press('Enter');
	await expect.poll(() => orderOn(page)).toEqual([before, two, one, three]);
	// The button went with its photo and is the first one now: it can go no further.
	await expect(earlier.first()).toBeDisabled();

	const tile = (sha256: string) => page.locator(`[data-photo="${sha256}"]`);
	await tile(three).scrollIntoViewIfNeeded();
	const [from, to] = [await tile(three).boundingBox(), await tile(two).boundingBox()];
	await page.mouse.move((from?.x ?? 0) + 60, (from?.y ?? 0) + 40);
	await page.mouse.down();
	await page.mouse.move((to?.x ?? 0) + 60, (to?.y ?? 0) + 40, { steps: 6 });
	await page.mouse.up();
	await expect.poll(async () => (await orderOn(page))[1]).toBe(three);
	await page.getByRole('button', { name: 'Done arranging', exact: true }).click();

	const arranged = await orderOn(page);
	await page.reload();
	await expect.poll(() => orderOn(page)).toEqual(arranged);
	await inspector.finish('Filled and rolled', 'Recorded from the road');
	const finish = (await outboxOn(page)).commands.find(({ type }) => type === 'finish');
	expect(finish?.args.photos).toEqual(arranged);
});

test('records own place and direction for a photo from the gallery, and says that it is one [story 42]', async ({
	device,
	server
}) => {
	await device.setGeolocation({ latitude: 23.6, longitude: 58.41, accuracy: 12 });
	const inspector = await atFirstJob(device, server.url, 'inspector35');
	const { page } = inspector;
	await beginWork(inspector);
	const session = await device.newCDPSession(page);
	await inspector.button(words.before).click();
	// Held upright, its back to the east.
	await session.send('DeviceOrientation.setDeviceOrientationOverride', {
		...{ alpha: 270, beta: 90, gamma: 0 }
	});
	const picture = await grainyPicture();
	const file = { name: 'gallery.jpg', mimeType: 'image/jpeg', buffer: picture };
	await cameraOn(page).getByText('Position is exact').waitFor();
	await cameraOn(page).getByLabel(words.chooseFile).setInputFiles(file);
	await cameraOn(page).getByRole('button', { name: words.usePhoto, exact: true }).click();
	const tile = stripOf(page).filter({ hasText: 'From the gallery' });
	await expect(tile).toHaveCount(1);
	const [args] = await addedPhotos(page);
	expect(args).toMatchObject({
		source: 'file',
		place: { lat: 23.6, lon: 58.41, accuracyMetres: 12 }
	});
	await tile.click();
	await expect(page.getByRole('dialog').getByText('From the gallery')).toBeVisible();
	await expect(page.getByRole('dialog').getByText('accuracy ±12 m')).toBeVisible();
});

test('shrinks a picture of 49 megapixels while the tablet is turned, and refuses a larger one politely [story 17]', async ({
	device,
	server
}, info) => {
	test.setTimeout(120_000);
	const inspector = await atFirstJob(device, server.url, 'inspector36');
	const { page } = inspector;
	await beginWork(inspector);
	const huge = info.outputPath('huge.jpg');
	expect(await writeNoisyPicture(huge, 8100, 6100)).toBeGreaterThan(17_000_000);
	await inspector.button(words.before).click();
	const input = cameraOn(page).getByLabel(words.chooseFile);
	await input.setInputFiles(huge);
	await page.setViewportSize({ width: 800, height: 1280 });
	const taken = page.getByRole('img', { name: 'The photo you took' });
	await taken.waitFor({ timeout: 60_000 });
	await page.setViewportSize({ width: 1280, height: 800 });
	expect(await brightnessOf(page)).toBeLessThan(200);
	await cameraOn(page).getByRole('button', { name: words.usePhoto, exact: true }).click();
	await expect(cameraOn(page)).toBeHidden();
	const [args] = await addedPhotos(page);
	expect(Math.max(Number(args?.width), Number(args?.height))).toBe(2048);
	expect(Number(args?.size)).toBeLessThanOrEqual(1_500_000);

	await inspector.button(words.after).click();
	const larger = sharp({
		create: { width: 9000, height: 6700, channels: 3, background: '#777' }
	}).jpeg();
	await input.setInputFiles({
		...{ name: 'larger.jpg', mimeType: 'image/jpeg', buffer: await larger.toBuffer() }
	});
	await expect(cameraOn(page).getByText('50 megapixels at most')).toBeVisible();
	expect(await addedPhotos(page)).toHaveLength(1);
});

test('returns to the same job and slot when the system ended the page behind its camera [story 15]', async ({
	device,
	server
}) => {
	const inspector = await atFirstJob(device, server.url, 'inspector37');
	const { page } = inspector;
	await beginWork(inspector);
	await inspector.chooseFile(inspector.button(words.before), '#5b4f43');
	const kept = (await outboxOn(page)).commands.length;
	const address = page.url();
	await inspector.button(words.after).click();
	const chooser = page.waitForEvent('filechooser');
	await cameraOn(page).getByText(words.chooseFile, { exact: true }).click();
	await chooser;
	const session = await device.newCDPSession(page);
	const crashed = page.waitForEvent('crash');
	void session.send('Page.crash').catch(() => undefined);
	await crashed;

	const again = inspectorOn(await device.newPage(), words);
	await again.page.goto(server.url);
	await expect(again.page).toHaveURL(address);
	await expect(again.page.getByText('The photo was not kept: After')).toBeVisible();
	expect((await outboxOn(again.page)).commands).toHaveLength(kept);
	await expectAccessible(again.page, 'a pending photo');
	const takeAgain = again.page.getByRole('button', { name: 'Take it again', exact: true });
	await again.chooseFile(takeAgain, '#8f8a80');
	expect((await addedPhotos(again.page)).map(({ kind }) => kind)).toEqual(['before', 'after']);
	await again.page.reload();
	await expect(again.button(words.finish)).toBeVisible();
	await expect(again.page.getByText('The photo was not kept')).toBeHidden();
});

test('holds no more memory after twelve photos in a row than after two [story 16]', async ({
	device,
	server
}) => {
	test.setTimeout(180_000);
	await device.addInitScript(countHeld);
	const inspector = await atFirstJob(device, server.url, 'inspector38');
	const { page } = inspector;
	const session = await device.newCDPSession(page);
	const pictures = await Promise.all(Array.from({ length: 6 }, () => grainyPicture()));
	let early = 0;
	for (const round of [0, 1]) {
		if (round === 1) await openNext(inspector);
		await beginWork(inspector);
		for (const [index, picture] of pictures.entries()) {
			const opener = inspector.button(index % 2 === 0 ? words.before : words.after);
			const kind = index % 2 === 0 ? words.before : words.after;
			if (index < 3) await inspector.photograph(opener, kind);
			else await inspector.chooseFile(opener, picture);
			if (round === 0 && index === 1) early = await heldBytes(session);
		}
		await expect(pillOf(page)).toHaveAccessibleName(allSent);
	}
	expect(await addedPhotos(page)).toHaveLength(12);
	// Eight megabytes are what ten photos of this size would leave at the least.
	expect((await heldBytes(session)) - early).toBeLessThan(8_000_000);
	const left = await page.evaluate(() => ({
		addresses: held.addresses.size,
		bitmaps: [...held.bitmaps].filter(({ width }) => width > 0).length,
		shown: document.querySelectorAll('img[src^="blob:"]').length
	}));
	expect(left.bitmaps).toBe(0);
	expect(left.addresses).toBe(left.shown);
});

const ghost = (page: Page) => page.locator('img[data-ghost]');

const orderOn = (page: Page) =>
	page
		.locator('[data-photo]')
		.evaluateAll((tiles) =>
			tiles
				.filter(({ textContent }) => /Before|After/.test(textContent))
				.map((tile) => tile.getAttribute('data-photo'))
		);

/** Draws a line on the picture, from and to given as shares of its width and height. */
async function stroke(
	page: Page,
	[x1, y1]: readonly [number, number],
	[x2, y2]: readonly [number, number]
): Promise<void> {
	const box = await page.locator('dialog canvas').last().boundingBox();
	if (box === null) throw new Error('There is no picture to draw on');
	await page.mouse.move(box.x + x1 * box.width, box.y + y1 * box.height);
	await page.mouse.down();
	await page.mouse.move(box.x + x2 * box.width, box.y + y2 * box.height, { steps: 5 });
	await page.mouse.up();
}

async function openNext(inspector: Inspector): Promise<void> {
	await inspector.page.getByRole('link', { name: words.jobs, exact: true }).click();
	const [job = ''] = await inspector.untouchedJobs();
	await inspector.openJob(job);
}

/** Bytes of a picture of grains laid side by side: grains for all of it would cost a minute. */
async function writeNoisyPicture(file: string, width: number, height: number): Promise<number> {
	const noise = { type: 'gaussian' as const, mean: 110, sigma: 40 };
	const tile = await sharp({
		create: { width: width / 10, height: height / 10, channels: 3, background: 'grey', noise }
	})
		.png()
		.toBuffer();
	const { size } = await sharp({ create: { width, height, channels: 3, background: 'grey' } })
		.composite([{ input: tile, tile: true }])
		.jpeg({ quality: 80 })
		.toFile(file);
	return size;
}

/** Mean of what the taken photo shows, 0 to 255: a white picture is one that was lost. */
function brightnessOf(page: Page): Promise<number> {
	return page.getByRole('img', { name: 'The photo you took' }).evaluate((image) => {
		const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 24 });
		const pen = canvas.getContext('2d');
		pen?.drawImage(image as HTMLImageElement, 0, 0, 32, 24);
		const { data } = pen?.getImageData(0, 0, 32, 24) ?? { data: new Uint8ClampedArray() };
		return data.reduce((sum, part) => sum + part, 0) / data.length;
	});
}

interface Held {
	addresses: Set<string>;
	bitmaps: Set<ImageBitmap>;
}
declare const held: Held;

/** Counts, in the page, the object addresses and bitmaps that nobody has given back. */
function countHeld(): void {
	const counted: Held = { addresses: new Set(), bitmaps: new Set() };
	Reflect.set(globalThis, 'held', counted);
	const { createObjectURL, revokeObjectURL } = URL;
	const makeBitmap = globalThis.createImageBitmap;
	URL.createObjectURL = (object) => {
		const address = createObjectURL.call(URL, object);
		counted.addresses.add(address);
		return address;
	};
	URL.revokeObjectURL = (address) => {
		counted.addresses.delete(address);
		revokeObjectURL.call(URL, address);
	};
	globalThis.createImageBitmap = async (...args: unknown[]) => {
		const bitmap = (await Reflect.apply(makeBitmap, globalThis, args)) as ImageBitmap;
		counted.bitmaps.add(bitmap);
		return bitmap;
	};
}

/** What the page's script holds after everything let go of was collected, buffers included. */
async function heldBytes(session: CDPSession): Promise<number> {
	await session.send('HeapProfiler.enable');
	await session.send('HeapProfiler.collectGarbage');
	const usage = (await session.send('Runtime.getHeapUsage')) as Record<string, number>;
	return (usage.usedSize ?? 0) + (usage.backingStorageSize ?? 0);
}
