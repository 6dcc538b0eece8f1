/**
 * Forgets what left a scope long ago (a device that was away for longer begins anew), and takes back
 * decisions that their authors had time to read.
 */
import type { Database } from '../db/connect';
import { bumpScopes, oldPuts, pruneLeaves } from '../repositories/feed';
import { dropReference } from '../repositories/reference';

const dayMs = 24 * 60 * 60 * 1000;
/** How long a tombstone is kept, ms. */
export const leavesKeptMs = 180 * dayMs;
/** How long an author can read what was decided about a command, ms: as long as the outbox shows it. */
export const outcomesKeptMs = 30 * dayMs;

export async function pruneFeed(db: Pick<Database, 'tx'>, now: number): Promise<void> {
	await db.tx((tx) => pruneLeaves(tx, now - leavesKeptMs));
	await db.tx(async (tx) => {
		const old = await oldPuts(tx, 'outcome', now - outcomesKeptMs);
		const leaving = old.map((row) => ({ ...row, op: 'leave' as const, reason: 'expired' }));
		await dropReference(
			tx,
			'outcome',
			old.map(({ entity }) => entity)
		);
		await bumpScopes(tx, leaving, now);
	});
}
