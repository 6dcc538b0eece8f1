/**
 * Rescue files: everything that a device keeps of a person's own work, as one signed file that any
 * other device can hand in. A zip, so that the photos in it can be looked at by anybody.
 *
 * 1. Commands are signed batch by batch and photos one by one, by the replica's secret: what was
 *    changed on the way is refused.
 * 2. Handing in is repeatable: what the server has already is counted as known.
 * 3. A photo that cannot be read any more is left out; its command still goes.
 * Source: sync design 3.13.
 */
import { strFromU8, strToU8, unzipSync, zipSync, type Unzipped, type Zippable } from 'fflate';
import type { Person } from '$lib/domain/people/actor';
import { maxPhotoBytes } from '$lib/domain/report/command';
import {
	macHeader,
	photoMacText,
	replicaHeader,
	rescueFile,
	rescueName,
	type RescueFile
} from '$lib/protocol/escrow';
import type { Api } from './api';
import type { RescueExport, RescueReceipt } from './device';
import { unreachable, type Answer, type Failure } from './errors';
import { signedBatch } from './sync/escrow';
import { batchLength, countedActs, fullBatch } from './sync/plan';
import type {
	Identity,
	OutboxStore,
	Postponed,
	PhotoUploader,
	StoredCommand,
	StoredPhoto
} from './sync/ports';
import { webSigner } from './sync/signer';
import { pageUploader } from './sync/page-uploader';

/** Larger files are not ours: 30 days of work with photos stay far below. */
export const maxRescueBytes = 512 * 1024 * 1024;
const maxContentBytes = 64 * 1024 * 1024;
const everything = { commands: 100_000, bytes: Number.MAX_SAFE_INTEGER };

/** Writes the file; null where this device has nothing to sign with. `now` by the device's clock. */
export async function makeRescueFile(
	outbox: OutboxStore,
	person: Person,
	now: number
): Promise<RescueExport | null> {
	const identity = await outbox.identity();
	if (identity === null || identity.key === null) return null;
	// What was written into a file may reach the server: from here on it cannot change.
	await outbox.take(everything);
	const commands = (await outbox.commands()).filter(({ envelope, state }) => {
		return state !== 'answered' || envelope.replica === identity.replica;
	});
	const photos = (await outbox.photos()).filter(({ hasBytes }) => hasBytes);
	const { files, listed } = await readPhotos(outbox, identity.key, photos);
	const content: RescueFile = {
		format: 1,
		deviceName: identity.deviceName,
		madeAt: now,
		replica: identity.replica,
		batches: await batchesOf(identity, commands, now),
		photos: listed
	};
	const bytes = zipSync({ ...files, [rescueName]: strToU8(JSON.stringify(content)) });
	const day = new Date(now).toISOString().slice(0, 10);
	return {
		name: `maydan-${person.userName}-${day}.zip`,
		file: new Blob([bytes], { type: 'application/zip' }),
		commands: countedActs(commands, new Set(listed.map(({ sha256 }) => sha256))).length,
		photos: listed.length
	};
}

async function batchesOf(identity: Identity, commands: readonly StoredCommand[], now: number) {
	const { replica } = identity;
	// Never sent ones carry no replica yet; they are stamped as a first attempt would stamp them.
	let left = commands.map(({ envelope }) => ({ ...envelope, replica })).sort((a, b) => a.n - b.n);
	const batches: { batch: string; mac: string }[] = [];
	while (left.length > 0) {
		const length = batchLength(left, fullBatch);
		const signed = await signedBatch(webSigner, identity, left.slice(0, length), now);
		if (signed !== null) batches.push({ batch: signed.batch, mac: signed.mac });
		left = left.slice(length);
	}
	return batches;
}

async function readPhotos(outbox: OutboxStore, key: CryptoKey, photos: readonly StoredPhoto[]) {
	const files: Zippable = {};
	const listed: RescueFile['photos'] = [];
	for (const { sha256, size } of photos) {
		const bytes = await outbox.readPhoto(sha256, 0, size);
		if (bytes === null) continue;
		files[photoName(sha256)] = [bytes, { level: 0 }];
		listed.push({ sha256, size, mac: await webSigner.sign(key, photoMacText(sha256)) });
	}
	return { files, listed };
}

