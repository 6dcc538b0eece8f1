/** The uploader against a small tus server that can be made to fail. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StoredPhoto } from './ports';
import { tusUploader } from './upload';

const bytes = new Uint8Array(600 * 1024).map((_, i) => i % 253);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const photo: StoredPhoto = {
	sha256,
	size: bytes.length,
	width: 1,
	height: 1,
	reportId: 'r',
	commandId: 'c',
	state: 'waiting',
	attempts: 0,
	mismatches: 0,
	addedAt: 0,
	hasBytes: true
};
const read = (start: number, end: number) => Promise.resolve(bytes.slice(start, end));
const ignore = () => undefined;

let server: Server;
let endpoint: string;
let received: Buffer | null;
let methods: string[];
/** Says what to answer instead, if anything. */
let refusal: (request: IncomingMessage) => number | null;
/** Answers in place of it, if set. */
let instead: ((response: ServerResponse) => unknown) | null;

beforeEach(async () => {
	received = null;
	methods = [];
	refusal = () => null;
	instead = null;
	server = createServer((request, response) => void answer(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	endpoint = `http://127.0.0.1:${address.port}/api/photos`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	methods.push(request.method ?? '');
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part);
	if (instead !== null) return void instead(response);
	const status = refusal(request);
	if (status !== null) return void response.writeHead(status).end();
	const isKnown = received !== null;
	if (request.method === 'HEAD' && !isKnown) return void response.writeHead(404).end();
	if (request.method !== 'HEAD') received = Buffer.concat([received ?? Buffer.alloc(0), ...parts]);
	response.writeHead(request.method === 'POST' ? 201 : request.method === 'HEAD' ? 200 : 204, {
		'tus-resumable': '1.0.0',
		'upload-offset': String(received?.length ?? 0),
		'upload-length': String(bytes.length),
		location: `${endpoint}/${sha256}`
	});
	response.end();
}

const upload = (part: Partial<StoredPhoto> = {}, signal = new AbortController().signal) =>
	tusUploader(endpoint).upload({ ...photo, ...part }, read, ignore, signal);

it('sends a photo in pieces, the first of them with its creation', async () => {
	expect(await upload()).toBe('complete');
	expect(methods).toEqual(['POST', 'PATCH', 'PATCH']);
	expect(received?.equals(bytes)).toBe(true);
});

it('goes on at the offset that the server names, not at its own [H1]', async () => {
	received = Buffer.from(bytes.slice(0, 500_000));
	expect(await upload({ attempts: 1 })).toBe('complete');
	expect(methods).toEqual(['HEAD', 'PATCH']);
	expect(received.equals(bytes)).toBe(true);
});

it('creates the upload where the server does not know it any more', async () => {
	expect(await upload({ attempts: 1 })).toBe('complete');
	expect(methods[0]).toBe('HEAD');
	expect(received?.equals(bytes)).toBe(true);
});

it.each([
	[422, 'mismatch'],
	[401, 'signed_out'],
	[403, 'refused'],
	[423, 'later'],
	[503, 'later']
] as const)('takes a %i for %s', async (status, end) => {
	refusal = () => status;
	expect(await upload()).toBe(end);
});

it('waits as long as our server asks, and not as long as a page of somebody else [B2, B3, A11]', async () => {
	instead = (response) =>
		response.writeHead(429, { 'retry-after': '120' }).end('{"code":"too_many_requests"}');
	expect(await upload()).toEqual({ retryAfterMs: 120_000 });
	instead = (response) =>
		response.writeHead(503, { 'retry-after': '86400' }).end('<html>Pay</html>');
	expect(await upload()).toBe('later');
});

it('ends at once when it is given up', async () => {
	const abort = new AbortController();
	abort.abort();
	expect(await upload({}, abort.signal)).toBe('later');
	expect(methods).toEqual([]);
});
