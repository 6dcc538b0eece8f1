import { expect, test } from '@playwright/test';
import { startServer, type RunningServer } from '../support/server.ts';

let server: RunningServer;
test.beforeAll(async () => {
	test.setTimeout(180_000);
	server = await startServer();
});
test.afterAll(() => server.stop());

test('the product opens in Arabic, right to left', async ({ page }) => {
	await page.goto(server.url);
	await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
	await expect(page.locator('body')).toContainText('ميدان');
});
