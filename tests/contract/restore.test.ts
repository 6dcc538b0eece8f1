/** Backups and what a server knows of having come from one. The devices' half stands in tests/sim. */
import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Command } from 'commander';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerBackup } from '../../src/cli/backup';
import { openApp, type ServerApp } from '../../src/lib/server/app';
import { beginEpoch, epochFile, noteEpoch } from '../../src/lib/server/epoch';
import { photoFiles } from '../../src/lib/server/media/photo-files';
import { ali, plainArgs, salma } from '../support/builders';
import { startPostgres, type TestPostgres } from '../support/postgres';
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
const putBack = (file: string) => {
	for (const ending of ['', '-wal', '-shm']) {
		rmSync(join(dataDir, `maydan.db${ending}`), { force: true });
	}
	copyFileSync(file, join(dataDir, 'maydan.db'));
};
const run = (...args: string[]) => runOn('', ...args);
const runOn = (databaseUrl: string, ...args: string[]) => {
	vi.stubEnv('DATA_DIR', dataDir);
	vi.stubEnv('DATABASE_URL', databaseUrl);
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
		const app = await reopened(() => putBack(older));
		expect(app.epoch).not.toBe(epoch);
		const again = app.epoch;
		expect((await reopened()).epoch).toBe(again);
	});

	it('is new when a backup from before a restore is put back, though it is no older than its note [F8]', async () => {
		const before = city.app.epoch;
		const older = join(dir, 'older.db');
		new DatabaseSync(join(dataDir, 'maydan.db')).exec(`vacuum into '${older}'`);
		const restored = await reopened(() => putBack(older));
		await restored.db.tx(beginEpoch);
		await noteEpoch(restored.db, dataDir);
		const again = await reopened(() => putBack(older));
		expect(again.epoch).not.toBe(before);
	});

	it('is new also when the database went back under a running server, at its next start', async () => {
		const { epoch, db } = city.app;
		await city.report();
		await noteEpoch(db, dataDir);
		await db.kysely.updateTable('scope_head').set({ v: 1 }).execute();
		await noteEpoch(db, dataDir);
		expect((await reopened()).epoch).not.toBe(epoch);
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

	it('lets devices keep what they send again until the next backup', async () => {
		await run('backup', join(dir, 'copy'));
		await city.app.close();
		await run('restore', join(dir, 'copy'));
		const app = await openApp(settings());
		Object.assign(city, { app });
		expect(app.durableThrough()).toBe(0);
		await run('backup', join(dir, 'copy'));
		expect((await reopened()).durableThrough()).toBeGreaterThan(0);
	});

	it('can be restored again after it was cut short', async () => {
		const { epoch } = city.app;
		const report = await city.report();
		await run('backup', join(dir, 'copy'));
		const live = join(dataDir, 'maydan.db');
		await city.app.close();
		// As though a restore had died between moving the two.
		writeFileSync(`${live}-wal`, 'left behind');
		rmSync(live);
		await run('restore', join(dir, 'copy'));
		const aside = readdirSync(dataDir).find((name) => name.startsWith('before-restore-')) ?? '';
		expect(readFileSync(join(dataDir, aside, 'maydan.db-wal'), 'utf8')).toBe('left behind');
		Object.assign(city, { app: await openApp(settings()) });
		expect(city.app.epoch).not.toBe(epoch);
		expect((await city.read(report.id)).id).toBe(report.id);
	});

	it('replaces nothing by a copy that is damaged or no copy of ours', async () => {
		await run('backup', join(dir, 'copy'));
		const report = await city.report();
		const copy = join(dir, 'copy', 'maydan.db');
		await city.app.close();
		const whole = readFileSync(copy);
		writeFileSync(copy, whole.subarray(0, whole.length / 2));
		await expect(run('restore', join(dir, 'copy'))).rejects.toThrow(/damaged|no|malformed/);
		rmSync(copy);
		new DatabaseSync(copy).exec('create table other (x)');
		await expect(run('restore', join(dir, 'copy'))).rejects.toThrow('not a database of Maydan');
		Object.assign(city, { app: await openApp(settings()) });
		expect((await city.read(report.id)).id).toBe(report.id);
	});

	it('takes a photo again that one side has only in part', async () => {
		await photoFiles(dataDir).write(sha256, 'full', bytes);
		await run('backup', join(dir, 'copy'));
		const copied = photoFiles(join(dir, 'copy')).storedPath(sha256, 'full');
		writeFileSync(copied, bytes.subarray(0, 3));
		await run('backup', join(dir, 'copy'));
		expect(readFileSync(copied)).toEqual(bytes);
	});

	it('never takes the data directory for a backup', async () => {
		const report = await city.report();
		await expect(run('backup', dataDir)).rejects.toThrow('the data directory itself');
		await city.app.close();
		symlinkSync(dataDir, join(dir, 'link'));
		await expect(run('restore', join(dir, 'link'))).rejects.toThrow('the data directory itself');
		Object.assign(city, { app: await openApp(settings()) });
		expect((await city.read(report.id)).id).toBe(report.id);
	});

	it('refuses where there is no backup, and where the way does not fit the database', async () => {
		mkdirSync(join(dir, 'empty'));
		await expect(run('restore', join(dir, 'empty'))).rejects.toThrow('There is no maydan.db');
		await expect(run('backup', join(dir, 'copy'), '--mark-only')).rejects.toThrow('mark-only');
	});
});

