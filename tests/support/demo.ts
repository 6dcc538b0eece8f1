/**
 * The demo's city for a test. Filling it takes half a minute, so that it is done once for a build and
 * a day, below `.cache`, and each test works on a copy of its own.
 *
 * 1. Playwright calls the default export before the first test; `startDemo` only copies.
 * 2. A city that was not filled to its end has no stamp and is filled again.
 * Not here: the first start of the product itself, which tests/e2e/smoke.e2e.ts tries from nothing.
 */
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

/** Fills the city unless this build has done so today: its reports are as old as the day says. */
export default async function fillDemo(): Promise<void> {
	const stamp = `${readFileSync(join(root, 'build', '.stamp'), 'utf8')} ${new Date().toDateString()}`;
	if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
	rmSync(stampFile, { force: true });
	rmSync(filled, { recursive: true, force: true });
	const server = await startServer({ dataDir: filled });
	await server.stop();
	writeFileSync(stampFile, stamp);
}

/** Starts the product on a copy of the filled city, which `stop` removes. */
export async function startDemo(): Promise<RunningServer> {
	const dataDir = mkdtempSync(join(tmpdir(), 'maydan-e2e-'));
	cpSync(filled, dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE });
	return startServer({ dataDir, isTemporary: true });
}
