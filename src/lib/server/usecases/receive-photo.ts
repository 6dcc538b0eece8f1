/**
 * The last step of an upload: all bytes are staged; the photo becomes `stored`, or is refused.
 *
 * staged -> verified (size, hash, picture) -> copies written -> moved -> reports told
 *
 * 1. Only bytes whose SHA-256 is the declared one and that decode as a JPEG are ever stored.
 * 2. Every step can be repeated after a crash: a photo that was moved but not told is told again.
 * 3. A refused photo leaves nothing staged, so that its next upload begins at offset 0.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { copiesOf } from '../media/jpeg';
import type { PhotoFiles } from '../media/photo-files';

export interface DeclaredPhoto {
	sha256: string;
	/** Bytes, as the command declared them. */
	size: number;
	/** The bytes are here, but from somebody else: this person has to show them too. */
	isUnproven?: boolean;
}

export const photoFaults = ['size', 'corrupt', 'not_a_picture'] as const;
export type PhotoFault = (typeof photoFaults)[number];
export type Received = { ok: true } | { ok: false; fault: PhotoFault };

/** Verifies and stores a staged photo, then tells every report that uses it. */
export async function receivePhoto(
	files: PhotoFiles,
	declared: DeclaredPhoto,
	markStored: (sha256: string) => Promise<void>
): Promise<Received> {
	const isHere = (await files.storedSize(declared.sha256, 'full')) !== null;
	if (!isHere || declared.isUnproven === true) {
		const fault = isHere ? await prove(files, declared) : await store(files, declared);
		if (fault !== null) {
			await files.dropStaged(declared.sha256);
			return { ok: false, fault };
		}
	}
	await markStored(declared.sha256);
	return { ok: true };
}

/** The same bytes once more: they are compared and dropped. */
async function prove(
	files: PhotoFiles,
	{ sha256, size }: DeclaredPhoto
): Promise<PhotoFault | null> {
	const fault = faultOf(await readFile(files.stagedPath(sha256)), size, sha256);
	if (fault === null) await files.dropStaged(sha256);
	return fault;
}

function faultOf(bytes: Buffer, size: number, sha256: string): PhotoFault | null {
	if (bytes.length !== size) return 'size';
	const isDeclared = createHash('sha256').update(bytes).digest('hex') === sha256;
	return isDeclared ? null : 'corrupt';
}

async function store(
	files: PhotoFiles,
	{ sha256, size }: DeclaredPhoto
): Promise<PhotoFault | null> {
	const bytes = await readFile(files.stagedPath(sha256));
	const fault = faultOf(bytes, size, sha256);
	if (fault !== null) return fault;
	const copies = await copiesOf(bytes);
	if (copies === null) return 'not_a_picture';
	await files.write(sha256, 'thumb', copies.thumb);
	await files.write(sha256, 'screen', copies.screen);
	await files.accept(sha256);
	return null;
}