const photoName = (sha256: string) => `photos/${sha256}.jpg`;

export interface RescueProgress {
	done: number;
	total: number;
}

export interface HandInPorts {
	api: Pick<Api, 'escrow'>;
	uploader?: PhotoUploader;
	onProgress(progress: RescueProgress): void;
	signal: AbortSignal;
}

const notOurs: Failure = { ...unreachable, kind: 'refused', code: 'unsupported_type' };

/**
 * Hands a rescue file in, on any device with a line. Failures: `unsupported_type` (no rescue file),
 * `not_permitted` (its signature is wrong), `conflict` (earlier work is missing at the server).
 */
export async function handInRescue(file: Blob, ports: HandInPorts): Promise<Answer<RescueReceipt>> {
	const opened = file.size > maxRescueBytes ? null : await unzipped(file);
	const content = opened === null ? null : contentOf(opened);
	if (opened === null || content === null) return { ok: false, failure: notOurs };
	const receipt = { commands: 0, known: 0, photos: 0, isUnderReview: false };
	const wanted = new Set<string>();
	const total = content.batches.length + content.photos.length;
	for (const [index, { batch, mac }] of content.batches.entries()) {
		if (ports.signal.aborted) return { ok: false, failure: unreachable };
		const answer = await ports.api.escrow({ replica: content.replica, batch, mac }, ports.signal);
		if (!answer.ok) return answer;
		const { received, known, expect, photos, isUnderReview } = answer.value;
		if (expect !== null) return { ok: false, failure: { ...notOurs, code: 'conflict' } };
		receipt.commands += received;
		receipt.known += known;
		receipt.isUnderReview ||= isUnderReview;
		for (const sha256 of photos) wanted.add(sha256);
		ports.onProgress({ done: index + 1, total });
	}
	for (const [index, photo] of content.photos.entries()) {
		const bytes = opened[photoName(photo.sha256)];
		if (bytes !== undefined && wanted.has(photo.sha256)) {
			const end = await send(photo, bytes, content.replica, ports);
			if (end === 'later') return { ok: false, failure: unreachable };
			if (typeof end === 'object') return { ok: false, failure: leftAlone(end) };
			if (end === 'complete') receipt.photos += 1;
		}
		ports.onProgress({ done: content.batches.length + index + 1, total });
	}
	return { ok: true, value: receipt };
}

/** The server wants to be left alone for a while. */
const leftAlone = ({ retryAfterMs }: Postponed): Failure => ({
	...unreachable,
	kind: 'refused',
	code: 'too_many_requests',
	retryAfterMs
});

function send(
	{ sha256, mac }: RescueFile['photos'][number],
	bytes: Uint8Array,
	replica: string,
	{ uploader = pageUploader, signal }: HandInPorts
) {
	const read = (start: number, end: number) =>
		Promise.resolve(new Uint8Array(bytes.slice(start, end)));
	return uploader.upload(
		{ sha256, size: bytes.length, attempts: 0 },
		read,
		() => undefined,
		signal,
		{ [replicaHeader]: replica, [macHeader]: mac }
	);
}

function contentOf(files: Unzipped): RescueFile | null {
	try {
		const text = strFromU8(files[rescueName] ?? new Uint8Array());
		return rescueFile.safeParse(JSON.parse(text)).data ?? null;
	} catch {
		return null;
	}
}

/** Only what a file of ours may hold is inflated, however much more it claims. */
async function unzipped(file: Blob): Promise<Unzipped | null> {
	try {
		return unzipSync(new Uint8Array(await file.arrayBuffer()), {
			filter: ({ name, originalSize }) =>
				originalSize <= (name === rescueName ? maxContentBytes : maxPhotoBytes)
		});
	} catch {
		return null;
	}
}
