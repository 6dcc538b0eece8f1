/**
 * Where photos lie below the data directory, and how they get there.
 *
 * photos/staging/<sha256>          bytes as they arrive
 * photos/<aa>/<sha256>.jpg         verified; `aa` are the first two letters of the hash
 * photos/<aa>/<sha256>.<size>.jpg  made from it: thumb, screen
 *
 * 1. A file under its final name is whole and on disk: written aside, synced, then renamed.
 * 2. A name is built from a hash of 64 hexadecimal letters and nothing else.
 * Not here: what makes a photo acceptable (receive-photo), who may read it.
 */
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { randomUUID } from 'node:crypto';
import type { PhotoSize } from '$lib/protocol/online';

const sha256Shape = /^[0-9a-f]{64}$/;

export interface PhotoFiles {
	readonly stagingDir: string;
	stagedPath(sha256: string): string;
	storedPath(sha256: string, size: PhotoSize): string;
	/** Bytes received so far; null where nothing was. */
	stagedSize(sha256: string): Promise<number | null>;
	/** Bytes of a stored photo; null where there is none. */
	storedSize(sha256: string, size: PhotoSize): Promise<number | null>;
	/** Puts bytes under their final name, durably. */
	write(sha256: string, size: PhotoSize, bytes: Uint8Array): Promise<void>;
	/** Moves the staged bytes to their final name, durably, and removes what staging kept beside. */
	accept(sha256: string): Promise<void>;
	/** Forgets staged bytes; does nothing where there are none. */
	dropStaged(sha256: string): Promise<void>;
	/** The bytes as a web stream. Throws where there is no such file. */
	read(sha256: string, size: PhotoSize): ReadableStream<Uint8Array>;
}

/** The photo folders of a data directory; they are created when first written to. */
export function photoFiles(dataDir: string): PhotoFiles {
	const root = join(dataDir, 'photos');
	const stagingDir = join(root, 'staging');
	const stagedPath = (sha256: string) => join(stagingDir, checked(sha256));
	const storedPath = (sha256: string, size: PhotoSize) => {
		const name = size === 'full' ? `${checked(sha256)}.jpg` : `${checked(sha256)}.${size}.jpg`;
		return join(root, sha256.slice(0, 2), name);
	};
	const dropStaged = async (sha256: string) => {
		// The upload's own description lies beside its bytes and goes last: bytes without it restart.
		await rm(stagedPath(sha256), { force: true });
		await rm(`${stagedPath(sha256)}.json`, { force: true });
	};
	return {
		stagingDir,
		stagedPath,
		storedPath,
		stagedSize: (sha256) => sizeOf(stagedPath(sha256)),
		storedSize: (sha256, size) => sizeOf(storedPath(sha256, size)),
		dropStaged,
		async write(sha256, size, bytes) {
			const path = storedPath(sha256, size);
			const aside = `${path}.${randomUUID()}.part`;
			await mkdir(dirname(path), { recursive: true, mode: 0o700 });
			const file = await open(aside, 'w', 0o600);
			try {
				await file.writeFile(bytes);
				await file.sync();
			} finally {
				await file.close();
			}
			await moveDurably(aside, path);
		},
		async accept(sha256) {
			const path = storedPath(sha256, 'full');
			await mkdir(dirname(path), { recursive: true, mode: 0o700 });
			await sync(stagedPath(sha256));
			await moveDurably(stagedPath(sha256), path);
			await dropStaged(sha256);
		},
		read: (sha256, size) =>
			Readable.toWeb(createReadStream(storedPath(sha256, size))) as ReadableStream<Uint8Array>
	};
}

function checked(sha256: string): string {
	if (!sha256Shape.test(sha256)) throw new Error('a photo is named by a SHA-256');
	return sha256;
}

async function sizeOf(path: string): Promise<number | null> {
	try {
		return (await stat(path)).size;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
		throw error;
	}
}

async function moveDurably(from: string, to: string): Promise<void> {
	await rename(from, to);
	await sync(dirname(to));
}

async function sync(path: string): Promise<void> {
	const file = await open(path, 'r');
	try {
		await file.sync();
	} finally {
		await file.close();
	}
}
