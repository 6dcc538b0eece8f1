/**
 * After a restore: photos that an older database still awaits although their verified bytes lie on
 * disk. Their devices may have freed them long ago.
 */
import type { Database } from '../db/connect';
import type { PhotoFiles } from '../media/photo-files';
import { dropMeta, readMeta } from '../repositories/meta';
import { awaitedPhotos } from '../repositories/photos';

/** Marks what is found, once after a restore; answers how many. */
export async function findPhotos(
	db: Database,
	files: Pick<PhotoFiles, 'storedSize'>,
	markStored: (sha256: string) => Promise<void>
): Promise<number> {
	if ((await readMeta(db.reader, 'restored')) === null) return 0;
	let found = 0;
	for (const { sha256, size } of await awaitedPhotos(db.reader)) {
		if ((await files.storedSize(sha256, 'full')) !== size) continue;
		await markStored(sha256);
		found += 1;
	}
	await db.tx((tx) => dropMeta(tx, 'restored'));
	return found;
}
