/**
 * Another city with reports from another system: cases of San Francisco's 311 are imported, one of
 * them is assigned, done and confirmed. Needs a sample of the city's open data (docs name it) in the
 * folder MAYDAN_SAMPLES; without it the story is skipped and says so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startServer, type RunningServer } from '../support/server.ts';
import { inspectorOn } from './inspector.ts';
import { leaveDevices, neverOffline, newDevice, signIn } from './sign-in.ts';
import { en as words } from './words.ts';

const root = join(import.meta.dirname, '..', '..');
const samples = process.env.MAYDAN_SAMPLES ?? join(root, '..', 'shared', 'data');
const cases = join(samples, 'sf311', 'sf311_cases_2008-2016.csv.gz');
const city = 'san-francisco';

let server: RunningServer | undefined;
let dataDir = '';
test.skip(!existsSync(cases), `no sample of 311 cases at ${cases}`);
test.beforeAll(async () => {
	test.setTimeout(180_000);
	dataDir = mkdtempSync(join(tmpdir(), 'maydan-e2e-'));
	const words = ['import', cases, '--profile', city, '--mapping', 'sf311'];
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[join(root, 'src/cli/bin.js'), ...words],
		{ env: { ...process.env, DATA_DIR: dataDir, MAYDAN_BUILD: 'keep' }, encoding: 'utf8' }
	);
	expect(status, stdout + stderr).toBe(0);
	server = await startServer({ profile: city, dataDir });
});
test.afterEach(({ browser }) => leaveDevices(browser));
test.afterAll(async () => {
	await server?.stop();
	rmSync(dataDir, { recursive: true, force: true });
});

test('an imported case is assigned, done and confirmed', async ({ browser }) => {
	test.setTimeout(120_000);
	const origin = server?.url ?? '';
	const screen = {
		...neverOffline,
		viewport: { width: 1440, height: 900 },
		timezoneId: 'America/Los_Angeles'
	};
	const desk = await newDevice(browser, screen);
	let number = '';

	await test.step('the supervisor assigns a case that nobody has', async () => {
		await signIn(desk, origin, 'supervisor1', words);
		await desk.getByRole('button', { name: /^Unassigned/ }).click();
		const row = desk.getByRole('row').filter({ hasText: 'Received' }).first();
		number = /[A-Z]+-\d\d-\d+-\d/.exec(await row.innerText())?.[0] ?? '';
		// While the first sync still brings reports, the first row of a moment is soon further down.
		await desk.getByRole('textbox', { name: 'Search by number, word or place' }).fill(number);
		await desk.getByRole('checkbox', { name: `Select ${number}` }).check();
		await desk.getByRole('button', { name: words.assign, exact: true }).click();
		const question = desk.getByRole('dialog');
		await question.getByRole('radio', { name: 'Maria Johnson' }).check();
		await question.getByRole('button', { name: words.assign, exact: true }).click();
		await expect(question).toBeHidden();
	});

	await test.step('the inspector does it', async () => {
		const tablet = await newDevice(browser, screen);
		await signIn(tablet, origin, 'inspector1', words);
		const maria = inspectorOn(tablet, words);
		await maria.openJob(number);
		for (const act of [words.setOff, words.arrived, words.start]) await maria.act(act);
		await maria.photograph(maria.button(words.before), words.before);
		await maria.photograph(maria.button(words.after), words.after);
		await maria.finish('Picked up', 'The test stands elsewhere');
		const pill = tablet.getByRole('link', { name: /^Sending:/ });
		await expect(pill).toHaveAccessibleName('Sending: All sent');
	});

	await test.step('the officer confirms it', async () => {
		const office = await newDevice(browser, screen);
		await signIn(office, origin, 'directorate1', words);
		await office.getByRole('textbox', { name: 'Number, word or place' }).fill(number);
		const queue = office.getByRole('region', { name: words.confirm });
		await queue.getByRole('link').filter({ hasText: number }).click();
		await expect(office.getByRole('figure').getByRole('img')).toHaveCount(2);
		await office.getByRole('button', { name: words.confirm, exact: true }).click();
		await queue.getByText(/^Closed/).click();
		await expect(queue.getByRole('link').filter({ hasText: number })).toBeVisible();
	});
});
