/**
 * The shrinker of one screen: pictures go in, photos come out, one at a time.
 *
 * 1. One picture is decoded at a time; the next waits.
 * 2. It works in a worker; where the worker cannot be had or has no canvas, on the page.
 * 3. `close` ends the worker and with it the memory it held.
 */
import type { Dimensions } from './dimensions';
import { reencode, type Picture, type Shrunk } from './reencode';
import type { ShrinkOrder, ShrinkReply } from './shrink.worker';

export interface Shrinker {
	/** Uses up the picture; never rejects. */
	shrink(picture: Picture): Promise<Shrunk>;
	close(): void;
}

/** A shrinker of its own for whoever shows the camera; close it when that is gone. */
export function createShrinker(): Shrinker {
	let worker: Worker | null = typeof OffscreenCanvas === 'undefined' ? null : startWorker();
	// Without a line its script may be missing: that is said before anybody asks it for anything.
	worker?.addEventListener('error', () => (worker = null));
	let last: Promise<unknown> = Promise.resolve();
	let orders = 0;

	async function run(picture: Picture): Promise<Shrunk> {
		const asked = worker;
		if (!asked) return reencode(picture, encodeOnPage);
		const answer = await askWorker(asked, { id: (orders += 1), picture });
		if (answer) return answer;
		// The worker died of the picture. A frame went with it; a file is still here.
		asked.terminate();
		worker = null;
		return picture instanceof Blob
			? reencode(picture, encodeOnPage)
			: { ok: false, reason: 'failed' };
	}

	return {
		shrink(picture) {
			const shrunk = last.then(() => run(picture));
			last = shrunk;
			return shrunk;
		},
		close() {
			worker?.terminate();
			worker = null;
		}
	};
}

function startWorker(): Worker {
	return new Worker(new URL('./shrink.worker.ts', import.meta.url), { type: 'module' });
}

/** The worker's answer; null when it fails without one. */
function askWorker(worker: Worker, order: ShrinkOrder): Promise<Shrunk | null> {
	return new Promise((resolve) => {
		const settle = (shrunk: Shrunk | null) => {
			worker.removeEventListener('message', answer);
			worker.removeEventListener('error', fail);
			resolve(shrunk);
		};
		const answer = ({ data }: MessageEvent<ShrinkReply>) => {
			if (data.id === order.id) settle(data.shrunk);
		};
		const fail = () => settle(null);
		worker.addEventListener('message', answer);
		worker.addEventListener('error', fail);
		worker.postMessage(order, order.picture instanceof ImageBitmap ? [order.picture] : []);
	});
}

function encodeOnPage(picture: ImageBitmap, size: Dimensions, quality: number): Promise<Blob> {
	const canvas = Object.assign(document.createElement('canvas'), size);
	const pen = canvas.getContext('2d', { alpha: false });
	if (pen) {
		pen.imageSmoothingQuality = 'high';
		pen.drawImage(picture, 0, 0, size.width, size.height);
	}
	return new Promise((resolve, reject) => {
		canvas.toBlob(
			(blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be encoded.'))),
			'image/jpeg',
			quality
		);
	});
}
