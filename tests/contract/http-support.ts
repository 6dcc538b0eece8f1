/** A migrated, empty database on each engine, for the contracts of the server's edge. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Database } from '../../src/lib/server/db/connect';
import { migrate } from '../../src/lib/server/db/migrate';
import { startPostgres } from '../support/postgres';

export const engines = ['sqlite', 'postgres'] as const;

export interface OpenedEngine {
	db: Database;
	dataDir: string;
	close(): Promise<void>;
}

/** Opens an engine, or says why it cannot be had. */
export async function openEngine(
	engine: (typeof engines)[number]
): Promise<OpenedEngine | { skip: string }> {
	const postgres = engine === 'postgres' ? await startPostgres() : undefined;
	if (postgres !== undefined && 'skip' in postgres) return postgres;
	const dataDir = mkdtempSync(join(tmpdir(), 'maydan-edge-'));
	const db = connect(postgres === undefined ? { dataDir } : { databaseUrl: postgres.url });
	await migrate(db);
	return {
		db,
		dataDir,
		async close() {
			await db.close();
			await postgres?.stop();
			rmSync(dataDir, { recursive: true, force: true });
		}
	};
}
