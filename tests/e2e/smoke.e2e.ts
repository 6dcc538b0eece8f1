import { expect, test } from '@playwright/test';
import { startServer, type RunningServer } from '../support/server.ts';

test.describe.configure({ mode: 'serial' });

let server: RunningServer;
test.beforeAll(async () => {
	test.setTimeout(300_000);
	server = await startServer();
});
test.afterAll(() => server.stop());

test('the product opens in Arabic, right to left', async ({ page }) => {
	await page.goto(server.url);
	await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
	await expect(page.locator('html')).toHaveAttribute('lang', /^ar/);
	await expect(page.locator('body')).toContainText('ميدان');
});

test('no answer goes without security headers, static files included', async ({ request }) => {
	for (const path of ['/', '/boot.js', '/nothing-here']) {
		const headers = (await request.get(server.url + path)).headers();
		expect(headers, path).toMatchObject({
			'x-content-type-options': 'nosniff',
			'x-frame-options': 'DENY',
			'referrer-policy': 'strict-origin-when-cross-origin'
		});
	}
});

test('the page breaks no rule of its content security policy', async ({ page }) => {
	const broken: string[] = [];
	page.on('console', (message) => {
		if (message.text().includes('Content Security Policy')) broken.push(message.text());
	});
	await page.goto(server.url);
	await page.waitForLoadState('load');
	expect(broken).toEqual([]);
});

test('the first start says where to go and who may sign in', () => {
	expect(server.output()).toContain('inspector1');
	expect(server.output()).toContain('maydan-demo');
});

test('a second process is told who has the data', async () => {
	await expect(startServer({ dataDir: server.dataDir })).rejects.toThrow(
		`in use by process ${server.pid}`
	);
});

test('production refuses the database of the demo, and says everything at once', async () => {
	await server.kill();
	await expect(startServer({ command: 'serve', dataDir: server.dataDir })).rejects.toThrow(
		/ORIGIN is missing[\s\S]*MAYDAN_SECRET is missing[\s\S]*demo accounts/
	);
});

test('a start after a power cut keeps the data and fills nothing again', async () => {
	const before = server.output();
	await server.restart();
	expect(server.output().slice(before.length)).not.toContain('Filling');
});
