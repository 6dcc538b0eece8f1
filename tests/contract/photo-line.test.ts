/**
 * Photo bytes over a socket that is cut, spoilt or doubled, from the device's own uploader to the
 * server's own staging: one whole object in the end, and no more sent again than the line lost.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tusUploader } from '../../src/lib/client/sync/upload';
import type { UploadEnd } from '../../src/lib/client/sync/ports';
import { photoFiles, type PhotoFiles } from '../../src/lib/server/media/photo-files';
import { openPhotoUploads, type PhotoUploads } from '../../src/lib/server/media/photo-uploads';

/** What a device sends in one request at most. */
const pieceBytes = 256 * 1024;
let photo: Buffer;
let dataDir: string;
let files: PhotoFiles;
let uploads: PhotoUploads;
let stored: string[];
let server: Server;
let endpoint: string;
/** Bytes of photos that reached the server's side of the line. */
let received: number;
/** Cuts the line once so many bytes of photos have come through; `answer`: after all, before the answer. */
let cutAt: number | 'answer' | null;
/** Changes a piece on its way. */
let spoil: (piece: Buffer) => Buffer;

beforeAll(async () => {
	const noise = { type: 'gaussian', mean: 120, sigma: 60 } as const;
	const create = { width: 2048, height: 1536, channels: 3, background: '#777', noise } as const;
	photo = await sharp({ create }).jpeg({ quality: 40 }).toBuffer();
	expect(photo.length).toBeGreaterThan(2 * pieceBytes);
});

beforeEach(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'maydan-photo-line-'));
	files = photoFiles(dataDir);
	stored = [];
	[received, cutAt, spoil] = [0, null, (piece) => piece];
	uploads = openUploads(files);
	server = createServer((request, response) => void serve(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	endpoint = `http://127.0.0.1:${address.port}/api/photos`;
});
afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
	rmSync(dataDir, { recursive: true, force: true });
});

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const declared = new Map<string, number>();

function openUploads(over: PhotoFiles): PhotoUploads {
	return openPhotoUploads({
		files: over,
		declared: (sha256) => {
			const size = declared.get(sha256);
			const isStored = stored.includes(sha256);
			return Promise.resolve(
				size === undefined ? undefined : { sha256, size, isStored, isUnproven: false }
			);
		},
		markStored: (sha256) => Promise.resolve(void (stored.includes(sha256) || stored.push(sha256))),
		markCorrupt: () => Promise.resolve()
	});
}

/** The server's end of the socket, with the fault of the test in front of it. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { socket } = request;
	const body = new ReadableStream<Uint8Array>({
		async start(sink) {
			try {
				for await (const piece of request) {
					const left = typeof cutAt === 'number' ? cutAt - received : Infinity;
					const part = spoil(piece).subarray(0, left);
					received += part.length;
					sink.enqueue(new Uint8Array(part));
					if (part.length === piece.length) continue;
					cutAt = null;
					throw new Error('cut');
				}
				sink.close();
			} catch (error) {
				socket.destroy();
				sink.error(error);
			}
		}
	});
	const hasBody = request.method !== 'HEAD' && request.headers['content-length'] !== '0';
	const asked = new Request(new URL(request.url ?? '', endpoint), {
		...{ method: request.method ?? '', duplex: 'half' as const, body: hasBody ? body : null },
		headers: Object.fromEntries(
			Object.entries(request.headers).map(([name, value]) => [name, String(value)])
		)
	});
	const answer = await uploads(asked, 'ali').catch(() => new Response(null, { status: 500 }));
	const isWhole = cutAt === 'answer' && stored.length > 0;
	if (isWhole) cutAt = null;
	if (isWhole || socket.destroyed) return void socket.destroy();
	response.writeHead(answer.status, Object.fromEntries(answer.headers));
	response.end(Buffer.from(await answer.arrayBuffer()));
}

/** One try of the device. */
const attempt = (bytes: Buffer, attempts: number): Promise<UploadEnd> =>
	tusUploader(endpoint).upload(
		{ sha256: hashOf(bytes), size: bytes.length, attempts },
		(start, end) => Promise.resolve(new Uint8Array(bytes.subarray(start, end))),
		() => undefined,
		new AbortController().signal
	);

async function untilItEnds(bytes: Buffer, most = 5): Promise<UploadEnd[]> {
	declared.set(hashOf(bytes), bytes.length);
	const ends: UploadEnd[] = [];
	while (ends.length < most && !['complete', 'refused'].includes(String(ends.at(-1)))) {
		ends.push(await attempt(bytes, ends.length));
	}
	return ends;
}

const objects = () =>
	readdirSync(join(dataDir, 'photos'), { recursive: true })
		.map(String)
		.filter((name) => name.endsWith(`${hashOf(photo)}.jpg`));

