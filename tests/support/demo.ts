/**
 * The demo's city for a test, with a past of some months. It is filled once for a build and a day,
 * below `.cache`, and each test works on a copy of its own.
 *
 * 1. Playwright calls the default export before the first test; `startDemo` only copies.
 * 2. A city that was not filled to its end has no stamp and is filled again.
 * 3. All runs of a day see the same city, of the morning: what fails can be repeated. `DEMO_SEED`
 *    and `DEMO_NOW` (a moment such as 2026-11-24T08:00:00Z) ask for another one.
 * Not here: the first start of the product itself, which tests/e2e/smoke.e2e.ts tries from nothing.
 */
import { execFileSync } from 'node:child_process';
import {
	constants,
	cpSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type RunningServer } from './server.ts';

const root = join(import.meta.dirname, '..', '..');
const filled = join(root, '.cache', 'demo-city');
const stampFile = join(root, '.cache', 'demo-city.stamp');
/** Open reports are younger; closed ones of before are of no use to a test. */
const pastDays = 120;
const hourMs = 3_600_000;

/** Fills the city unless this build has done so today: its reports are as old as the day says. */
export default function fillDemo(): void {
	const { DEMO_SEED: seed = 'maydan', DEMO_NOW: now = thisMorning() } = process.env;
	const stamp = `${readFileSync(join(root, 'build', '.stamp'), 'utf8')} ${seed} ${now}`;
	if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
	rmSync(stampFile, { force: true });
	rmSync(filled, { recursive: true, force: true });
	const door = join(root, 'src', 'cli', 'bin.js');
	const words = ['seed', '--seed', seed, '--now', now, '--days', String(pastDays)];
	const env = { ...process.env, MAYDAN_BUILD: 'keep', DATA_DIR: filled };
	execFileSync(process.execPath, [door, ...words], { env, stdio: ['ignore', 'ignore', 'inherit'] });
	writeFileSync(stampFile, stamp);
}

/** Eight o'clock in Muscat, the last time that it was. */
function thisMorning(): string {
	const morning = new Date();
	morning.setUTCHours(4, 0, 0, 0);
	if (morning.getTime() > Date.now()) morning.setTime(morning.getTime() - 24 * hourMs);
	return morning.toISOString();
}

/** Starts the product on a copy of the filled city, which `stop` removes. */
export async function startDemo(): Promise<RunningServer> {
	const dataDir = mkdtempSync(join(tmpdir(), 'maydan-e2e-'));
	cpSync(filled, dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE });
	return startServer({ dataDir, isTemporary: true });
}
