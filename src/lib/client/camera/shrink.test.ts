import { afterEach, expect, it, vi } from 'vitest';
import { createShrinker } from './shrink';

afterEach(() => vi.unstubAllGlobals());

it('takes the picture itself where its worker could not be loaded, instead of waiting for it', async () => {
	const made: EventTarget[] = [];
	class MissingWorker extends EventTarget {
		constructor() {
			super();
			made.push(this);
		}
		postMessage() {}
		terminate() {}
	}
	// Neither is used but for being there.
	vi.stubGlobal('OffscreenCanvas', Map);
	vi.stubGlobal('Worker', MissingWorker);
	vi.stubGlobal('ImageBitmap', Map);
	vi.stubGlobal('isSecureContext', true);
	const shrinker = createShrinker();
	made[0]?.dispatchEvent(new Event('error'));
	const shrunk = await shrinker.shrink(new Blob(['no picture at all']));
	expect(shrunk).toEqual({ ok: false, reason: 'unreadable' });
	shrinker.close();
});
