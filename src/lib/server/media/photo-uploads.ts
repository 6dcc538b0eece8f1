/**
 * Photos coming in: resumable uploads (tus 1.0) whose id is the SHA-256 of the bytes.
 *
 * 1. Only a hash that a stored command declared, in the size it declared, by somebody who may.
 * 2. A device keeps no resume state: HEAD tells the true offset, a repeated upload is one upload,
 *    and a photo that is stored answers as complete to whatever is asked.
 * 3. "Complete" is said only after verification; an upload that a crash left unverified is verified
 *    at the next question.
 * 4. A newer request for the same photo takes the lock of an older one, which may hang on a dead
 *    connection.
 * 5. A piece may begin before the end of what is here, and is written over the same bytes: browsers
 *    repeat a request by themselves when its connection ends, and its body would be sent in vain.
 * Not here: what makes a photo acceptable (usecases/receive-photo), who is asking (routes).
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { FileStore } from '@tus/file-store';
import { MemoryLocker, Server, type Upload } from '@tus/server';
import { maxPhotoBytes } from '$lib/domain/report/command';
import { fail } from '../http';
import { log } from '../log';
import { receivePhoto, type DeclaredPhoto, type Received } from '../usecases/receive-photo';
import type { PhotoFiles } from './photo-files';

const path = '/api/photos';
/** How long a request that lost its lock may go on writing what it has. */
const lockDrainMs = 250;
const lockMaxMs = 10_000;
/** Damaged uploads that are asked for again before the reports are told. */
const maxRepeats = 2;
const tusHeaders = { 'tus-resumable': '1.0.0', 'cache-control': 'no-store' };
const sha256Shape = /^[0-9a-f]{64}$/;

export interface UploadPorts {
	files: PhotoFiles;
	/** What was declared under a hash, when the person may send it; undefined otherwise. */
	declared(sha256: string, personId: string): Promise<Declared | undefined>;
	/** Tells every report that rests on a photo; must be repeatable. */
	markStored(sha256: string): Promise<void>;
	/** Tells them that it will not come; a later good upload still counts. */
	markCorrupt(sha256: string): Promise<void>;
}

export interface Declared extends DeclaredPhoto {
	isStored: boolean;
	isUnproven: boolean;
}

/** The hash that an upload request is about; null where it names none. */
export function namedHash(request: Request): string | null {
	return request.method === 'POST' ? announcedHash(request) : hashInPath(request.url);
}

/** Answers the upload requests (POST, HEAD, PATCH) of one person. */
export type PhotoUploads = (request: Request, personId: string) => Promise<Response>;

/** Opens the upload lane over a data directory. */
export function openPhotoUploads(ports: UploadPorts): PhotoUploads {
	const { files, declared } = ports;
	const receiving = new Map<string, Promise<Received>>();
	const refusals = new Map<string, number>();
	/** One verification at a time per photo; a second caller waits for the same one. */
	const receive = (photo: DeclaredPhoto): Promise<Received> => {
		const running = receiving.get(photo.sha256);
		if (running !== undefined) return running;
		const work = receivePhoto(files, photo, ports.markStored).then((received) =>
			giveUpLater(ports, refusals, photo.sha256, received)
		);
		const forget = () => receiving.delete(photo.sha256);
		receiving.set(photo.sha256, work);
		work.then(forget, forget);
		return work;
	};
	const store = new KeepingStore({ directory: files.stagingDir });
	const server = openTus(store);
	/** The answer about a photo of which all bytes are here, once they are verified; null while some are missing. */
	const verified = async (request: Request, photo: Declared, personId: string) => {
		const isHere = photo.isStored || (!photo.isUnproven && (await wasMoved(files, photo, receive)));
		if (isHere) return complete(request, photo);
		if (!(await isWhole(files, photo))) return null;
		const received = await receive(photo);
		if (!received.ok) return fail('not_acceptable', { detail: received.fault });
		// What was verified for somebody else may not count for this person yet.
		const now = await declared(photo.sha256, personId);
		return now?.isStored === true ? complete(request, photo) : fail('busy');
	};

	return async (request, personId) => {
		const sha256 = namedHash(request);
		if (sha256 === null) return fail('not_found');
		const photo = await declared(sha256, personId);
		if (photo === undefined) return fail('not_found');
		const length = Number(request.headers.get('upload-length') ?? photo.size);
		if (!photo.isStored && length !== photo.size) return fail('not_acceptable', { detail: 'size' });

		const known = await verified(request, photo, personId);
		if (known !== null) return known;
		const answer = await store.from(offsetOf(request), () => server.handleWeb(request));
		if (!answer.ok) return isBroken(answer) ? notNow(answer) : uncached(answer);
		// Another request may have taken the bytes meanwhile: whoever is told of the end was told the truth.
		const now = (await declared(sha256, personId)) ?? photo;
		const end = await verified(request, now, personId);
		return end ?? (reachesEnd(answer, photo) ? fail('busy') : uncached(answer));
	};
}

