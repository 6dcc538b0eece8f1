/** Forgets what left a scope long ago; a device that was away for longer begins anew. */
import type { Database } from '../db/connect';
import { pruneLeaves } from '../repositories/feed';

/** How long a tombstone is kept, ms. */
export const leavesKeptMs = 180 * 24 * 60 * 60 * 1000;

export async function pruneFeed(db: Pick<Database, 'tx'>, now: number): Promise<void> {
	await db.tx((tx) => pruneLeaves(tx, now - leavesKeptMs));
}
