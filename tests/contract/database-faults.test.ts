/**
 * Faults that the database itself raises, in the middle of an exchange or at its commit: what was told
 * as stored stands once, and what was not told comes again.
 */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsOf } from '../../src/lib/server/repositories/events';
import { ExchangeFault } from '../../src/lib/server/usecases/apply-commands';
import { ali, badr, plainArgs, salma } from '../support/builders';
import { bothEngines, engines, TestCity, type TestDevice } from './sync-support';

const opened = bothEngines();
afterAll(() => opened.close());

describe.each(engines)('a database in trouble, %s', (engine) => {
	let city: TestCity;
	let supervisor: TestDevice;
	let tablet: TestDevice;
	let skip: string | undefined;

	beforeAll(async () => {
		const settings = await opened.open(engine);
		if ('skip' in settings) {
			skip = settings.skip;
			return;
		}
		city = await TestCity.open(settings);
		supervisor = await city.device(salma, 'Desk');
		tablet = await city.device(ali);
		return () => city.app.close();
	});
	/** `only`: a fault that the other engine does not know. */
	const test = (name: string, run: () => Promise<void>, only = engine) => {
		if (only !== engine) return;
		it(name, async (context) => {
			if (skip !== undefined) context.skip(skip);
			await run();
		});
	};

	const assigned = async (assigneeId = 'ali') => {
		const report = await city.report();
		await supervisor.do('assign', report, { assigneeId });
		return city.read(report.id);
	};
	const textsOf = async (id: string) => (await city.read(id)).notes.map(({ text }) => text);

	/** The next `times` commands to be stored fail with an SQL state, where `when` says so. */
	const failing = async (state: string, times: number, when = 'true') => {
		const { kysely } = city.app.db;
		// A sequence counts on although its transaction is undone.
		await sql`drop trigger if exists trouble on command`.execute(kysely);
		await sql`drop sequence if exists troubles`.execute(kysely);
		await sql`create sequence troubles`.execute(kysely);
		await sql
			.raw(
				`create or replace function trouble() returns trigger language plpgsql as $$ begin
					if ${when} then
						if nextval('troubles') <= ${times} then raise exception 'injected' using errcode = '${state}'; end if;
					end if;
					return null; end $$`
			)
			.execute(kysely);
		await sql`create constraint trigger trouble after insert on command deferrable initially deferred
			for each row execute function trouble()`.execute(kysely);
		return async () => {
			await sql`drop trigger trouble on command`.execute(kysely);
		};
	};

	test(
		'that cannot serialise a commit is asked again, and the exchange counts once [F5]',
		async () => {
			for (const state of ['40001', '40P01', '55P03']) {
				const report = await assigned();
				const mend = await failing(state, 3);
				const commands = [tablet.command('start', report), tablet.command('addNote', report)];
				const { results } = await tablet.send(...commands);
				await mend();
				expect(results.map(({ outcome, duplicate }) => [outcome, duplicate])).toEqual([
					['applied', false],
					['applied', false]
				]);
				const kinds = (await eventsOf(city.app.db.kysely, report.id)).map(({ kind }) => kind);
				expect(kinds).toEqual(['received', 'assigned', 'started', 'noted']);
			}
		},
		'postgres'
	);

	test(
		'that gives up after five tries tells of nothing, and takes the exchange whole later [F5]',
		async () => {
			const report = await assigned();
			const mend = await failing('40001', 1_000);
			const note = tablet.command('addNote', report);
			await expect(tablet.send(note)).rejects.toThrow(ExchangeFault);
			await mend();
			expect(await textsOf(report.id)).toEqual([]);
			expect((await tablet.send(note)).results).toMatchObject([{ duplicate: false }]);
			expect(await textsOf(report.id)).toHaveLength(1);
		},
		'postgres'
	);

	test(
		'that ends a deadlock at our cost is asked again [F5]',
		async () => {
			const pair = [await assigned(), await assigned()];
			const [first, second] = pair.toSorted((a, b) => (a.id < b.id ? -1 : 1));
			if (first === undefined || second === undefined) throw new Error('No reports');
			const { promise: isHeld, resolve } = Promise.withResolvers<void>();
			const other = city.app.db.kysely.transaction().execute(async (tx) => {
				const lock = (id: string) =>
					tx.selectFrom('report').select('id').where('id', '=', id).forUpdate().execute();
				await lock(second.id);
				resolve();
				// The exchange holds the first and waits for the second before this wants the first.
				await waitsFor(1);
				await lock(first.id);
			});
			await isHeld;
			const notes = [tablet.command('addNote', first), tablet.command('addNote', second)];
			const sent = tablet.send(...notes);
			// On a machine that is slow enough the other one may be ended instead.
			const [{ results }] = await Promise.all([sent, other.catch(() => undefined)]);
			expect(results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
			for (const { id } of pair) expect(await textsOf(id)).toHaveLength(1);
		},
		'postgres'
	);

	/** Until so many transactions wait for a lock of another one. */
	const waitsFor = async (count: number) => {
		const waiting = sql<{ count: number }>`select count(*)::int as count from pg_stat_activity
			where wait_event_type = 'Lock' and datname = current_database()`;
		for (;;) {
			const { rows } = await waiting.execute(city.app.db.kysely);
			if ((rows[0]?.count ?? 0) >= count) return;
		}
	};

	test(
		'whose disk fills up in the middle keeps what it told of, and nothing else [F6]',
		async () => {
			const report = await assigned();
			const mend = await failing('53100', 1_000, `new.payload like '%third%'`);
			await fillsUp(report.id, mend);
		},
		'postgres'
	);

	test(
		'whose file may grow no further keeps what it told of, and nothing else [F6]',
		async () => {
			const report = await assigned();
			const { kysely } = city.app.db;
			const pages = await sql<{ page_count: number }>`pragma page_count`.execute(kysely);
			// Room for some notes, not for all.
			await sql
				.raw(`pragma max_page_count = ${(pages.rows[0]?.page_count ?? 0) + 8}`)
				.execute(kysely);
			await fillsUp(report.id, async () => {
				await sql`pragma max_page_count = 4294967294`.execute(kysely);
			});
		},
		'sqlite'
	);

	/** Eight large notes meet a full disk; mended, the same exchange ends what it began. */
	const fillsUp = async (reportId: string, mend: () => Promise<void>) => {
		const report = await city.read(reportId);
		const names = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];
		const texts = names.map((name) => `${name} ${'س'.repeat(1_500)}`);
		const notes = texts.map((text) => tablet.command('addNote', report, { text }));
		const fault: unknown = await tablet.send(...notes).catch((error: unknown) => error);
		await mend();
		if (!(fault instanceof ExchangeFault)) throw new Error('The disk never filled up');
		const told = fault.applied.results.length;
		expect(told).toBeLessThan(texts.length);
		expect(await textsOf(reportId)).toEqual(texts.slice(0, told));
		const { results } = await tablet.send(...notes);
		expect(results.map(({ duplicate }) => duplicate)).toEqual(texts.map((_, at) => at < told));
		expect(await textsOf(reportId)).toEqual(texts);
	};

	test(
		'with a transaction that stays open serves everybody who does not need its rows [G2]',
		async () => {
			const [mine, theirs] = [await assigned('ali'), await assigned('badr')];
			const other = await city.device(badr);
			const { promise: isHeld, resolve: hold } = Promise.withResolvers<void>();
			const { promise: isOver, resolve: end } = Promise.withResolvers<void>();
			const open = city.app.db.kysely.transaction().execute(async (tx) => {
				const head = tx.selectFrom('scope_head').select('v').where('scope', '=', 'user:badr');
				await head.forUpdate().execute();
				hold();
				await isOver;
			});
			await isHeld;
			expect((await tablet.do('addNote', mine)).outcome).toBe('applied');
			const readers = [await city.device(ali), await city.device(badr)];
			for (const reader of readers) expect((await reader.page()).entries.length).toBeGreaterThan(0);
			let isDone = false;
			const waiting = other.do('addNote', theirs).then(({ outcome }) => {
				isDone = true;
				return outcome;
			});
			await waitsFor(1);
			expect(isDone).toBe(false);
			expect(await textsOf(theirs.id)).toEqual([]);
			end();
			await open;
			expect(await waiting).toBe('applied');
		},
		'postgres'
	);

	test('with a reader that never ends lets everybody write and read [G2]', async () => {
		const report = await assigned();
		await city.app.db.snapshot(async (snapshot) => {
			const count = () => snapshot.selectFrom('event').select('id').execute();
			const before = await count();
			expect((await tablet.do('addNote', report)).outcome).toBe('applied');
			expect(await count()).toEqual(before);
		});
		const reader = await city.device(ali);
		await reader.pull();
		expect(reader.rows.get(`report ${report.id}`)?.body).toEqual(await city.read(report.id));
	});

	test('on a machine whose clock goes back an hour misses and repeats nothing [F10]', async () => {
		const report = await assigned();
		const reader = await city.device(ali);
		await reader.pull();
		const before = city.now;
		city.now -= 3_600_000;
		const note = tablet.command('addNote', report, plainArgs.addNote);
		const first = await tablet.send(note);
		const again = await tablet.send(note);
		expect([...first.results, ...again.results].map(({ duplicate }) => duplicate)).toEqual([
			false,
			true
		]);
		const [page] = await reader.pull();
		expect(page).toMatchObject({ mode: 'delta', entries: [{ op: 'put', id: report.id }] });
		expect(await reader.pull()).toMatchObject([{ mode: 'delta', entries: [] }]);
		city.now = before;
		await supervisor.do('setPriority', await city.read(report.id), { priority: 'urgent' });
		await reader.pull();
		expect(reader.rows.get(`report ${report.id}`)?.body).toEqual(await city.read(report.id));
	});
});
