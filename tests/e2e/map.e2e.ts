/**
 * The map of the field: downloaded, cut and resumed, drawn without a network at every zoom, and the
 * place of the device on it.
 */
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { onlyFor, type Line } from '../support/line.ts';
import { expectAccessible } from './accessible.ts';
import {
	addCityMap,
	addPictures,
	expectDrawn,
	notePaintedWords,
	paintedWords
} from './city-map.ts';
import { inspectorOn } from './inspector.ts';
import { enter, waitUntilKept } from './sign-in.ts';
import { test } from './stage.ts';
import { ar } from './words.ts';

const words = {
	layers: 'طبقات الخريطة',
	download: /^تنزيل خريطة منطقتك \(نحو .+\)$/,
	stop: 'إيقاف التنزيل',
	cut: /^انقطع التنزيل عند .+ من .+$/,
	goOn: 'متابعة التنزيل',
	held: 'الخريطة محفوظة على هذا الجهاز',
	remove: 'حذف الخريطة',
	removeAsk: 'حذف خريطة هذا الجهاز؟',
	zoomIn: 'تكبير',
	zoomOut: 'تصغير',
	locate: 'موقعي',
	areas: 'حدود الولايات',
	sketch: 'خريطة تخطيطية، ليست للملاحة',
	credit: '© OpenStreetMap',
	pictures: 'صور من خادم الخرائط',
	picturesCredit: '© Pictures'
};
const packs = /^\/api\/map\/packs\//;
const mega = 1024 * 1024;

/** An inspector on an Arabic tablet, on the map of the jobs. */
async function onTheMap(device: BrowserContext, line: Line, userName: string): Promise<Page> {
	const page = await device.newPage();
	// Zooming at once: a press is over when it is answered.
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await notePaintedWords(page);
	await enter(page, line.url, userName, ar);
	await inspectorOn(page, ar).rows.first().waitFor();
	await button(page, words.layers).waitFor();
	return page;
}

const button = (page: Page, name: string | RegExp) =>
	page.getByRole('button', { name, exact: true });

async function download(page: Page): Promise<void> {
	await button(page, words.layers).click();
	await button(page, words.download).click();
	await expect(page.getByText(words.held)).toBeVisible();
	await page.keyboard.press('Escape');
}

