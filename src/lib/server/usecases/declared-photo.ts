/**
 * Which photos a person may send: those that a stored command of theirs declared, and those of
 * reports they may read (a colleague's device may have declared the same picture first).
 */
import type { Database } from '../db/connect';
import type { Declared } from '../media/photo-uploads';
import { findPerson } from '../repositories/people';
import { findPhoto, reportsWithPhoto } from '../repositories/photos';
import { findReadable } from './readable-report';

/** What was declared under a hash; undefined where nothing was, or not for this person. */
export function declaredPhoto(
	db: Database,
	sha256: string,
	personId: string
): Promise<Declared | undefined> {
	return db.snapshot(async (tx) => {
		const photo = await findPhoto(tx, sha256);
		if (photo === undefined) return undefined;
		const declared = { sha256, size: photo.size, isStored: photo.state === 'stored' };
		if (photo.declared_by === personId) return declared;
		const person = await findPerson(tx, personId);
		if (person === undefined) return undefined;
		for (const reportId of await reportsWithPhoto(tx, sha256)) {
			if ((await findReadable(tx, person, reportId)) !== undefined) return declared;
		}
		return undefined;
	});
}
