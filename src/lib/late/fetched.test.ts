import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetched } from './fetched';

const page = new EventTarget();
const failed = { sheet: null, cloneNode: () => 'the same address', replaceWith: vi.fn() };
const standing = { sheet: {}, cloneNode: () => null, replaceWith: vi.fn() };

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
	vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
	vi.stubGlobal('document', { querySelectorAll: () => [failed, standing] });
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
	vi.clearAllMocks();
});

/** Fails as often as it is told, then brings a part. */
function aPart(failures: number) {
	return vi.fn(() =>
		failures-- > 0 ? Promise.reject(new TypeError('no line')) : Promise.resolve('part')
	);
}

describe('a part that comes after the first view', () => {
	it('is fetched once where the line holds', async () => {
		const load = aPart(0);
		expect(await fetched(load)).toBe('part');
		expect(load).toHaveBeenCalledTimes(1);
	});

	it('is fetched again as soon as the line is said to be back', async () => {
		const load = aPart(1);
		const missed = vi.fn();
		const part = fetched(load, missed);
		await vi.advanceTimersByTimeAsync(0);
		expect(missed).toHaveBeenCalledTimes(1);
		page.dispatchEvent(new Event('online'));
		expect(await part).toBe('part');
	});

	it('is fetched again by itself, less and less often', async () => {
		const load = aPart(3);
		const part = fetched(load);
		for (const [waitMs, calls] of [
			[999, 1],
			[1, 2],
			[1_999, 2],
			[1, 3],
			[4_000, 4]
		] as const) {
			await vi.advanceTimersByTimeAsync(waitMs);
			expect(load).toHaveBeenCalledTimes(calls);
		}
		expect(await part).toBe('part');
	});

	it('gets its styles with the next try, and leaves those that stand', async () => {
		const part = fetched(aPart(1));
		await vi.advanceTimersByTimeAsync(1_000);
		await part;
		expect(failed.replaceWith).toHaveBeenCalledWith('the same address');
		expect(standing.replaceWith).not.toHaveBeenCalled();
	});
});
