import { describe, expect, it, vi } from 'vitest';
import { browserOf, permissionState } from './permissions';

const agents = {
	ios: 'Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1',
	android: 'Mozilla/5.0 (Linux; Android 14; SM-X210) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
	samsung: 'Mozilla/5.0 (Linux; Android 14) SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36',
	firefox: 'Mozilla/5.0 (Android 14; Tablet; rv:140.0) Gecko/140.0 Firefox/140.0',
	desktop: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36'
} as const;

describe('permissions', () => {
	it.each(Object.entries(agents))('lie where %s keeps them [story 40]', (browser, agent) => {
		expect(browserOf(agent)).toBe(browser);
	});

	it('are unknown where the browser does not say, and nothing breaks', async () => {
		vi.stubGlobal('navigator', {});
		expect(await permissionState('camera')).toBe('unknown');
		const query = () => Promise.reject(new TypeError('not a name of mine'));
		vi.stubGlobal('navigator', { permissions: { query } });
		expect(await permissionState('camera')).toBe('unknown');
		vi.unstubAllGlobals();
	});
});