describe('with PostgreSQL', () => {
	let postgres: TestPostgres | { skip: string };
	beforeAll(async () => {
		postgres = await startPostgres();
		return () => ('skip' in postgres ? undefined : postgres.stop());
	});
	const test = (name: string, work: (databaseUrl: string) => Promise<void>) =>
		it(name, async (context) => {
			if ('skip' in postgres) return context.skip(postgres.skip);
			await city.app.close();
			const databaseUrl = postgres.createDatabase(`r${(serial += 1)}`);
			dataDir = join(dir, 'postgres');
			city = await TestCity.open({ dataDir, databaseUrl });
			await work(databaseUrl);
		});
	let serial = 0;

	test('a database older than its note begins a new epoch, once [F8]', async () => {
		const { epoch, db } = city.app;
		await city.report();
		expect((await reopened()).epoch).toBe(epoch);
		const older = await reopened(async () => {
			const other = await openApp({ ...settings(), dataDir: join(dir, 'elsewhere') });
			await other.db.kysely.updateTable('scope_head').set({ v: 1 }).execute();
			await other.close();
		});
		expect(db.engine).toBe('postgres');
		expect(older.epoch).not.toBe(epoch);
		expect((await reopened()).epoch).toBe(older.epoch);
	});

	test('photos, watermark and epoch follow the backup that was made of it [F7]', async (databaseUrl) => {
		const { epoch } = city.app;
		const bytes = Buffer.from('a photo');
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		await photoFiles(dataDir).write(sha256, 'full', bytes);
		const began = '2026-03-01T02:00:00.000Z';
		const mark = (...more: string[]) =>
			runOn(databaseUrl, 'backup', join(dir, 'copy'), '--mark-only', ...more);
		await expect(mark()).rejects.toThrow('--began');
		await expect(mark('--began', '2999-01-01')).rejects.toThrow('--began');
		await mark('--began', began);
		expect((await reopened()).durableThrough()).toBe(Date.parse(began));
		rmSync(photoFiles(dataDir).storedPath(sha256, 'full'));
		await city.app.close();
		await expect(runOn(databaseUrl, 'restore', join(dir, 'copy'))).rejects.toThrow('--mark-only');
		await runOn(databaseUrl, 'restore', join(dir, 'copy'), '--mark-only');
		const app = await openApp(settings());
		Object.assign(city, { app });
		expect(app.epoch).not.toBe(epoch);
		expect(await photoFiles(dataDir).storedSize(sha256, 'full')).toBe(bytes.length);
	});
});
