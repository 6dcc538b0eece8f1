/**
 * Sends one photo by tus 1.0: pieces are read from the outbox as they go, and the upload's id is
 * the SHA-256, so that a device needs no state to resume. Repeating and waiting are the lane's.
 */
import { DetailedError, Upload, type HttpResponse, type HttpStack } from 'tus-js-client';
import { failureOf } from '../errors';
import { fetchStack } from './fetch-stack';
import type { PhotoUploader, UploadEnd } from './ports';

const photosUrl = '/api/photos';
/** Lost at most once per cut line; larger pieces showed no gain on a slow one. */
const chunkBytes = 256 * 1024;

type ReadPart = (start: number, end: number) => Promise<Uint8Array<ArrayBuffer> | null>;
/** The answer to bytes that are not what was declared. */
const mismatchStatus = 422;

/** The uploader of this product's server; tests give another address, and HTTP outside a browser. */
export const tusUploader = (endpoint = photosUrl, httpStack = usualStack()): PhotoUploader => ({
	upload: (photo, read, onProgress, signal, headers = {}) =>
		new Promise<UploadEnd>((resolve) => {
			const upload = new Upload(new Blob(), {
				endpoint,
				// A second try asks for the offset first; the server makes it anew where it knows none.
				uploadUrl: photo.attempts > 0 ? `${endpoint}/${photo.sha256}` : null,
				uploadSize: photo.size,
				headers: { ...headers },
				metadata: { sha256: photo.sha256, filetype: 'image/jpeg' },
				fileReader: { openFile: () => Promise.resolve(sourceOf(photo.size, read)) },
				chunkSize: chunkBytes,
				uploadDataDuringCreation: true,
				storeFingerprintForResuming: false,
				retryDelays: null,
				...(httpStack === undefined ? {} : { httpStack }),
				onProgress,
				onSuccess: () => resolve('complete'),
				onError: (error) => resolve(endOf(error))
			});
			const stop = () => {
				void upload.abort().catch(() => undefined);
				resolve('later');
			};
			if (signal.aborted) return resolve('later');
			signal.addEventListener('abort', stop, { once: true });
			upload.start();
		})
});

/** A page has one of its own, which tells how far a piece has come. */
function usualStack(): HttpStack | undefined {
	return typeof XMLHttpRequest === 'undefined' ? fetchStack : undefined;
}

function sourceOf(size: number, read: ReadPart) {
	return {
		size,
		slice: async (start: number, end: number) => {
			const to = Math.min(end, size);
			const value = await read(start, to);
			if (value === null) throw new Error('A piece of the photo cannot be read');
			// tus asks its parts for their size by the name that blobs give it.
			return { value: Object.assign(value, { size: value.length }), done: to >= size };
		},
		close: () => undefined
	};
}

function endOf(error: Error): UploadEnd {
	const answer = error instanceof DetailedError ? error.originalResponse : null;
	if (answer === null) return 'later';
	const status = answer.getStatus();
	if (status === mismatchStatus) return 'mismatch';
	if (status === 401) return 'signed_out';
	const retryAfterMs = askedToWaitMs(answer);
	if (retryAfterMs > 0) return { retryAfterMs };
	const isRefusal = status >= 400 && status < 500;
	return isRefusal && status !== 423 && status !== 409 && status !== 429 ? 'refused' : 'later';
}

/** What our server asked for; somebody else's page may ask for nothing. */
function askedToWaitMs(answer: HttpResponse): number {
	const retryAfter = answer.getHeader('retry-after') ?? null;
	return failureOf(answer.getStatus(), jsonOf(answer.getBody()), retryAfter).retryAfterMs;
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
