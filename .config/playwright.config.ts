/** Browser tests run against the built product; see tests/support/server.ts for how it is started. */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chooseBrowser } from '../tests/support/browser.ts';
import { writeCameraFilm } from '../tests/support/camera.ts';

const root = join(import.meta.dirname, '..');
const browser = await chooseBrowser();
const film = writeCameraFilm(join(root, '.cache', 'camera-film.y4m'));

export default defineConfig({
	testDir: join(root, 'tests', 'e2e'),
	testMatch: '**/*.e2e.ts',
	outputDir: join(root, 'test-results'),
	globalSetup: join(root, 'tests', 'support', 'demo.ts'),
	workers: 2,
	retries: 0,
	timeout: 60_000,
	expect: { timeout: 10_000 },
	forbidOnly: process.env.CI !== undefined,
	reporter: 'line',
	// Where the time of a whole run goes.
	reportSlowTests: { max: 12, threshold: 45_000 },
	use: {
		actionTimeout: 15_000,
		navigationTimeout: 15_000,
		// Playwright denies every permission that is not listed here.
		permissions: ['geolocation', 'notifications', 'camera', 'background-sync'],
		geolocation: { latitude: 23.6139, longitude: 58.5922, accuracy: 8 },
		locale: 'ar-OM',
		timezoneId: 'Asia/Muscat',
		// Recording costs as much as the test: TRACE=1 asks for it.
		trace: process.env.TRACE === undefined ? 'off' : 'retain-on-failure',
		video: 'off',
		screenshot: 'only-on-failure',
		...(browser.channel === undefined ? {} : { channel: browser.channel }),
		launchOptions: {
			...browser,
			args: [
				'--use-fake-device-for-media-stream',
				'--use-fake-ui-for-media-stream',
				`--use-file-for-fake-video-capture=${film}`
			]
		}
	}
});
