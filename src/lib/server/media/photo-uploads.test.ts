import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { photoFiles, type PhotoFiles } from './photo-files';
import { openPhotoUploads, type PhotoUploads } from './photo-uploads';

let jpeg: Buffer;
let dataDir: string;
let files: PhotoFiles;
let uploads: PhotoUploads;
let stored: string[];
let corrupt: string[];
/** What commands declared: size by hash. */
let declared: Map<string, number>;
/** Here already, but sent by somebody else. */
let unproven: Set<string>;

beforeAll(async () => {
	const noise = { type: 'gaussian', mean: 120, sigma: 60 } as const;
	const create = { width: 1600, height: 1200, channels: 3, background: '#777', noise } as const;
	jpeg = await sharp({ create }).jpeg({ quality: 40 }).toBuffer();
});

beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'maydan-photos-'));
	files = photoFiles(dataDir);
	stored = [];
	corrupt = [];
	declared = new Map();
	unproven = new Set();
	uploads = openUploads(files);
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const openUploads = (files: PhotoFiles) =>
	openPhotoUploads({
		files,
		async declared(sha256, personId) {
			const size = declared.get(sha256);
			if (size === undefined || personId !== 'ali') return undefined;
			const isUnproven = unproven.has(sha256);
			return { sha256, size, isStored: stored.includes(sha256) && !isUnproven, isUnproven };
		},
		async markStored(sha256) {
			if (!stored.includes(sha256)) stored.push(sha256);
			unproven.delete(sha256);
		},
		async markCorrupt(sha256) {
			corrupt.push(sha256);
		}
	});

function declare(bytes: Uint8Array, size = bytes.length): string {
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	declared.set(sha256, size);
	return sha256;
}

function ask(method: string, sha256: string, headers: Record<string, string>, body?: Uint8Array) {
	const address = `http://maydan.test/api/photos${method === 'POST' ? '' : `/${sha256}`}`;
	return new Request(address, {
		...{ method, duplex: 'half', body: body === undefined ? null : new Blob([Buffer.from(body)]) },
		headers: { 'tus-resumable': '1.0.0', ...headers }
	});
}
const create = (sha256: string, size: number, person = 'ali') =>
	uploads(
		ask('POST', sha256, {
			'upload-length': String(size),
			'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}`
		}),
		person
	);
