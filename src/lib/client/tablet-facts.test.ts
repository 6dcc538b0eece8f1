import { afterEach, expect, it, vi } from 'vitest';
import { batteryNow } from './tablet-facts';

afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

it('tells the battery where the browser does', async () => {
	vi.stubGlobal('navigator', { getBattery: () => Promise.resolve({ level: 0.4, charging: true }) });
	expect(await batteryNow()).toEqual({ level: 0.4, isCharging: true });
});

it.each([
	['has no such question', {}],
	['refuses', { getBattery: () => Promise.reject(new Error('not allowed')) }],
	['answers with something else', { getBattery: () => Promise.resolve(7) }]
])('knows no battery where the browser %s', async (_, navigator) => {
	vi.stubGlobal('navigator', navigator);
	expect(await batteryNow()).toBeNull();
});

it('goes on without the battery where the browser never answers', async () => {
	vi.useFakeTimers();
	vi.stubGlobal('navigator', { getBattery: () => new Promise(() => undefined) });
	const battery = batteryNow();
	await vi.advanceTimersByTimeAsync(1000);
	expect(await battery).toBeNull();
});
