/** The operator's maps of the demo city, and what of them is really on a screen. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page } from '@playwright/test';
import sharp from 'sharp';
import { cityPlan, writePmtiles, type PmtilesPlan } from '../support/pmtiles.ts';
import type { RunningServer } from '../support/server.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const door = join(root, 'src', 'cli', 'bin.js');
const muscat = join(root, 'src', 'lib', 'server', 'city', 'profiles', 'muscat');

/** Adds a map beside the running server, as an operator does; answers with its size. */
export async function addCityMap(
	{ dataDir }: Pick<RunningServer, 'dataDir'>,
	change: Partial<PmtilesPlan> = {}
): Promise<number> {
	const bytes = writePmtiles(cityPlan(muscat, change));
	const file = join(dataDir, 'muscat.pmtiles');
	writeFileSync(file, bytes);
	await add(dataDir, file);
	rmSync(file);
	return bytes.length;
}

/**
 * Names a tile server beside the running one, as an operator does: one on this machine, without a
 * picture for every third column. Answers with what ends it.
 */
export async function addPictures({ dataDir }: RunningServer): Promise<() => void> {
	const create = { width: 256, height: 256, channels: 3 as const, background: '#7a5' };
	const picture = await sharp({ create }).png().toBuffer();
	const tiles = createServer(({ url = '' }, answer) => {
		const isMissing = Number(/^\/\d+\/(\d+)\//.exec(url)?.[1]) % 3 === 0;
		answer.writeHead(isMissing ? 404 : 200, { 'content-type': 'image/png' });
		answer.end(isMissing ? '' : picture);
	}).listen(0, '127.0.0.1');
	await once(tiles, 'listening');
	const address = tiles.address();
	const port = typeof address === 'object' ? address?.port : '';
	const template = `http://127.0.0.1:${port}/{z}/{x}/{y}`;
	await add(dataDir, '--raster', template, '--credit', '© Pictures');
	return () => void tiles.close().closeAllConnections();
}

function add(dataDir: string, ...what: readonly string[]) {
	return run(process.execPath, [door, 'map', 'add', ...what], {
		env: { ...process.env, MAYDAN_BUILD: 'keep', DATA_DIR: dataDir }
	});
}

/** From the next page on, notes every word that is painted on a canvas. */
export async function notePaintedWords(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const words = new Set<string>();
		Reflect.set(globalThis, 'paintedWords', words);
		const write = CanvasRenderingContext2D.prototype.fillText;
		CanvasRenderingContext2D.prototype.fillText = function (...args) {
			words.add(args[0]);
			return write.apply(this, args);
		};
	});
}

/** The words painted since the page began, or since they were last asked for. */
export function paintedWords(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const words: Set<string> = Reflect.get(globalThis, 'paintedWords');
		const all = [...words];
		words.clear();
		return all;
	});
}

/**
 * Waits until the operator's map is painted, and something is painted wherever one looks: beyond its
 * bounds that is the ground of the sketch.
 */
export async function expectDrawn(page: Page, name: string): Promise<void> {
	await expect.poll(() => page.evaluate(lookAtGround), name).toEqual({ map: true, blank: 0 });
}

/** Asks the ground at points all over the map; the operator's tiles are the ones of 256 px. */
function lookAtGround(): { map: boolean; blank: number } {
	const host = document.querySelector('.leaflet-container')!.getBoundingClientRect();
	const tiles = [...document.querySelectorAll<HTMLCanvasElement>('.leaflet-tile-pane canvas')];
	const isPainted = (tile: HTMLCanvasElement, x: number, y: number) => {
		const box = tile.getBoundingClientRect();
		const [across, down] = [(x - box.left) / box.width, (y - box.top) / box.height];
		if (tile.width === 0 || across < 0 || across >= 1 || down < 0 || down >= 1) return false;
		const pen = tile.getContext('2d');
		const at = [Math.floor(across * tile.width), Math.floor(down * tile.height)] as const;
		return pen?.getImageData(...at, 1, 1).data[3] === 255;
	};
	let [blank, ofMap] = [0, 0];
	for (let step = 0; step < 100; step += 1) {
		const x = host.left + host.width * (((step % 10) + 0.5) / 10);
		const y = host.top + host.height * ((Math.floor(step / 10) + 0.5) / 10);
		const painted = tiles.filter((tile) => isPainted(tile, x, y));
		if (painted.length === 0) blank += 1;
		if (painted.some((tile) => Math.round(tile.getBoundingClientRect().width) === 256)) ofMap += 1;
	}
	return { map: ofMap > 20, blank };
}