async function isStoredOnce(): Promise<void> {
	const sha256 = hashOf(photo);
	expect(stored).toEqual([sha256]);
	expect(await files.storedSize(sha256, 'full')).toBe(photo.length);
	expect(hashOf(Buffer.from(await new Response(files.read(sha256, 'full')).arrayBuffer()))).toBe(
		sha256
	);
	expect(objects()).toHaveLength(1);
	expect(await files.stagedSize(sha256)).toBeNull();
}

describe('a photo on a bad line', () => {
	it.each([0.01, 0.5, 0.99])(
		'that is cut at %d of it goes on where the server stands [H1]',
		async (share) => {
			cutAt = Math.floor(photo.length * share);
			expect(await untilItEnds(photo)).toEqual(['later', 'complete']);
			await isStoredOnce();
			expect(received).toBeLessThanOrEqual(photo.length + pieceBytes);
		}
	);

	it('that is cut between its last byte and the answer is not sent again [H1]', async () => {
		cutAt = 'answer';
		expect(await untilItEnds(photo)).toEqual(['later', 'complete']);
		await isStoredOnce();
		expect(received).toBe(photo.length);
	});

	it('that is cut five times sends no more again than a piece for each cut [H1]', async () => {
		const ends: UploadEnd[] = [];
		declared.set(hashOf(photo), photo.length);
		for (let cut = 1; cut <= 5; cut++) {
			cutAt = received + Math.floor(photo.length / 7);
			ends.push(await attempt(photo, ends.length));
		}
		cutAt = null;
		ends.push(await attempt(photo, ends.length));
		expect(ends).toEqual([...Array<string>(5).fill('later'), 'complete']);
		await isStoredOnce();
		expect(received).toBeLessThanOrEqual(photo.length + 5 * pieceBytes);
	});

	it('one bit of which was turned on its way is refused, and sent again whole [H2]', async () => {
		let isSpoilt = false;
		spoil = (piece) => {
			if (isSpoilt || piece.length < 100) return piece;
			isSpoilt = true;
			const turned = Buffer.from(piece);
			turned[50] = (turned[50] ?? 0) ^ 1;
			return turned;
		};
		expect(await untilItEnds(photo)).toEqual(['mismatch', 'complete']);
		await isStoredOnce();
	});

	it('that two tabs send at the same time becomes one object with the right bytes [H6]', async () => {
		declared.set(hashOf(photo), photo.length);
		const both = async () => {
			const ends: UploadEnd[] = [];
			while (ends.length < 20 && ends.at(-1) !== 'complete') {
				ends.push(await attempt(photo, ends.length));
			}
			return ends.at(-1);
		};
		expect(await Promise.all([both(), both()])).toEqual(['complete', 'complete']);
		await isStoredOnce();
	});
});

describe('what is no photo of ours', () => {
	const one = (width: number, height: number, background = '#777') =>
		sharp({ create: { width, height, channels: 3, background } });

	it('is refused by what it is, whatever its name, and nothing of it stays [H4]', async () => {
		const hostile = {
			drawing: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
			page: Buffer.from('<html><script>alert(1)</script></html>'),
			'other picture': await one(40, 30).png().toBuffer(),
			'pixel bomb': await one(8_000, 7_500).jpeg({ quality: 1 }).toBuffer()
		};
		for (const [name, bytes] of Object.entries(hostile)) {
			const [end] = await untilItEnds(bytes, 1);
			expect(end, name).toBe('mismatch');
			expect(await files.storedSize(hashOf(bytes), 'full'), name).toBeNull();
			expect(await files.stagedSize(hashOf(bytes)), name).toBeNull();
		}
		expect(stored).toEqual([]);
		expect(await untilItEnds(photo)).toEqual(['complete']);
	});
});

describe('a store of photos that is away', () => {
	it.each(['write', 'accept'] as const)(
		'at %s keeps what was staged, and ends the work when it is back [H7]',
		async (step) => {
			let isAway = true;
			const away: PhotoFiles = {
				...files,
				[step]: (...asked: [string, never, never]) =>
					isAway
						? Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }))
						: files[step](...asked)
			};
			uploads = openUploads(away);
			expect(await untilItEnds(photo, 3)).toEqual(['later', 'later', 'later']);
			expect(stored).toEqual([]);
			expect(await files.stagedSize(hashOf(photo))).toBe(photo.length);
			isAway = false;
			expect(await attempt(photo, 3)).toBe('complete');
			await isStoredOnce();
			// A try that meets the store away may show its first piece again.
			expect(received).toBeLessThanOrEqual(photo.length + 3 * pieceBytes);
		}
	);
});
