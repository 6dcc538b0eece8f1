/** H2 in its worst form: what arrives is a whole picture of the declared size, and another one. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { photoFiles } from '../../../src/lib/server/media/photo-files';
import { openPhotoUploads } from '../../../src/lib/server/media/photo-uploads';
import { equal, holds } from '../invariant';
import type { Stage } from './scenarios';

const address = 'http://maydan.test/api/photos';
const create = { width: 320, height: 240, channels: 3, background: '#777' } as const;

/** Another picture comes under a declared hash, and then the declared one. */
export async function otherBytesArrive({ dataDir }: Stage): Promise<void> {
	const plain = await sharp({ create }).jpeg().toBuffer();
	const [declared, other] = [withComment(plain, 'mine'), withComment(plain, 'none')];
	const sha256 = sha256Of(declared);
	const files = photoFiles(dataDir);
	let isStored = false;
	const uploads = openPhotoUploads({
		files,
		declared: async () => ({ sha256, size: declared.length, isStored, isUnproven: false }),
		markStored: async () => void (isStored = true),
		markCorrupt: async () => undefined
	});
	for (const bytes of [other, declared]) {
		await uploads(creation(sha256, bytes.length), 'ali');
		await uploads(patchOf(sha256, bytes), 'ali');
		const isHere = (await files.storedSize(sha256, 'full')) !== null;
		if (!isHere) continue;
		const stored = await readFile(files.storedPath(sha256, 'full'));
		equal(sha256Of(stored), sha256, 'I9 what is stored is what was declared');
	}
	holds(isStored, 'I9 the declared bytes are stored');
}

/** The picture with a comment of its own in front: same size, same picture, other bytes. */
function withComment(jpeg: Buffer, text: string): Buffer {
	const comment = Buffer.from([0xff, 0xfe, 0, text.length + 2, ...Buffer.from(text)]);
	return Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]);
}

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const tus = { 'tus-resumable': '1.0.0' };

function creation(sha256: string, size: number): Request {
	const metadata = `sha256 ${Buffer.from(sha256).toString('base64')}`;
	const headers = { ...tus, 'upload-length': String(size), 'upload-metadata': metadata };
	return new Request(address, { method: 'POST', headers });
}

function patchOf(sha256: string, bytes: Buffer): Request {
	const type = 'application/offset+octet-stream';
	const headers = { ...tus, 'upload-offset': '0', 'content-type': type };
	const body = new Blob([new Uint8Array(bytes)]);
	return new Request(`${address}/${sha256}`, { method: 'PATCH', headers, body });
}
