import { afterEach, expect, it, vi } from 'vitest';
import { createShrinker } from './shrink';

afterEach(() => vi.unstubAllGlobals());

it('takes the picture itself where its worker could not be loaded, instead of waiting for it', async () => {
	let worker: EventTarget | undefined;
	class MissingWorker extends EventTarget {
		constructor() {
			super();
			worker = this;
		}
		postMessage() {}
		terminate() {}
	}
	vi.stubGlobal('OffscreenCanvas', class {});
	vi.stubGlobal('Worker', MissingWorker);
	vi.stubGlobal('ImageBitmap', class {});
	vi.stubGlobal('isSecureContext', true);
	const shrinker = createShrinker();
	worker?.dispatchEvent(new Event('error'));
	const shrunk = await shrinker.shrink(new Blob(['no picture at all']));
	expect(shrunk).toEqual({ ok: false, reason: 'unreadable' });
	shrinker.close();
});