test.describe('the map', () => {
	test.beforeAll(({ server }) => addCityMap(server).then(() => undefined));

	test('is drawn at every zoom from a cold start without a network, with its Arabic names and the jobs on it [story 35]', async ({
		device,
		line
	}) => {
		test.slow();
		const page = await onTheMap(device, line, 'inspector31');
		await expect(page.getByText(words.credit)).toBeVisible();
		await expectDrawn(page, 'from the line');
		await download(page);
		await waitUntilKept(page);
		await line.down();
		await page.reload();
		await inspectorOn(page, ar).rows.first().waitFor();
		await expect(page.getByText(words.credit)).toBeVisible();
		await expectDrawn(page, 'at the start');
		const written = await paintedWords(page);
		expect(written.filter((word) => /\p{Script=Arabic}/u.test(word)).length).toBeGreaterThan(3);
		expect(written.filter((word) => /^[a-z ]{4,}$/i.test(word))).toEqual([]);
		for (const way of [words.zoomOut, words.zoomIn])
			while (await button(page, way).isEnabled()) {
				await button(page, way).click();
				await expectDrawn(page, `after: ${way}`);
			}
		await expectJobs(page);
		await expectAccessible(page, 'the map');
	});

	test('goes on from where its download was cut at the half, and can be deleted again [story 36]', async ({
		device,
		line,
		server
	}) => {
		test.slow();
		const sizeBytes = await addCityMap(server, { paddingBytes: 8 * mega, name: 'Large' });
		const half = Math.floor(sizeBytes / 2);
		const page = await onTheMap(device, line, 'inspector32');
		await button(page, words.layers).click();
		const isWhole = ({ headers }: { headers: Record<string, unknown> }) =>
			headers.range === 'bytes=0-';
		const mend = line.spoil((asked) =>
			packs.test(asked.path) && isWhole(asked) ? { kind: 'broken', afterBytes: half } : null
		);
		await button(page, words.download).click();
		await expect(page.getByText(words.cut)).toBeVisible();
		await expectAccessible(page, 'a download that was cut');
		mend();
		// Over a restart, too: what is here stays here.
		await page.reload();
		await button(page, words.layers).click();
		await button(page, words.goOn).click();
		await expect(page.getByText(words.held)).toBeVisible();
		const starts = line.asked
			.filter(({ path, headers }) => packs.test(path) && /^bytes=\d+-$/.test(headers.range ?? ''))
			.map(({ headers }) => Number(/\d+/.exec(headers.range ?? '')?.[0]));
		expect(starts[0]).toBe(0);
		expect(starts.at(-1)).toBe(Math.floor(half / mega) * mega);
		await expectAccessible(page, 'the map of this device');
		await button(page, words.remove).click();
		// By its name: until it is fetched, the last dialog is the sheet that asks for it.
		await page
			.getByRole('dialog', { name: words.removeAsk })
			.getByRole('button', { name: words.remove })
			.click();
		await expect(button(page, words.download)).toBeVisible();
		expect(await page.evaluate(() => caches.keys())).not.toContainEqual(
			expect.stringMatching(/^maydan-map-/)
		);
	});

	test('is left alone by a download that a person stops before anything came', async ({
		device,
		line
	}) => {
		const page = await onTheMap(device, line, 'inspector33');
		await button(page, words.layers).click();
		await button(page, words.download).waitFor();
		line.spoil(onlyFor('GET', packs, { kind: 'silence' }));
		await button(page, words.download).click();
		await button(page, words.stop).click();
		await expect(button(page, words.download)).toBeVisible();
	});

	test('shows the layers that a person has chosen, also at the next start', async ({
		device,
		line
	}) => {
		const page = await onTheMap(device, line, 'inspector34');
		await button(page, words.layers).click();
		const areas = page.getByRole('switch', { name: words.areas });
		await expect(areas).not.toBeChecked();
		await areas.check();
		await expectAccessible(page, 'the layers of the map');
		await page.reload();
		await button(page, words.layers).click();
		await expect(areas).toBeChecked();
	});

	test('follows the device until the person moves the map, and again at a press', async ({
		device,
		line
	}) => {
		const page = await onTheMap(device, line, 'inspector35');
		const locate = button(page, words.locate);
		await locate.click();
		await expect(locate).toHaveAttribute('aria-pressed', 'true');
		// A receiver tells a second listener only of what is new.
		await device.setGeolocation({ latitude: 23.62, longitude: 58.53, accuracy: 12 });
		await expect(page.locator('.map-own-position')).toBeVisible();
		const map = page.getByRole('application');
		await map.focus();
		await page.keyboard.press('ArrowLeft');
		await expect(locate).toHaveAttribute('aria-pressed', 'false');
		await expect(page.locator('.map-own-position')).toBeAttached();
		await locate.click();
		await expect(locate).toHaveAttribute('aria-pressed', 'true');
		await locate.click();
		await expect(page.locator('.map-own-position')).toBeHidden();
	});
});

test('is the sketch without a network where nothing was downloaded [story 35]', async ({
	device,
	line
}) => {
	const page = await onTheMap(device, line, 'inspector36');
	await waitUntilKept(page);
	await line.down();
	await page.reload();
	await inspectorOn(page, ar).rows.first().waitFor();
	await expect(page.getByText(words.sketch)).toBeVisible();
	await expectJobs(page);
});

test('is made of pictures where a person chooses them, and the sketch when they cannot be had any more', async ({
	device,
	line,
	server
}) => {
	const end = await addPictures(server);
	try {
		const page = await onTheMap(device, line, 'inspector37');
		const drawn = page.locator('.map-pictures img.leaflet-tile-loaded');
		await button(page, words.layers).click();
		await page.getByRole('radio', { name: words.pictures }).check();
		await page.keyboard.press('Escape');
		await expect(page.getByText(words.picturesCredit)).toBeVisible();
		await expect.poll(() => drawn.evaluateAll(areDecoded)).toBe(true);
		await line.down();
		await button(page, words.zoomIn).click();
		await expect(page.getByText(words.sketch)).toBeVisible();
		await expect(drawn).toHaveCount(0);
		await expectJobs(page);
	} finally {
		end();
	}
});

const areDecoded = (images: readonly Node[]) =>
	images.length > 1 &&
	images.every((image) => image instanceof HTMLImageElement && image.naturalWidth === 256);

/** Pins or disks are painted: the canvases of the reports are not empty. */
async function expectJobs(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'عرض كل البلاغات', exact: true }).click();
	await expect
		.poll(() =>
			page.evaluate(() =>
				[...document.querySelectorAll<HTMLCanvasElement>('.map-reports canvas')].some((tile) =>
					tile
						.getContext('2d')
						?.getImageData(0, 0, tile.width, tile.height)
						.data.some((value) => value > 0)
				)
			)
		)
		.toBe(true);
}
