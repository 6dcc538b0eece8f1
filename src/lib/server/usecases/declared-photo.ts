/**
 * Which photos a person may send: those that a stored command of theirs declared, and those of
 * reports they may read (a colleague's device may have declared the same picture first).
 *
 * A hash is no key: where the bytes came from somebody else, they count for this person's report only
 * after this person has sent them too.
 */
import type { Database } from '../db/connect';
import type { Tx } from '../db/tables';
import type { Declared } from '../media/photo-uploads';
import { findPerson } from '../repositories/people';
import { findPhoto, reportsWithPhoto } from '../repositories/photos';
import { findReport } from '../repositories/reports';
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
		const reportIds = await reportsWithPhoto(tx, sha256);
		const own = await ownStates(tx, reportIds, sha256, personId);
		const isOwn = own.length > 0 || photo.declared_by === personId;
		if (!isOwn && !(await readsOneOf(tx, reportIds, personId))) return undefined;
		const isHere = photo.state === 'stored';
		const isUnproven = isHere && own.some((state) => state !== 'stored');
		return { sha256, size: photo.size, isStored: isHere && !isUnproven, isUnproven };
	});
}

/** Whether a person declared a photo themselves: that is all a signature without a session stands for. */
export function hasDeclared(db: Database, sha256: string, personId: string): Promise<boolean> {
	return db.snapshot(async (tx) => {
		const photo = await findPhoto(tx, sha256);
		if (photo === undefined || photo.declared_by === personId) return photo !== undefined;
		const own = await ownStates(tx, await reportsWithPhoto(tx, sha256), sha256, personId);
		return own.length > 0;
	});
}

/** The states of this photo where this person declared it. */
async function ownStates(
	tx: Tx,
	reportIds: readonly string[],
	sha256: string,
	personId: string
): Promise<string[]> {
	const reports = await Promise.all(reportIds.map((id) => findReport(tx, id)));
	const photos = reports.flatMap((report) => report?.photos ?? []);
	return photos
		.filter((photo) => photo.sha256 === sha256 && photo.actorId === personId)
		.map(({ state }) => state);
}

async function readsOneOf(
	tx: Tx,
	reportIds: readonly string[],
	personId: string
): Promise<boolean> {
	const person = await findPerson(tx, personId);
	if (person === undefined) return false;
	for (const id of reportIds) {
		if ((await findReadable(tx, person, id)) !== undefined) return true;
	}
	return false;
}
