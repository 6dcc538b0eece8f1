/** Rescue files written from one outbox and handed in to a server that the test plays. */
import { createHash, createHmac } from 'node:crypto';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import { macHeader, photoMacText, replicaHeader, rescueFile } from '$lib/protocol/escrow';
import type { EscrowReceipt, EscrowRequest } from '$lib/protocol/escrow';
import { ali } from '../../../tests/support/builders';
import { MemoryOutbox } from './db/memory-outbox';
import type { Answer } from './errors';
import { handInRescue, makeRescueFile } from './rescue';
import { fullBatch } from './sync/plan';
import type { Draft, PhotoUploader } from './sync/ports';
import { webSigner } from './sync/signer';

const secret = Buffer.alloc(32, 7).toString('base64url');
const replica = '00000000-0000-7000-8000-000000000001';
const person = { ...ali, userName: 'ali' };
const macOf = (text: string) =>
	createHmac('sha256', Buffer.from(secret, 'base64url')).update(text).digest('base64url');
const bytes = new TextEncoder().encode('a photo');
const sha256 = createHash('sha256').update(bytes).digest('hex');

let outbox: MemoryOutbox;
let requests: EscrowRequest[];
let receipt: Partial<EscrowReceipt>;
let uploads: { sha256: string; bytes: string; headers: Readonly<Record<string, string>> }[];

const draft = (type: string, args: unknown, n: number): Draft => ({
	envelope: {
		id: `00000000-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`,
		...{ type, typeVersion: 1, reportId: replica, base: { rev: 1, assignEpoch: 1 } },
		...{ deviceAt: 1, deviceOffsetMinutes: 0, monoMs: 0, session: 's', skew: null },
		...{ group: null, isVoid: false, args, signature: null }
	},
	snapshot: { number: '', address: '' }
});

beforeEach(async () => {
	outbox = new MemoryOutbox();
	requests = [];
	receipt = { photos: [sha256] };
	uploads = [];
	const key = await webSigner.keyOf(secret);
	await outbox.adopt({ replica, key, deviceName: 'Tablet 7', mintedAt: 0 }, false);
	await outbox.append([draft('setOff', {}, 1)]);
	const photo = { sha256, bytes, thumb: bytes, width: 1, height: 1 };
	await outbox.append([draft('addPhoto', { sha256 }, 2)], photo);
});

const escrow = (request: EscrowRequest): Promise<Answer<EscrowReceipt>> => {
	requests.push(request);
	const { commands } = JSON.parse(request.batch);
	const usual = { received: commands.length, known: 0, expect: null, isUnderReview: false };
	return Promise.resolve({ ok: true, value: { ...usual, photos: [], ...receipt } });
};
const uploader: PhotoUploader = {
	upload: async (photo, read, _progress, _signal, headers = {}) => {
		const part = await read(0, photo.size);
		uploads.push({
			sha256: photo.sha256,
			bytes: new TextDecoder().decode(part ?? undefined),
			headers
		});
		return 'complete';
	}
};
const handIn = (file: Blob) =>
	handInRescue(file, {
		api: { escrow },
		uploader,
		onProgress: () => undefined,
		signal: new AbortController().signal
	});
const made = async () => {
	const exported = await makeRescueFile(outbox, person, 1_700_000_000_000);
	if (exported === null) throw new Error('No file');
	return exported;
};

describe('a rescue file', () => {
	it('holds every command and photo, signed, and hands them in', async () => {
		const exported = await made();
		expect(exported).toMatchObject({ name: 'maydan-ali-2023-11-14.zip', commands: 1, photos: 1 });
		expect(await handIn(exported.file)).toEqual({
			ok: true,
			value: { commands: 2, known: 0, photos: 1, isUnderReview: false }
		});
		const [request] = requests;
		expect(request?.mac).toBe(macOf(request?.batch ?? ''));
		const { commands } = JSON.parse(request?.batch ?? '');
		expect(commands).toEqual((await outbox.commands()).map(({ envelope }) => envelope));
		expect(uploads).toEqual([
			{
				sha256,
				bytes: 'a photo',
				headers: { [replicaHeader]: replica, [macHeader]: macOf(photoMacText(sha256)) }
			}
		]);
	});

	it('makes final what it holds: it cannot be taken back unsent any more', async () => {
		await made();
		const [act] = await outbox.commands();
		const undo = draft('undo', { commandId: act?.id, elapsedMs: 1 }, 3);
		const [changed] = await outbox.takeBack([undo]);
		expect(changed?.id).toBe(undo.envelope.id);
		expect(await outbox.take(fullBatch)).toHaveLength(3);
	});

	it('sends only the photos that the server wants', async () => {
		receipt = { photos: [] };
		expect(await handIn((await made()).file)).toMatchObject({ ok: true, value: { photos: 0 } });
		expect(uploads).toEqual([]);
	});

	it('is refused where it is none, is cut short, or names no content', async () => {
		const whole = new Uint8Array(await (await made()).file.arrayBuffer());
		const files = [
			new Blob(['no zip at all']),
			new Blob([whole.slice(0, whole.length / 2)]),
			new Blob([zipSync({ 'rescue.json': strToU8('{"format":2}') })]),
			new Blob([zipSync({ 'other.txt': strToU8('x') })])
		];
		for (const file of files) {
			expect(await handIn(file)).toMatchObject({
				ok: false,
				failure: { code: 'unsupported_type' }
			});
		}
		expect(requests).toEqual([]);
	});

	it('says when earlier work is missing at the server', async () => {
		receipt = { expect: 1 };
		const answer = await handIn((await made()).file);
		expect(answer).toMatchObject({ ok: false, failure: { code: 'conflict' } });
	});

	it('cannot be made where nothing can be signed', async () => {
		const bare = new MemoryOutbox();
		expect(await makeRescueFile(bare, person, 0)).toBeNull();
		await bare.adopt({ replica, key: null, deviceName: 'T', mintedAt: 0 }, false);
		expect(await makeRescueFile(bare, person, 0)).toBeNull();
	});

	it('is a zip that shows its photos to anybody', async () => {
		const files = unzipSync(new Uint8Array(await (await made()).file.arrayBuffer()));
		expect(Object.keys(files).toSorted()).toEqual([`photos/${sha256}.jpg`, 'rescue.json']);
		const content = rescueFile.parse(JSON.parse(new TextDecoder().decode(files['rescue.json'])));
		expect(content).toMatchObject({ replica, deviceName: 'Tablet 7' });
	});
});
