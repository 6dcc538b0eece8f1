/** Browser tests run against the built product; see tests/support/server.ts for how it is started. */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chooseBrowser } from '../tests/support/browser.ts';

const root = join(import.meta.dirname, '..');
const browser = await chooseBrowser();

export default defineConfig({
	testDir: join(root, 'tests', 'e2e'),
	testMatch: '**/*.e2e.ts',
	outputDir: join(root, 'test-results'),
	workers: 1,
	retries: 0,
	timeout: 60_000,
	expect: { timeout: 10_000 },
	forbidOnly: process.env.CI !== undefined,
	reporter: 'line',
	use: {
		actionTimeout: 15_000,
		navigationTimeout: 15_000,
		// Playwright denies every permission that is not listed here.
		permissions: ['geolocation', 'notifications', 'camera', 'background-sync'],
		geolocation: { latitude: 23.6139, longitude: 58.5922, accuracy: 8 },
		locale: 'ar-OM',
		timezoneId: 'Asia/Muscat',
		trace: 'retain-on-failure',
		video: 'off',
		screenshot: 'only-on-failure',
		...(browser.channel === undefined ? {} : { channel: browser.channel }),
		launchOptions: {
			...browser,
			args: [
				// Its picture carries a running clock, so that no two photos are ever the same bytes.
				'--use-fake-device-for-media-stream',
				'--use-fake-ui-for-media-stream'
			]
		}
	}
});
