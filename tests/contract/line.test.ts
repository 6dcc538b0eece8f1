/**
 * What lines do to an exchange, between a whole device and the whole edge of the server, on both
 * engines. In every case: nothing is lost, nothing counts twice, nobody has to help.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { MemoryCache } from '../../src/lib/client/db/memory-cache';
import type { Report } from '../../src/lib/domain/report/report';
import { publishPeople } from '../../src/lib/server/usecases/ref-data';
import { bumpScopes } from '../../src/lib/server/repositories/feed';
import { touchesOf } from '../../src/lib/server/usecases/touch-report';
import { aPerson } from '../support/builders';
import { startPostgres, type TestPostgres } from '../support/postgres';
import { engines } from './http-support';
import { openService, settle, type Service } from './http-service';
import { aTablet, readReport } from './http-tablet';
import {
	answerAs,
	changeAnswer,
	cutAnswer,
	cutRequest,
	LineDevice,
	loseAnswer,
	loseRequest,
	type Fault
} from './line-device';

const salma = aPerson('supervisor', { id: 'salma', userName: 'salma' });

describe.each(engines)('a line on %s', (engine) => {
	let service: Service;
	let postgres: TestPostgres | { skip: string } | undefined;
	let device: LineDevice;
	let report: Report;
	const dataDir = mkdtempSync(join(tmpdir(), 'maydan-line-'));

	beforeAll(async () => {
		postgres = engine === 'postgres' ? await startPostgres() : undefined;
		if (postgres !== undefined && 'skip' in postgres) return;
		service = await openService({ DATA_DIR: dataDir, DATABASE_URL: postgres?.url ?? '' });
		await settle(service.app, [salma], []);
	});
	beforeEach(async ({ skip }) => {
		if (postgres !== undefined && 'skip' in postgres) skip(postgres.skip);
		const tablet = await aTablet(service);
		const { db } = service.app;
		await db.tx((tx) => bumpScopes(tx, touchesOf(null, tablet.report, 0), 0));
		report = tablet.report;
		device = new LineDevice(service, tablet.person, tablet.cookie);
		await device.start();
		expect(await device.seen(report.id)).toEqual(report);
	});
	afterAll(async () => {
		await service?.close();
		if (postgres !== undefined && 'stop' in postgres) await postgres.stop();
		rmSync(dataDir, { recursive: true, force: true });
	});

	const notes = async () => (await readReport(service, report.id)).notes.map(({ text }) => text);
	/** Three notes over a line with these faults, and long enough for every wait. */
	const sendThree = async (...faults: Fault[]) => {
		device.faults.push(...faults);
		for (const text of ['one', 'two', 'three']) await device.note(report, text);
		await device.pass(300);
	};
	const arrivedOnce = async () => {
		await device.pass(60_000);
		expect(await device.books()).toEqual(['applied', 'applied', 'applied']);
		expect(await notes()).toEqual(['one', 'two', 'three']);
		const replica = (await device.outbox.identity())?.replica ?? '';
		const rows = service.app.db.kysely.selectFrom('command').select('n');
		const stored = await rows.where('replica', '=', replica).orderBy('n').execute();
		expect(stored.map(({ n }) => n)).toEqual([1, 2, 3]);
		expect((await device.seen(report.id))?.notes).toHaveLength(3);
		expect(device.failures).toEqual([]);
	};

	test('that fails before the request leaves costs a second try [A1]', async () => {
		await sendThree(loseRequest, loseRequest);
		expect(device.state).toBe('offline');
		expect(await notes()).toEqual([]);
		await arrivedOnce();
	});

	test.each([0.02, 0.5, 0.99])(
		'that cuts the request after %d of it stores nothing of it [A2]',
		async (share) => {
			await sendThree(cutRequest(share));
			expect(await notes()).toEqual([]);
			expect(await device.books()).toEqual(['attempted', 'attempted', 'attempted']);
			await arrivedOnce();
		}
	);

	test('that cuts a packed request stores nothing of it [A2]', async () => {
		const long = 'طويل '.repeat(300);
		device.faults.push(cutRequest(0.7));
		await device.note(report, long);
		await device.pass(300);
		expect(await notes()).toEqual([]);
		await device.pass(60_000);
		expect(await notes()).toEqual([long]);
	});

	test('that loses the answer has the command told again, not done again [A3]', async () => {
		await sendThree(loseAnswer, loseAnswer);
		expect(await notes()).toEqual(['one', 'two', 'three']);
		expect(await device.books()).toEqual(['attempted', 'attempted', 'attempted']);
		await arrivedOnce();
	});

	test.each([0, 0.5, 0.999])(
		'that cuts the answer after %d of it acknowledges nothing [A4]',
		async (share) => {
			await sendThree(cutAnswer(share));
			expect(await device.books()).toEqual(['attempted', 'attempted', 'attempted']);
			expect(device.state).toBe('offline');
			await arrivedOnce();
		}
	);

	test('that doubles a request has it counted once [A5]', async () => {
		await sendThree(async (carry) => (await Promise.all([carry(), carry()]))[0]);
		await arrivedOnce();
	});

	test('that brings an older answer last moves nothing back [A7]', async () => {
		const { promise, resolve } = Promise.withResolvers<void>();
		device.held = promise;
		await sendThree();
		await device.pass(50_000);
		expect(await device.books()).toEqual(['applied', 'applied', 'applied']);
		const before = await device.cache.meta();
		resolve();
		await device.pass(0);
		expect((await device.cache.meta()).cursor).toBe(before.cursor);
		await arrivedOnce();
	});

	test.each([
		['an empty object', answerAs('{}', 'application/json')],
		['an empty object with our mark', answerAs('{}', 'application/json', { 'x-sync': '1' })],
		['a page', answerAs('<html>Sign in</html>', 'text/html')]
	])('behind a portal that answers with %s is no line [A11, A12]', async (_, fault) => {
		await sendThree(fault, fault);
		expect(device.state).toBe('offline');
		expect(await device.books()).toEqual(['attempted', 'attempted', 'attempted']);
		await arrivedOnce();
	});

	test('has one command too large for it: that one is marked, the others pass [B4]', async () => {
		await device.note(report, 'one');
		await device.note(report, 'x'.repeat(600_000));
		await device.note(report, 'three');
		await device.pass(60_000);
		expect(await device.books()).toEqual(['applied', 'void', 'applied']);
		expect(await notes()).toEqual(['one', 'three']);
		const [, marked] = await device.outbox.commands();
		expect(marked?.tooLarge).toMatchObject({ args: { text: 'x'.repeat(600_000) } });
	});

	test('to a full disk acknowledges what was kept, and leaves it in peace for a while [B5, F6]', async () => {
		const { db } = service.app;
		const { tx } = db;
		const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
		let calls = 0;
		const spy = vi.spyOn(db, 'tx').mockImplementation((work) => {
			calls += 1;
			return calls === 2 ? tx(work) : Promise.reject(full);
		});
		await sendThree();
		spy.mockRestore();
		expect(await device.books()).toEqual(['applied', 'applied', 'attempted']);
		expect(device.state).toBe('backoff');
		const asked = device.exchanges;
		device.engine.kick('manual');
		await device.pass(4_000);
		expect(device.exchanges).toBe(asked);
		await arrivedOnce();
	});

	test('whose session has ended waits for its person, and loses nothing [B6]', async () => {
		const { cookie } = device;
		device.cookie = '';
		await sendThree();
		expect(device.state).toBe('needs_sign_in');
		const asked = device.exchanges;
		await device.pass(600_000);
		expect(device.exchanges).toBe(asked);
		device.cookie = cookie;
		device.engine.signedIn();
		await arrivedOnce();
	});

	test('that tells of fewer commands than were sent acknowledges those [B9]', async () => {
		const first: Fault = changeAnswer((body) => ({ ...body, results: body.results.slice(0, 1) }));
		await sendThree(first, loseRequest);
		expect(await device.books()).toEqual(['applied', 'attempted', 'attempted']);
		await arrivedOnce();
	});

	test.each([
		['counter', { n: 4711 }],
		['id', { id: '01900000-0000-7000-8000-00000000dead' }]
	])('that answers with another %s acknowledges nothing [B10]', async (_, wrong) => {
		const spoilt: Fault = changeAnswer((body) => ({
			...body,
			results: body.results.map((result) => ({ ...result, ...wrong }))
		}));
		await sendThree(spoilt, loseRequest);
		expect(await device.books()).toEqual(['attempted', 'attempted', 'attempted']);
		await arrivedOnce();
	});

	test('ends with the page between rows and books: the note is shown once, and counts once [C9]', async () => {
		vi.spyOn(device.outbox, 'acknowledge').mockImplementationOnce(() => {
			device.life.end();
			return new Promise(() => undefined);
		});
		await sendThree();
		expect(await device.books()).toEqual(['attempted', 'attempted', 'attempted']);
		expect((await device.seen(report.id))?.notes).toHaveLength(3);
		await device.restart();
		await arrivedOnce();
	});

	test('acknowledges ahead of the rows: own work stays in view until they have come [C10]', async () => {
		const late: Fault = changeAnswer(({ results }) => ({ code: 'busy', results }));
		await sendThree(async (carry, init) => {
			const answer = await late(carry, init);
			return new Response(answer.body, { status: 503, headers: answer.headers });
		});
		expect(await device.books()).toEqual(['applied', 'applied', 'applied']);
		const [row] = await device.cache.reportsById([report.id]);
		expect(row?.body.notes).toEqual([]);
		expect((await device.seen(report.id))?.notes).toHaveLength(3);
		await device.restart();
		await arrivedOnce();
	});

	test.each(['older', 'empty'])(
		'finds the %s cache that a power cut left, and the outbox whole [C3, C8]',
		async (kind) => {
			const before = await copyOf(device.cache, kind === 'older');
			await sendThree();
			expect(await device.books()).toEqual(['applied', 'applied', 'applied']);
			await device.note(report, 'unsent');
			device.cache = before;
			if (kind === 'older') expect((await device.seen(report.id))?.notes).toHaveLength(4);
			device.faults.push(loseRequest);
			await device.restart();
			await device.pass(60_000);
			expect(await notes()).toEqual(['one', 'two', 'three', 'unsent']);
			expect(await device.seen(report.id)).toEqual(await readReport(service, report.id));
		}
	);

	test('under another team takes the old rows away, never the own work [D4]', async () => {
		const muna = aPerson('supervisor', { id: `muna-${engine}`, userName: `muna-${engine}` });
		await settle(service.app, [muna], []);
		const desk = new LineDevice(service, muna, await service.signIn(muna));
		await desk.start();
		expect(await desk.seen(report.id)).toEqual(report);
		desk.faults.push(loseRequest);
		await desk.note(report, 'unsent');
		await desk.pass(300);
		const moved = { ...muna, teamId: 'team-2', areas: ['/muscat/bawshar/'] };
		await service.app.db.tx((tx) => publishPeople(tx, [moved], { isDemo: false, at: 5 }));
		await desk.pass(60_000);
		expect(await desk.seen(report.id)).toBeUndefined();
		// Its author reads what became of it, and the office what was written.
		const [note] = await desk.outbox.commands();
		expect(note).toMatchObject({ envelope: { args: { text: 'unsent' } }, state: 'answered' });
		const stored = service.app.db.kysely.selectFrom('command').select('payload');
		const row = await stored.where('id', '=', note?.id ?? '').executeTakeFirstOrThrow();
		expect(JSON.parse(row.payload)).toEqual(note?.envelope);
	});
});

/** A cache as it stood at an earlier moment: a power cut forgets what was not yet on the disk. */
async function copyOf(cache: MemoryCache, isFilled: boolean): Promise<MemoryCache> {
	const copy = new MemoryCache();
	if (!isFilled) return copy;
	const [meta, rows, refs] = [await cache.meta(), await cache.reports(), await cache.refs()];
	const v = 1;
	const put = { op: 'put', v } as const;
	const reports = rows.flatMap(({ id, scopes, body }) =>
		scopes.map((scope) => ({ ...put, scope, kind: 'report' as const, id, body: { ...body } }))
	);
	const others = refs.flatMap(({ kind, id, scopes, body }) =>
		scopes.map((scope) => ({ ...put, scope, kind, id, body }))
	);
	const { cursor, epoch, covers } = meta;
	await copy.apply(
		{
			...{ fromCursor: null, epoch: epoch ?? '', mode: 'resync', cursor: cursor ?? '', covers },
			...{ entries: [...reports, ...others], more: false, contact: { at: 0, skewMs: 0 } }
		},
		await copy.beginTerm()
	);
	return copy;
}
