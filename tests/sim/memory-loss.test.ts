/**
 * What happens when one side forgets or doubles: a server restored from an older backup, a tablet
 * whose storage was copied. Real engine, real use cases, a line without faults.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MemoryOutbox } from '../../src/lib/client/db/memory-outbox';
import { openApp } from '../../src/lib/server/app';
import type { Intent } from '../../src/lib/domain/report/command';
import { TestCity } from '../contract/sync-support';
import { ali, morning, salma } from '../support/builders';
import { checkAtRest } from './oracle';
import { Tablet } from './tablet';
import { seeded, VirtualTime } from './virtual-time';

let dir: string;
let time: VirtualTime;
let city: TestCity;
beforeEach(async () => {
	dir = mkdtempSync(join(tmpdir(), 'maydan-loss-'));
	time = new VirtualTime(morning, seeded(1));
	city = await TestCity.open({ dataDir: join(dir, 'live') });
	Object.defineProperty(city, 'now', { get: () => time.now });
});
afterEach(async () => {
	await city.app.close();
	rmSync(dir, { recursive: true, force: true });
});

const userName = (person: typeof ali) => ({ ...person, userName: person.id });
const tabletOf = (person: typeof ali) => new Tablet(city, userName(person), time, time.random);
const pass = (ms: number) => time.runUntil(time.now + ms);

async function assigned(office: Tablet): Promise<string> {
	const { id } = await city.report();
	office.hearCome();
	await pass(5000);
	await office.act({ type: 'assign', reportId: id, args: { assigneeId: 'ali' } });
	await pass(5000);
	return id;
}

/** The live database as a backup taken now, opened as a restore opens it: under a new epoch. */
function backup(name: string): () => Promise<void> {
	const file = join(dir, `${name}.db`);
	const live = new DatabaseSync(join(dir, 'live', 'maydan.db'));
	live.exec(`vacuum into '${file}'`);
	live.close();
	return async () => {
		await city.app.close();
		const restoredDir = join(dir, name);
		mkdirSync(restoredDir);
		copyFileSync(file, join(restoredDir, 'maydan.db'));
		const restored = new DatabaseSync(join(restoredDir, 'maydan.db'));
		restored.exec(`update meta set value = 'restored' where key = 'epoch'`);
		restored.close();
		const app = await openApp({
			dataDir: restoredDir,
			secret: 'a secret that only the tests know of',
			mode: 'demo',
			now: () => time.now
		});
		Object.assign(city, { app });
	};
}

it('gives a server restored from an older backup everything that it has lost [F7]', async () => {
	const [office, field] = [tabletOf(salma), tabletOf(ali)];
	await office.start();
	await field.start();
	const first = await assigned(office);
	const restore = backup('older');

	// After the backup: seen by the server, and lost with it.
	const note = (reportId: string, text: string): Intent => ({
		type: 'addNote',
		reportId,
		args: { text }
	});
	field.hearCome();
	await pass(5000);
	for (const type of ['setOff', 'arrive', 'start'] as const) {
		await field.act({ type, reportId: first, args: {} } as Intent);
	}
	await field.act(note(first, 'قبل الاستعادة'));
	await pass(10_000);
	expect((await city.read(first)).notes).toHaveLength(1);

	await time.busy(restore);
	expect((await city.read(first)).notes).toHaveLength(0);
	for (const tablet of [office, field]) tablet.hearOnline();
	await pass(60_000);
	await field.act(note(first, 'بعد الاستعادة'));
	await pass(60_000);
	for (const tablet of [office, field]) tablet.hearCome();
	await pass(30_000);

	const report = await city.read(first);
	expect(report.notes.map(({ text }) => text)).toEqual(['قبل الاستعادة', 'بعد الاستعادة']);
	expect(report.assignment?.startedAt).not.toBeNull();
	await checkAtRest(city, [office, field]);
});

it('gives even its replica back to a server restored from before it was minted [F7]', async () => {
	const office = tabletOf(salma);
	const restore = backup('empty');
	await office.start();
	await pass(5000);
	const { id } = await city.report();
	office.hearCome();
	await pass(5000);
	await office.act({ type: 'setPriority', reportId: id, args: { priority: 'high' } });
	await pass(5000);
	await time.busy(restore);
	office.hearOnline();
	await pass(120_000);
	// The report itself was lost with the server: the command is kept, and its author is told.
	const [command] = await office.outbox.commands();
	expect(command?.result).toMatchObject({ outcome: 'rejected', reason: 'unknown_report' });
	const rows = await city.app.db.kysely.selectFrom('command').select(['id', 'n']).execute();
	expect(rows).toEqual([{ id: command?.id, n: 1 }]);
});

it('keeps the work of both when a tablet was copied with its storage [C20]', async () => {
	const [office, field] = [tabletOf(salma), tabletOf(ali)];
	await office.start();
	await field.start();
	const id = await assigned(office);
	field.hearCome();
	await pass(5000);
	await field.act({ type: 'start', reportId: id, args: {} });
	await pass(5000);

	const copy = tabletOf(ali);
	await copyOutbox(field.outbox, copy.outbox);
	copy.promised.push(...field.promised);
	await copy.start();
	await pass(5000);
	await field.act({ type: 'addNote', reportId: id, args: { text: 'الأصل' } });
	await copy.act({ type: 'addNote', reportId: id, args: { text: 'النسخة' } });
	await pass(60_000);
	for (const tablet of [office, field, copy]) tablet.hearCome();
	await pass(30_000);

	const texts = (await city.read(id)).notes.map(({ text }) => text);
	expect(texts.toSorted()).toEqual(['الأصل', 'النسخة'].toSorted());
	const replicas = await Promise.all([field, copy].map(({ outbox }) => outbox.identity()));
	expect(new Set(replicas.map((identity) => identity?.replica)).size).toBe(2);
	for (const { outbox } of [field, copy]) expect(await outbox.hasUnanswered()).toBe(false);
});

/** The same bytes on another tablet: same replica, same counters, same commands. */
async function copyOutbox(from: MemoryOutbox, to: MemoryOutbox): Promise<void> {
	const identity = await from.identity();
	if (identity === null) throw new Error('Nothing to copy');
	const commands = await from.commands();
	await to.append(commands.map(({ envelope, snapshot }) => ({ envelope, snapshot })));
	await to.adopt(identity, false);
	await to.take({ commands: 50, bytes: 1e9 });
	for (const { result, resultEpoch, answeredAt } of commands) {
		if (result !== null) await to.acknowledge([result], resultEpoch ?? '', answeredAt ?? 0);
	}
}
