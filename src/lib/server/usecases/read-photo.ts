/**
 * A photo for somebody who looks at a report.
 *
 * 1. Reading is authorised by the report, never by knowing a hash: also a report that names the hash
 *    shows the bytes only once whoever declared it there has sent them.
 * 2. A copy that is missing (photos that came in by another way than an upload) is made once.
 */
import { buffer } from 'node:stream/consumers';
import type { Person } from '$lib/domain/people/actor';
import type { PhotoSize } from '$lib/protocol/online';
import type { Database } from '../db/connect';
import { copiesOf } from '../media/jpeg';
import type { PhotoFiles } from '../media/photo-files';
import { findReadable } from './readable-report';

export interface PhotoQuestion {
	reportId: string;
	sha256: string;
	size: PhotoSize;
}

/** Length and bytes of a stored photo; undefined where there is none, or not for this person. */
export async function readPhoto(
	{ db, photos }: { db: Database; photos: PhotoFiles },
	person: Person,
	{ reportId, sha256, size }: PhotoQuestion
): Promise<{ bytes: number; body: ReadableStream<Uint8Array> } | undefined> {
	const report = await db.snapshot((tx) => findReadable(tx, person, reportId));
	const photo = report?.photos.find((known) => known.sha256 === sha256);
	if (photo?.state !== 'stored') return undefined;
	const bytes = (await photos.storedSize(sha256, size)) ?? (await makeCopy(photos, sha256, size));
	return bytes === null ? undefined : { bytes, body: photos.read(sha256, size) };
}

/** Bytes of the copy made, or null where the photo itself is not here or cannot be read. */
async function makeCopy(
	photos: PhotoFiles,
	sha256: string,
	size: PhotoSize
): Promise<number | null> {
	if (size === 'full' || (await photos.storedSize(sha256, 'full')) === null) return null;
	const copies = await copiesOf(await buffer(photos.read(sha256, 'full')));
	if (copies === null) return null;
	await photos.write(sha256, size, copies[size]);
	return copies[size].length;
}
