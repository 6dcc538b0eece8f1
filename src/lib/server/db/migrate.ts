/** Brings a database to the newest schema; safe to call at each start, also by two instances at once. */
import { Migrator } from 'kysely/migration';
import type { Database } from './connect';
import { migrations } from './migrations';

/** Applies what is missing, in order of name; throws the fault of the migration that failed. */
export async function migrate(db: Database): Promise<void> {
	const migrator = new Migrator({
		db: db.kysely,
		provider: { getMigrations: async () => migrations },
		// Written side by side, one may come to a database after another that has a later name.
		allowUnorderedMigrations: true
	});
	const { error } = await migrator.migrateToLatest();
	if (error !== undefined) throw error;
}
