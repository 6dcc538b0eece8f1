/** A server that ends, or cannot write, at one chosen moment: over real HTTP, on both engines. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { bothEngines, engines } from '../contract/sync-support';
import { holds } from '../sim/invariant';
import type { Tablet } from '../sim/tablet';
import { Field } from './field';
import { until } from './until';
import { handOut, writeNotes } from './work';

/** Against hanging; nothing is measured by it. */
const limitMs = 120_000;

const opened = bothEngines();
afterAll(() => opened.close());

const notesOf = async ({ cache }: Tablet) =>
	(await cache.reports()).flatMap(({ body }) => body.notes).length;

describe.each(engines)('a server on %s', (engine) => {
	let field: Field;
	let office: Tablet;
	let ali: Tablet;
	let skip: string | undefined;

	beforeAll(async () => {
		const ground = await opened.open(engine);
		if ('skip' in ground) {
			skip = ground.skip;
			return;
		}
		field = await Field.open({ reports: 2, databaseUrl: ground.databaseUrl });
		office = (await field.join('salma')).tablet;
		ali = (await field.join('ali')).tablet;
		await field.settled();
		await handOut(office, [ali]);
		await field.drained();
		return () => field.close();
	}, limitMs);

	const test = (name: string, run: () => Promise<void>) =>
		it(name, async (context) => {
			if (skip !== undefined) context.skip(skip);
			await run();
		});

	/** How many notes the books hold more than now, whenever it is asked. */
	async function newNotes(): Promise<() => Promise<number>> {
		const count = async () => {
			const rows = await field.city.db.reader.selectFrom('command').select('payload').execute();
			return rows.filter(({ payload }) => payload.includes('"addNote"')).length;
		};
		const before = await count();
		return async () => (await count()) - before;
	}

	/** The next exchange that comes so far. */
	const moment = (wanted: 'forwarded' | 'answering') =>
		new Promise<void>((resolve) => {
			field.onMoment = (met, lane) => {
				if (met === wanted && lane === 'sync') resolve();
			};
		});

	/** Nobody can write (SQLite) or commit to these feeds (PostgreSQL) until the answer is called. */
	async function hold(): Promise<() => Promise<void>> {
		const { promise: held, resolve: isHeld } = Promise.withResolvers<void>();
		const { promise: over, resolve: end } = Promise.withResolvers<void>();
		const holding = field.city.db.tx(async (tx) => {
			await tx
				.updateTable('scope_head')
				.set({ v: sql`v` })
				.execute();
			isHeld();
			await over;
		});
		await held;
		return async () => {
			end();
			await holding;
		};
	}

	test('applies a command once when it is killed between commit and answer [F1]', async () => {
		const notes = await newNotes();
		const [, line] = field.lines;
		// Nothing that is asked will be answered, neither the note nor what was on its way before.
		line?.mute('sync');
		await writeNotes(ali, 1);
		await until(async () => holds((await notes()) === 1, 'the command is committed'), limitMs);
		await field.server.kill();
		line?.calm();
		await field.server.restart();
		ali.hearOnline();
		await field.drained();
		await field.atRest();
		expect(await notes()).toBe(1);
		expect(field.told.repeated).toBeGreaterThan(0);
	});

	test('applies nothing when it is killed before the commit, and everything once later [F2]', async () => {
		const notes = await newNotes();
		const release = await hold();
		const forwarded = moment('forwarded');
		await writeNotes(ali, 3);
		await forwarded;
		if (engine === 'postgres') await until(isWaiting, limitMs);
		await field.server.kill();
		await release();
		expect(await notes()).toBe(0);
		await field.server.restart();
		ali.hearOnline();
		await field.drained();
		await field.atRest();
		expect(await notes()).toBe(3);
	});

	test('is heard by others at their next look when it is killed before it could say "come" [F3]', async () => {
		const before = await notesOf(office);
		const answering = moment('answering');
		await writeNotes(ali, 1);
		await answering;
		await field.server.kill();
		await field.server.restart();
		const noted = async () => {
			const seen = await notesOf(office);
			holds(seen === before + 1, 'the office has the note without being told');
		};
		await until(noted, limitMs);
		await field.atRest();
	});

	test('keeps every command of a batch back while somebody else holds the database, and none of it is partial [F4]', async () => {
		const notes = await newNotes();
		const release = await hold();
		await writeNotes(ali, 4);
		const failed: readonly Tablet['state'][] = ['backoff', 'offline'];
		await until(() => holds(failed.includes(ali.state), 'it cannot send'), limitMs);
		expect(await notes()).toBe(0);
		await release();
		await field.drained();
		await field.atRest();
		expect(await notes()).toBe(4);
	});

	/** All is applied, and waits for the head of the feed: the last step before a commit. */
	async function isWaiting(): Promise<void> {
		const { rows } = await sql<{ waiting: number }>`
			select count(*) as waiting from pg_stat_activity where wait_event_type = 'Lock'
		`.execute(field.city.db.reader);
		holds((rows[0]?.waiting ?? 0) > 0, 'the server waits to commit');
	}
});

describe.each(engines)('sixteen writers on %s', (engine) => {
	let field: Field;
	afterEach(() => field?.close());

	it('leave nothing unseen by whoever reads meanwhile [G1]', async (context) => {
		const ground = await opened.open(engine);
		if ('skip' in ground) return context.skip(ground.skip);
		field = await Field.open({ reports: 16, databaseUrl: ground.databaseUrl });
		const reader = await field.join('salma', { listens: true });
		const first = await field.join('ali');
		const writers = [first.tablet];
		while (writers.length < 16) {
			writers.push((await field.join('ali', { like: first })).tablet);
		}
		await field.settled();
		await handOut(reader.tablet, writers);
		await field.drained();
		for (let round = 0; round < 5; round++) {
			await Promise.all(writers.map((tablet) => writeNotes(tablet, 3)));
			reader.tablet.hearCome();
		}
		await field.drained();
		await field.atRest();
		expect(await notesOf(reader.tablet)).toBe(16 * 15);
	});
});
