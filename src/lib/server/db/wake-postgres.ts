/**
 * Carries wakes between the instances that share one PostgreSQL.
 *
 * 1. One NOTIFY per instance and 100 ms, after the commits and outside them: inside each transaction
 *    it would cut commits to a quarter.
 * 2. A broken line is taken up again; until then devices find changes by asking.
 */
import { sql } from 'kysely';
import pg from 'pg';
import * as z from 'zod/mini';
import type { Database } from './connect';
import { log } from '../log';
import type { Wake } from '../wake';

const channel = 'maydan_wake';
const coalesceMs = 100;
const reconnectMs = 2_000;
/** PostgreSQL takes less than 8,000 bytes. */
const scopesPerNotice = 100;

const notice = z.object({ from: z.string(), heads: z.record(z.string(), z.number()) });

export interface OtherInstances {
	announce(versions: ReadonlyMap<string, number>): void;
	close(): Promise<void>;
}

/** Listens for the wakes of others and tells them ours; `instance` is told apart from them. */
export async function listenToPostgres(
	databaseUrl: string,
	db: Database,
	wake: Wake,
	instance: string
): Promise<OtherInstances> {
	let isClosed = false;
	let client: pg.Client | null = null;
	let retry: NodeJS.Timeout | undefined;

	const listen = async (): Promise<void> => {
		const fresh = new pg.Client({ connectionString: databaseUrl });
		fresh.on('error', (error) => log.warn({ err: error }, 'lost the line to other instances'));
		fresh.on('end', () => again());
		fresh.on('notification', ({ payload }) => hear(wake, instance, payload ?? ''));
		await fresh.connect();
		await fresh.query(`listen ${channel}`);
		client = fresh;
	};
	const again = () => {
		if (isClosed) return;
		clearTimeout(retry);
		retry = setTimeout(() => void listen().catch(again), reconnectMs).unref();
	};
	await listen();
	const outbox = createOutbox(db, instance);
	return {
		announce: outbox.add,
		async close() {
			isClosed = true;
			clearTimeout(retry);
			await outbox.flush();
			await client?.end();
		}
	};
}

function hear(wake: Wake, instance: string, payload: string): void {
	const told = notice.safeParse(parsed(payload));
	if (!told.success || told.data.from === instance) return;
	wake.announce(new Map(Object.entries(told.data.heads)));
}

function parsed(payload: string): unknown {
	try {
		return JSON.parse(payload);
	} catch {
		return null;
	}
}

function createOutbox(db: Database, instance: string) {
	const waiting = new Map<string, number>();
	let timer: NodeJS.Timeout | undefined;
	const flush = async (): Promise<void> => {
		clearTimeout(timer);
		timer = undefined;
		const heads = [...waiting];
		waiting.clear();
		for (let from = 0; from < heads.length; from += scopesPerNotice) {
			const part = Object.fromEntries(heads.slice(from, from + scopesPerNotice));
			const payload = JSON.stringify({ from: instance, heads: part });
			await sql`select pg_notify(${channel}, ${payload})`
				.execute(db.kysely)
				.catch((error: unknown) => log.warn({ err: error }, 'could not tell other instances'));
		}
	};
	return {
		add(versions: ReadonlyMap<string, number>) {
			for (const [scope, v] of versions) waiting.set(scope, v);
			if (waiting.size > 0) timer ??= setTimeout(() => void flush(), coalesceMs);
		},
		flush
	};
}