/** In the words of the upload protocol: nothing is missing. */
const reachesEnd = ({ headers }: Response, { size }: DeclaredPhoto) =>
	Number(headers.get('upload-offset') ?? 0) >= size;

/**
 * Counts refused uploads of a photo: whose bytes are right and no picture is given up at once, damaged
 * bytes after two repeats.
 */
async function giveUpLater(
	{ markCorrupt }: UploadPorts,
	refusals: Map<string, number>,
	sha256: string,
	received: Received
): Promise<Received> {
	if (received.ok) return received;
	const count = (refusals.get(sha256) ?? 0) + 1;
	refusals.set(sha256, count);
	if (received.fault === 'not_a_picture' || count > maxRepeats) {
		refusals.delete(sha256);
		await markCorrupt(sha256);
	}
	return received;
}

/** Bytes under their final name that no report knows of yet: a crash came between. */
async function wasMoved(
	files: PhotoFiles,
	photo: DeclaredPhoto,
	receive: (photo: DeclaredPhoto) => Promise<Received>
): Promise<boolean> {
	if ((await files.storedSize(photo.sha256, 'full')) === null) return false;
	return (await receive(photo)).ok;
}

async function isWhole(files: PhotoFiles, { sha256, size }: DeclaredPhoto): Promise<boolean> {
	return ((await files.stagedSize(sha256)) ?? 0) >= size;
}

/** All bytes are here: in the words of each method of the upload protocol. */
function complete(request: Request, { sha256, size }: DeclaredPhoto): Response {
	const headers = new Headers({ ...tusHeaders, 'upload-offset': String(size) });
	if (request.method === 'PATCH') return new Response(null, { status: 204, headers });
	headers.set('upload-length', String(size));
	if (request.method === 'HEAD') return new Response(null, { status: 200, headers });
	headers.set('location', `${path}/${sha256}`);
	return new Response(null, { status: 201, headers });
}

/** 501 is the protocol's own word for an extension that is not spoken here. */
const isBroken = ({ status }: Response) => status >= 500 && status !== 501;

/** The staging of photos failed (a full disk, a store that is away): what was staged stays. */
function notNow({ status }: Response): Response {
	log.error({ status }, 'a photo could not be staged');
	return fail('busy');
}

function uncached(answer: Response): Response {
	answer.headers.set('cache-control', 'no-store');
	return answer;
}

/** The hash that a creation names in its metadata (`sha256 <base64>`). */
function announcedHash(request: Request): string | null {
	const pairs = (request.headers.get('upload-metadata') ?? '').split(',');
	const value = pairs.map((pair) => pair.trim().split(' ')).find(([key]) => key === 'sha256')?.[1];
	const sha256 = Buffer.from(value ?? '', 'base64').toString('latin1');
	return sha256Shape.test(sha256) ? sha256 : null;
}

function hashInPath(url: string): string | null {
	const last = new URL(url).pathname.slice(path.length + 1);
	return sha256Shape.test(last) ? last : null;
}

/** Where the bytes of a request begin; infinite where it does not say, and where it only asks. */
function offsetOf(request: Request): number {
	const said = request.method === 'PATCH' ? request.headers.get('upload-offset') : null;
	return said === null ? Infinity : Number(said);
}

function openTus(datastore: KeepingStore): Server {
	return new Server({
		path,
		datastore,
		locker: new MemoryLocker({ acquireLockTimeout: lockMaxMs }),
		lockDrainTimeout: lockDrainMs,
		maxSize: maxPhotoBytes,
		relativeLocation: true,
		allowedOrigins: [],
		namingFunction: (_request, metadata) => metadata?.sha256 ?? '',
		getFileIdFromRequest: (request) => hashInPath(request.url) ?? undefined
	});
}

/** Creating an upload that exists keeps the bytes it has: a device may have forgotten that it began. */
class KeepingStore extends FileStore {
	readonly #from = new AsyncLocalStorage<number>();

	/** Runs a request whose bytes begin there: what is here behind that place is written again. */
	from<T>(offset: number, handle: () => T): T {
		return this.#from.run(offset, handle);
	}

	override async getUpload(id: string): Promise<Upload> {
		const upload = await super.getUpload(id);
		const from = this.#from.getStore() ?? Infinity;
		if (from < upload.offset) upload.offset = from;
		return upload;
	}

	override async create(upload: Upload): Promise<Upload> {
		try {
			await this.getUpload(upload.id);
			return upload;
		} catch {
			return super.create(upload);
		}
	}
}
