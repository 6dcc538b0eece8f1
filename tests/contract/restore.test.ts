/** Backups and what a server knows of having come from one. The devices' half stands in tests/sim. */
import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerBackup } from '../../src/cli/backup';
import { openApp, type ServerApp } from '../../src/lib/server/app';
import { epochFile } from '../../src/lib/server/epoch';
import { photoFiles } from '../../src/lib/server/media/photo-files';
import { ali, plainArgs, salma } from '../support/builders';
import { TestCity } from './sync-support';

let dir: string;
let dataDir: string;
let city: TestCity;
beforeEach(async () => {
	dir = mkdtempSync(join(tmpdir(), 'maydan-restore-'));
	dataDir = join(dir, 'live');
	city = await TestCity.open({ dataDir });
	vi.spyOn(console, 'log').mockReturnValue(undefined);
});
afterEach(async () => {
	await city.app.close().catch(() => undefined);
	vi.unstubAllEnvs();
	rmSync(dir, { recursive: true, force: true });
});

const settings = () => ({ ...city.app.settings, dataDir });
const reopened = async (work: () => Promise<void> | void = () => undefined): Promise<ServerApp> => {
	await city.app.close();
	await work();
	const app = await openApp(settings());
	Object.assign(city, { app });
	return app;
};
const run = (...args: string[]) => {
	vi.stubEnv('DATA_DIR', dataDir);
	vi.stubEnv('DATABASE_URL', '');
	const program = new Command().exitOverride();
	registerBackup(program);
	return program.parseAsync(args, { from: 'user' });
};

describe('the epoch', () => {
	it('stays through starts, whatever happened between them', async () => {
		const { epoch } = city.app;
		await city.report();
		expect((await reopened()).epoch).toBe(epoch);
		expect((await reopened()).epoch).toBe(epoch);
	});

	it('is new when the database is older than its note, restored by hand or not [F8]', async () => {
		const { epoch } = city.app;
		const older = join(dir, 'older.db');
		new DatabaseSync(join(dataDir, 'maydan.db')).exec(`vacuum into '${older}'`);
		await city.report();
		const app = await reopened(() => {
			for (const ending of ['', '-wal', '-shm']) {
				rmSync(join(dataDir, `maydan.db${ending}`), { force: true });
			}
			copyFileSync(older, join(dataDir, 'maydan.db'));
		});
		expect(app.epoch).not.toBe(epoch);
		const again = app.epoch;
		expect((await reopened()).epoch).toBe(again);
	});

	it('says nothing of the note of another database', async () => {
		writeFileSync(epochFile(dataDir), JSON.stringify({ instance: 'x', epoch: 'y', changes: 1e9 }));
		const { epoch } = city.app;
		await city.app.close();
		writeFileSync(epochFile(dataDir), JSON.stringify({ instance: 'x', epoch: 'y', changes: 1e9 }));
		expect((await reopened()).epoch).toBe(epoch);
	});
});

describe('backup and restore [F7]', () => {
	const bytes = Buffer.from('a photo');
	const sha256 = createHash('sha256').update(bytes).digest('hex');

	it('copies while the server runs, tells devices how far, and comes back under a new epoch', async () => {
		const { epoch } = city.app;
		expect(city.app.durableThrough()).toBeNull();
		const report = await city.report();
		await run('backup', join(dir, 'copy'));
		const lost = await city.report();
		expect((await reopened()).durableThrough()).toBeLessThanOrEqual(Date.now());
		await city.app.close();
		await run('restore', join(dir, 'copy'));
		const app = await openApp(settings());
		Object.assign(city, { app });
		expect(app.epoch).not.toBe(epoch);
		expect((await city.read(report.id)).id).toBe(report.id);
		await expect(city.read(lost.id)).rejects.toThrow();
		const aside = readdirSync(dataDir).find((name) => name.startsWith('before-restore-'));
		expect(existsSync(join(dataDir, aside ?? '', 'maydan.db'))).toBe(true);
	});

	it('counts a photo as stored whose bytes are on disk although the backup awaits it', async () => {
		const report = await city.report();
		await (await city.device(salma)).do('assign', report, { assigneeId: 'ali' });
		const args = { ...plainArgs.addPhoto, sha256, size: bytes.length };
		await (await city.device(ali)).do('addPhoto', await city.read(report.id), args);
		await run('backup', join(dir, 'copy'));
		await photoFiles(dataDir).write(sha256, 'full', bytes);
		await city.app.close();
		await run('restore', join(dir, 'copy'));
		Object.assign(city, { app: await openApp(settings()) });
		expect((await city.read(report.id)).photos).toMatchObject([{ state: 'stored' }]);
	});

	it('takes photos along, each once, and puts back the missing ones', async () => {
		await photoFiles(dataDir).write(sha256, 'full', bytes);
		await run('backup', join(dir, 'copy'));
		await run('backup', join(dir, 'copy'));
		rmSync(photoFiles(dataDir).storedPath(sha256, 'full'));
		await city.app.close();
		await run('restore', join(dir, 'copy'));
		expect(await photoFiles(dataDir).storedSize(sha256, 'full')).toBe(bytes.length);
	});

	it('refuses where there is no backup, and where the way does not fit the database', async () => {
		mkdirSync(join(dir, 'empty'));
		await expect(run('restore', join(dir, 'empty'))).rejects.toThrow('There is no maydan.db');
		await expect(run('backup', join(dir, 'copy'), '--mark-only')).rejects.toThrow('mark-only');
	});
});
