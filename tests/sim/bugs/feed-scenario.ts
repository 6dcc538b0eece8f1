/** G1 in its smallest form: two writers of one scope cross, and a reader comes in between. */
import { bumpScopes } from '../../../src/lib/server/repositories/feed';
import { sql } from 'kysely';
import { TestCity } from '../../contract/sync-support';
import { ali } from '../../support/builders';
import { holds } from '../invariant';
import type { Stage } from './scenarios';

/**
 * The first writer has done everything but its commit; the second one goes as far as it can; a reader
 * reads; the first one commits. Needs an engine with writers side by side.
 */
export async function twoWritersCross({ dataDir, databaseUrl }: Stage): Promise<void> {
	if (databaseUrl === null) throw new Error('Two writers at once need PostgreSQL');
	const city = await TestCity.open({ dataDir, databaseUrl });
	try {
		const reader = new Reader(city);
		await reader.read();
		const [written, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
		const first = write(city, 'first', () => {
			written.resolve();
			return commit.promise;
		});
		await written.promise;
		const second = write(city, 'second');
		await Promise.race([second, somebodyWaits(city)]);
		await reader.read();
		commit.resolve();
		await Promise.all([first, second]);
		await reader.read();
		for (const id of ['first', 'second']) holds(reader.seen.has(id), `I4 the ${id} change arrives`);
	} finally {
		await city.app.close();
	}
}

class Reader {
	readonly seen = new Set<string>();
	#cursor: string | null = null;

	constructor(readonly city: TestCity) {}

	async read(): Promise<void> {
		const page = await this.city.app.readChanges(ali, this.#cursor, 1000);
		const changes: { cursor: string; entries: { id: string }[] } = JSON.parse(page.json);
		this.#cursor = changes.cursor;
		for (const { id } of changes.entries) this.seen.add(id);
	}
}

function write(
	{ app, now }: TestCity,
	id: string,
	beforeCommit: () => Promise<void> = () => Promise.resolve()
): Promise<void> {
	return app.db.tx(async (tx) => {
		const body = JSON.stringify({ id });
		await tx.insertInto('reference').values({ kind: 'person', id, body }).execute();
		const scope = 'user:ali';
		await bumpScopes(tx, [{ scope, kind: 'person', entity: id, op: 'put', reason: null }], now);
		await beforeCommit();
	});
}

/** Until a transaction of this database waits for the lock of another one. */
async function somebodyWaits({ app }: TestCity): Promise<void> {
	const query = sql<{ waiting: number }>`select count(*) as waiting from pg_stat_activity
		where datname = current_database() and wait_event_type = 'Lock'`;
	for (let isWaiting = false; !isWaiting;) {
		const { rows } = await query.execute(app.db.kysely);
		isWaiting = Number(rows[0]?.waiting) > 0;
	}
}
