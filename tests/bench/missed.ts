/**
 * Changes that a reader misses while sixteen write: the product's feed, whose head is bumped last,
 * beside the client that most people write first, which asks for what was updated since.
 *
 * Both do the same work: a transaction writes its row in the middle of it, the feed is told at its
 * end, as the product does. On PostgreSQL, because only there writers overlap; without it the part is left out with a reason.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { connect, type Database } from '../../src/lib/server/db/connect';
import { migrate } from '../../src/lib/server/db/migrate';
import { bumpScopes, headsOf, readFeed } from '../../src/lib/server/repositories/feed';
import { startPostgres } from '../support/postgres';
import { sequence } from './measure';

const writers = 16;
const runMs = 20_000;
const mostWorkMs = 20;
const scope = 'team:bench';

/** Prints how many changes each reader missed. */
export async function compareMissed(): Promise<void> {
	const postgres = await startPostgres();
	if ('skip' in postgres) return console.log(`Changes missed: left out (${postgres.skip})`);
	const db = connect({ databaseUrl: postgres.url });
	try {
		await migrate(db);
		await sql`create table naive (id text primary key, updated_at double precision not null)`.execute(
			db.kysely
		);
		const naive = await watch(db, writeNaive, readNaive());
		const ours = await watch(db, writeFeed, readFeedOf());
		tell(`Changes missed under ${writers} writers, by updated_at`, naive);
		tell(`  by the feed (target 0: ${ours.missed === 0 ? 'met' : 'NOT met'})`, ours);
	} finally {
		await db.close();
		await postgres.stop();
	}
}

interface Watched {
	written: number;
	missed: number;
}

function tell(name: string, { written, missed }: Watched): void {
	console.log(`${name}: ${missed} of ${written} (${((missed * 100) / written).toFixed(1)} %)`);
}

type Write = (db: Database, id: string, workMs: number) => Promise<void>;
type Read = (db: Database) => Promise<string[]>;

/** Writers and one poller for a while; then the poller reads once more, and what it never saw is missed. */
async function watch(db: Database, write: Write, read: Read): Promise<Watched> {
	const seen = new Set<string>();
	const written: string[] = [];
	const endAt = performance.now() + runMs;
	let isOver = false;
	const poll = (async () => {
		while (!isOver) for (const id of await read(db)) seen.add(id);
		for (const id of await read(db)) seen.add(id);
	})();
	await Promise.all(
		Array.from({ length: writers }, async (_, writer) => {
			const next = sequence(writer + 1);
			for (let count = 0; performance.now() < endAt; count += 1) {
				const id = `${writer}-${count}`;
				await write(db, id, next() * mostWorkMs);
				written.push(id);
			}
		})
	);
	isOver = true;
	await poll;
	return { written: written.length, missed: written.filter((id) => !seen.has(id)).length };
}

const writeNaive: Write = (db, id, workMs) =>
	db.tx(async (tx) => {
		await delay(workMs / 2);
		await sql`insert into naive values (${id}, extract(epoch from clock_timestamp()))`.execute(tx);
		await delay(workMs / 2);
	});

function readNaive(): Read {
	let since = 0;
	return async (db) => {
		const { rows } = await sql<{ id: string; updated_at: number }>`
			select id, updated_at from naive where updated_at > ${since} order by updated_at limit 500
		`.execute(db.reader);
		since = rows.at(-1)?.updated_at ?? since;
		return rows.map(({ id }) => id);
	};
}

const writeFeed: Write = (db, id, workMs) =>
	db.tx(async (tx) => {
		await delay(workMs);
		await bumpScopes(tx, [{ scope, kind: 'report', entity: id, op: 'put', reason: null }], 1);
	});

function readFeedOf(): Read {
	let since = 0;
	return (db) =>
		db.snapshot(async (tx) => {
			const head = (await headsOf(tx, [scope])).get(scope)?.v ?? 0;
			const rows = await readFeed(tx, scope, since, head);
			since = head;
			return rows.map(({ entity }) => entity);
		});
}