const patch = (sha256: string, offset: number, bytes: Uint8Array) =>
	uploads(
		ask(
			'PATCH',
			sha256,
			{ 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
			bytes
		),
		'ali'
	);
const head = (sha256: string, person = 'ali') => uploads(ask('HEAD', sha256, {}), person);
const offsetOf = (answer: Response) => Number(answer.headers.get('upload-offset'));

test('stores a photo that arrives in pieces, with its copies', async () => {
	const sha256 = declare(jpeg);
	const created = await create(sha256, jpeg.length);
	expect([created.status, created.headers.get('location')]).toEqual([201, `/api/photos/${sha256}`]);
	const half = Math.floor(jpeg.length / 2);
	expect((await patch(sha256, 0, jpeg.subarray(0, half))).status).toBe(204);
	expect(stored).toEqual([]);
	const resumed = await head(sha256);
	expect(offsetOf(resumed)).toBe(half);
	const last = await patch(sha256, half, jpeg.subarray(half));
	expect([last.status, offsetOf(last)]).toEqual([204, jpeg.length]);
	expect(stored).toEqual([sha256]);
	const thumb = await sharp(files.storedPath(sha256, 'thumb')).metadata();
	const screen = await sharp(files.storedPath(sha256, 'screen')).metadata();
	expect([thumb.width, screen.width]).toEqual([320, 1280]);
	expect(await files.stagedSize(sha256)).toBeNull();
});

test('answers a repeated upload as complete, whatever is asked', async () => {
	const sha256 = declare(jpeg);
	await create(sha256, jpeg.length);
	await patch(sha256, 0, jpeg);
	for (const answer of [
		await create(sha256, jpeg.length),
		await head(sha256),
		await patch(sha256, 0, jpeg)
	]) {
		expect([answer.ok, offsetOf(answer)]).toEqual([true, jpeg.length]);
	}
	expect(stored).toEqual([sha256]);
});

test('keeps what it has when a device that forgot creates the upload again', async () => {
	const sha256 = declare(jpeg);
	await create(sha256, jpeg.length);
	await patch(sha256, 0, jpeg.subarray(0, 1000));
	expect((await create(sha256, jpeg.length)).status).toBe(201);
	expect(offsetOf(await head(sha256))).toBe(1000);
});

test('writes a piece that is repeated over what is here of it, and none behind a gap', async () => {
	const sha256 = declare(jpeg);
	await create(sha256, jpeg.length);
	await patch(sha256, 0, jpeg.subarray(0, 1000));
	expect((await patch(sha256, 1001, jpeg.subarray(1001))).status).toBe(409);
	const repeated = await patch(sha256, 200, jpeg.subarray(200, 3000));
	expect([repeated.status, offsetOf(repeated)]).toEqual([204, 3000]);
	const shorter = await patch(sha256, 0, jpeg.subarray(0, 500));
	expect([shorter.status, offsetOf(await head(sha256))]).toEqual([204, 3000]);
	await patch(sha256, 3000, jpeg.subarray(3000));
	expect(stored).toEqual([sha256]);
});

test('refuses bytes with another hash and begins again at offset 0', async () => {
	const sha256 = declare(jpeg);
	await create(sha256, jpeg.length);
	const damaged = Buffer.from(jpeg);
	damaged[5000] = 255 - (damaged[5000] ?? 0);
	const answer = await patch(sha256, 0, damaged);
	expect([answer.status, await answer.json()]).toEqual([
		422,
		{ code: 'not_acceptable', detail: 'corrupt' }
	]);
	expect((await head(sha256)).status).toBe(404);
	await create(sha256, jpeg.length);
	expect((await patch(sha256, 0, jpeg)).status).toBe(204);
	expect(stored).toEqual([sha256]);
});

test('tells the reports after the second repeat of damaged bytes, and still takes good ones', async () => {
	const sha256 = declare(jpeg);
	const damaged = Buffer.alloc(jpeg.length);
	for (const told of [[], [], [sha256]]) {
		await create(sha256, jpeg.length);
		expect((await patch(sha256, 0, damaged)).status).toBe(422);
		expect(corrupt).toEqual(told);
	}
	await create(sha256, jpeg.length);
	await patch(sha256, 0, jpeg);
	expect(stored).toEqual([sha256]);
});

test('refuses a drawing that calls itself a photo, and a photo cut short', async () => {
	const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
	for (const bytes of [svg, jpeg.subarray(0, jpeg.length / 2)]) {
		const sha256 = declare(bytes);
		await create(sha256, bytes.length);
		const answer = await patch(sha256, 0, bytes);
		expect([answer.status, await answer.json()]).toEqual([
			422,
			{ code: 'not_acceptable', detail: 'not_a_picture' }
		]);
		expect(await files.storedSize(sha256, 'full')).toBeNull();
		expect(corrupt.at(-1)).toBe(sha256);
	}
	expect(stored).toEqual([]);
});

test('takes no other size than the declared one, and nothing beyond it', async () => {
	const sha256 = declare(jpeg);
	expect((await create(sha256, jpeg.length + 1)).status).toBe(422);
	await create(sha256, jpeg.length);
	const more = Buffer.concat([jpeg, Buffer.alloc(10)]);
	expect((await patch(sha256, 0, more)).ok).toBe(false);
	expect(stored).toEqual([]);
});

test('knows nothing of what nobody declared, or somebody else did', async () => {
	const undeclared = 'a'.repeat(64);
	expect((await create(undeclared, 10)).status).toBe(404);
	expect((await head(undeclared)).status).toBe(404);
	const sha256 = declare(jpeg);
	expect((await create(sha256, jpeg.length, 'badr')).status).toBe(404);
	expect((await head(sha256, 'badr')).status).toBe(404);
	expect((await head('../../secret')).status).toBe(404);
});

test('verifies at the next question what a crash left whole but unverified', async () => {
	const sha256 = declare(jpeg);
	mkdirSync(files.stagingDir, { recursive: true });
	writeFileSync(files.stagedPath(sha256), jpeg);
	expect(offsetOf(await head(sha256))).toBe(jpeg.length);
	expect(stored).toEqual([sha256]);
});

test('tells the reports of a photo that was moved before a crash', async () => {
	const sha256 = declare(jpeg);
	await files.write(sha256, 'full', jpeg);
	expect(offsetOf(await head(sha256))).toBe(jpeg.length);
	expect(stored).toEqual([sha256]);
});

test('lets a new request take over from one that hangs', async () => {
	const sha256 = declare(jpeg);
	await create(sha256, jpeg.length);
	let sink: ReadableStreamDefaultController<Uint8Array> | undefined;
	const hanging = new ReadableStream<Uint8Array>({
		start(controller) {
			sink = controller;
			controller.enqueue(jpeg.subarray(0, 2000));
		}
	});
	const stuck = uploads(
		new Request(`http://maydan.test/api/photos/${sha256}`, {
			...{ method: 'PATCH', body: hanging, duplex: 'half' },
			headers: {
				'tus-resumable': '1.0.0',
				'upload-offset': '0',
				'content-type': 'application/offset+octet-stream'
			}
		}),
		'ali'
	);
	while ((await files.stagedSize(sha256)) !== 2000) await new Promise(setImmediate);
	const offset = offsetOf(await head(sha256));
	expect(offset).toBe(2000);
	expect((await patch(sha256, offset, jpeg.subarray(offset))).status).toBe(204);
	expect(stored).toEqual([sha256]);
	sink?.close();
	await stuck;
});

test('asks for the whole bytes again from somebody who only knows the hash, and keeps one object [H5]', async () => {
	const sha256 = declare(jpeg);
	await create(sha256, jpeg.length);
	expect((await patch(sha256, 0, jpeg)).status).toBe(204);
	unproven.add(sha256);
	expect((await create(sha256, jpeg.length)).status).toBe(201);
	const wrong = Buffer.from(jpeg);
	wrong[100] = (wrong[100] ?? 0) ^ 1;
	expect((await patch(sha256, 0, wrong)).status).toBe(422);
	expect(unproven.has(sha256)).toBe(true);
	await create(sha256, jpeg.length);
	expect((await patch(sha256, 0, jpeg)).status).toBe(204);
	expect(unproven.has(sha256)).toBe(false);
	expect(await files.storedSize(sha256, 'full')).toBe(jpeg.length);
	expect(await files.stagedSize(sha256)).toBeNull();
});

/** The uploads over files to which something is done before the size of a staged one is looked up the nth time. */
function overFiles(before: (nth: number) => Promise<void> | void) {
	let looks = 0;
	uploads = openUploads({
		...files,
		async stagedSize(sha256) {
			await before((looks += 1));
			return files.stagedSize(sha256);
		}
	});
}

test.each(['accept', 'dropStaged'] as const)(
	'calls no photo complete of which its reports do not know, though another request did %s the bytes',
	async (deed) => {
		const sha256 = declare(jpeg);
		await create(sha256, jpeg.length);
		// Of two requests with the same bytes the other one has just judged them, and ended there.
		overFiles((nth) => (nth === 2 ? files[deed](sha256) : undefined));
		expect([(await patch(sha256, 0, jpeg)).status, stored]).toEqual([503, []]);
		const isMoved = deed === 'accept';
		expect((await head(sha256)).status).toBe(isMoved ? 200 : 404);
		expect(stored).toEqual(isMoved ? [sha256] : []);
	}
);

test('verifies what became whole while somebody asked how far it is', async () => {
	const sha256 = declare(jpeg);
	await create(sha256, jpeg.length);
	await patch(sha256, 0, jpeg.subarray(0, 1000));
	const staged = files.stagedSize;
	uploads = openUploads({
		...files,
		async stagedSize(sha256) {
			const size = await staged(sha256);
			writeFileSync(files.stagedPath(sha256), jpeg);
			return size;
		}
	});
	const answer = await head(sha256);
	expect([answer.status, offsetOf(answer), stored]).toEqual([200, jpeg.length, [sha256]]);
});
